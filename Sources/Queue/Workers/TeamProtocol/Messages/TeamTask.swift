public import Model
public import Text

/// A task of a team, as a lead writes it in JSON. Source: `templates/team_task.schema.json`.
public struct TeamTask: Equatable, Sendable {
  /// The kind of worker for the task.
  public enum Role: String, CaseIterable, Sendable {
    case lead
    case workerA = "worker_a"
    case workerB = "worker_b"
    case workerC = "worker_c"
  }

  public var id: String
  public var title: String
  public var ownerRole: Role
  public var dependencies: [String]
  /// The instructions beyond the title, on one line.
  public var prompt: String
  /// The instructions as written, if a cell is too small for them; otherwise `nil`.
  public private(set) var brief: String?
  public var acceptanceCriteria: [String]
  /// The tokens that the report should stay below; `nil` if the task does not say.
  public var summaryBudgetTokens: Int?

  static let keys = [
    "id", "title", "owner_role", "status", "dependencies", "prompt", "acceptance_criteria",
    "summary_budget_tokens",
  ]

  /// The maximum number of characters of a prompt in the row's cell.
  private static let longestPrompt = 200

  /// The row for this task, without its brief.
  ///
  /// - Parameter priority: the priority of all the tasks of a team.
  public func newItem(priority: Priority) -> Transition.NewItem {
    let budget = summaryBudgetTokens.map { " / summary_budget_tokens:\($0)" } ?? ""
    return Transition.NewItem(
      id: id, priority: priority,
      task: prompt == title || brief != nil ? title : "\(title): \(prompt)",
      successCriteria: acceptanceCriteria.joined(separator: "; "),
      notes: "owner_role:\(ownerRole.rawValue)\(budget)", after: dependencies)
  }
}

extension TeamTask {
  /// A mistake in a document of tasks, and its place.
  public struct Mistake: Error, Equatable, Sendable {
    /// The place of the mistake, such as `[1].owner_role`; empty for the whole document.
    public let place: String
    public let problem: Problem
  }

  public enum Problem: Equatable, Sendable {
    case noTasks, notAnObject, notPending, illFormedID
    /// The member is unknown; `known` are the known members.
    case unknownMember(known: [String])
    case noText, noTexts, notTexts, noRole, notACount
    /// A criterion has a character that separates criteria in a cell.
    case separatorInCriterion
  }

  /// The tasks of a JSON document that is an object or an array of objects, in their order.
  public static func tasks(in json: JSONValue) throws(Mistake) -> [TeamTask] {
    guard let values = json.arrayValue else { return [try TeamTask(json, "")] }
    if values.isEmpty { throw Mistake(place: "", problem: .noTasks) }
    var tasks: [TeamTask] = []
    for (index, value) in values.enumerated() { tasks.append(try TeamTask(value, "[\(index)]")) }
    return tasks
  }

  private init(_ json: JSONValue, _ place: String) throws(Mistake) {
    guard let object = json.objectValue else { throw Mistake(place: place, problem: .notAnObject) }
    let reader = Reader(object: object, place: place)
    for member in object.members where !Self.keys.contains(member.key) {
      throw reader.mistake(member.key.escaped, .unknownMember(known: Self.keys))
    }
    if let status = object["status"], status.stringValue != Status.pending.rawValue {
      throw reader.mistake("status", .notPending)
    }
    id = try reader.text("id")
    guard ItemID.isWellFormed(id) else { throw reader.mistake("id", .illFormedID) }
    title = try reader.text("title")
    guard let role = object["owner_role"]?.stringValue.flatMap(Role.init) else {
      throw reader.mistake("owner_role", .noRole)
    }
    ownerRole = role
    dependencies = object["dependencies"] == nil ? [] : try reader.texts("dependencies")
    prompt = try reader.text("prompt")
    if let text = object["prompt"]?.stringValue,
      text.count > Self.longestPrompt || text.contains(where: \.isNewline)
    {
      brief = text
    }
    acceptanceCriteria = try reader.texts("acceptance_criteria")
    if acceptanceCriteria.isEmpty { throw reader.mistake("acceptance_criteria", .notTexts) }
    if let budget = object["summary_budget_tokens"] {
      guard let count = budget.integerValue, count > 0 else {
        throw reader.mistake("summary_budget_tokens", .notACount)
      }
      summaryBudgetTokens = count
    }
    let separators: [Unicode.Scalar] = [";", "\u{FF1B}", "\u{2022}"]
    for criterion in acceptanceCriteria
    where criterion.unicodeScalars.contains(where: separators.contains) {
      throw reader.mistake("acceptance_criteria", .separatorInCriterion)
    }
  }
}

private struct Reader {
  let object: JSONObject
  let place: String

  func mistake(_ key: String, _ problem: TeamTask.Problem) -> TeamTask.Mistake {
    TeamTask.Mistake(place: place.isEmpty ? key : "\(place).\(key)", problem: problem)
  }

  func text(_ key: String) throws(TeamTask.Mistake) -> String {
    guard let text = object[key]?.stringValue.flatMap(CellText.value) else {
      throw mistake(key, .noText)
    }
    return text
  }

  func texts(_ key: String) throws(TeamTask.Mistake) -> [String] {
    guard let value = object[key] else { throw mistake(key, .noTexts) }
    let texts = value.arrayValue?.compactMap { $0.stringValue.flatMap(CellText.value) }
    guard let texts, texts.count == value.arrayValue?.count else { throw mistake(key, .notTexts) }
    return texts
  }
}
