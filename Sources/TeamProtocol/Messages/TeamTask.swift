public import JSON
public import QueueModel

/// A task of a team, as a lead writes it in JSON. Source: `templates/team_task.schema.json`.
public struct TeamTask: Equatable, Sendable {
  /// Who is to do it.
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
  /// The instructions beyond the title.
  public var prompt: String
  public var acceptanceCriteria: [String]
  /// The tokens that the report should stay below; `nil` where nothing is said.
  public var summaryBudgetTokens: Int?

  /// The names of its members.
  static let keys = [
    "id", "title", "owner_role", "status", "dependencies", "prompt", "acceptance_criteria",
    "summary_budget_tokens",
  ]

  /// The row that it becomes.
  ///
  /// - Parameter priority: of all the tasks of a team.
  public func newItem(priority: Priority) -> Transition.NewItem {
    let budget = summaryBudgetTokens.map { " / summary_budget_tokens:\($0)" } ?? ""
    return Transition.NewItem(
      id: id, priority: priority, task: prompt == title ? title : "\(title): \(prompt)",
      successCriteria: acceptanceCriteria.joined(separator: "; "),
      notes: "owner_role:\(ownerRole.rawValue)\(budget)", after: dependencies)
  }
}

extension TeamTask {
  /// Why a text is no tasks: where, what, and what to do.
  public struct Mistake: Error, Equatable, Sendable {
    /// Such as `[1].owner_role`; empty for the whole.
    public let place: String
    public let message: String
    public let hint: String
  }

  /// The tasks of a JSON document, an object or an array of them, in their order.
  public static func tasks(in json: JSONValue) throws(Mistake) -> [TeamTask] {
    guard let values = json.arrayValue else { return [try TeamTask(json, "")] }
    guard !values.isEmpty else {
      throw Mistake(place: "", message: "there are no tasks", hint: "write an array of objects")
    }
    var tasks: [TeamTask] = []
    for (index, value) in values.enumerated() { tasks.append(try TeamTask(value, "[\(index)]")) }
    return tasks
  }

  private init(_ json: JSONValue, _ place: String) throws(Mistake) {
    guard let object = json.objectValue else {
      throw Mistake(
        place: place, message: "not an object", hint: "templates/team_task_template.json has one")
    }
    let reader = Reader(object: object, place: place)
    try reader.checkKeys()
    try reader.checkStatus()
    id = try reader.text("id")
    guard ItemID.isWellFormed(id) else { throw reader.mistake("id", "ill-formed", ItemID.rule) }
    title = try reader.text("title")
    ownerRole = try reader.role()
    dependencies = try reader.texts("dependencies", mayBeEmpty: true)
    prompt = try reader.text("prompt")
    acceptanceCriteria = try reader.texts("acceptance_criteria", mayBeEmpty: false)
    summaryBudgetTokens = try reader.count("summary_budget_tokens")
    try reader.checkSeparators(acceptanceCriteria)
  }
}

/// Reads the members of one task.
private struct Reader {
  let object: JSONObject
  let place: String

  func mistake(_ key: String, _ message: String, _ hint: String) -> TeamTask.Mistake {
    TeamTask.Mistake(
      place: place.isEmpty ? key : "\(place).\(key)", message: message, hint: hint)
  }

  func checkKeys() throws(TeamTask.Mistake) {
    for member in object.members where !TeamTask.keys.contains(member.key) {
      throw mistake(
        member.key.escaped, "unknown member", "there are \(TeamTask.keys.joined(separator: ", "))")
    }
  }

  /// A new row waits; what it becomes is for commands to say.
  func checkStatus() throws(TeamTask.Mistake) {
    guard let status = object["status"] else { return }
    guard status.stringValue == Status.pending.rawValue else {
      throw mistake("status", "a new task is PENDING", "leave status out, or write PENDING")
    }
  }

  func text(_ key: String) throws(TeamTask.Mistake) -> String {
    guard let text = object[key]?.stringValue.flatMap(CellText.value) else {
      throw mistake(key, "missing or empty", "write a text")
    }
    return text
  }

  func texts(_ key: String, mayBeEmpty: Bool) throws(TeamTask.Mistake) -> [String] {
    guard let value = object[key] else {
      if mayBeEmpty { return [] }
      throw mistake(key, "missing", "write an array of texts")
    }
    let texts = value.arrayValue?.compactMap { $0.stringValue.flatMap(CellText.value) }
    guard let texts, texts.count == value.arrayValue?.count, mayBeEmpty || !texts.isEmpty else {
      throw mistake(key, "not an array of texts", "write [\"…\"]")
    }
    return texts
  }

  func role() throws(TeamTask.Mistake) -> TeamTask.Role {
    let roles = TeamTask.Role.allCases.map(\.rawValue).joined(separator: ", ")
    guard let role = object["owner_role"]?.stringValue.flatMap(TeamTask.Role.init) else {
      throw mistake("owner_role", "missing or unknown", "write one of \(roles)")
    }
    return role
  }

  func count(_ key: String) throws(TeamTask.Mistake) -> Int? {
    guard let value = object[key] else { return nil }
    guard let count = value.integerValue, count > 0 else {
      throw mistake(key, "not a whole number above 0", "write a number, or leave it out")
    }
    return count
  }

  /// What parts the criteria of a cell stands in none of them.
  func checkSeparators(_ criteria: [String]) throws(TeamTask.Mistake) {
    let marks: [Unicode.Scalar] = [";", "\u{FF1B}", "\u{2022}"]
    guard criteria.contains(where: { $0.unicodeScalars.contains(where: marks.contains) }) else {
      return
    }
    throw mistake("acceptance_criteria", "has ; or •, which part criteria", "write a comma")
  }
}
