import Host
public import Model
import QueueStore
import Text

/// The rows that a request with a key added.
public struct AddedRows: Sendable {
  /// The rows as they are now. A row that is gone has its last state.
  public let rows: [QueueItem]
  /// Whether an earlier request with the key added the rows, so that this request changed nothing.
  public let isRepetition: Bool
}

/// Use case: answers a request with a key. A repetition gets the rows of the first request, however
/// much has changed since.
struct AnswerRequest: Sendable {
  private let queue: Queue
  private let request: AddRequest

  init(_ request: AddRequest, queue: Queue) { (self.request, self.queue) = (request, queue) }

  /// - Parameter add: checks the rows of the request, and adds them.
  func callAsFunction(_ add: () throws -> Decision) throws -> AddedRows {
    let decision: Decision
    do { decision = try add() } catch {
      // A repetition need not pass the checks of the first request: the worker may be gone, or the
      // id used, by now.
      let problem = Problem(error)
      guard problem.mayBeOfRepetition else { throw problem }
      decision = try earlier(unless: problem)
    }
    guard case .addedBefore(let ids) = decision else {
      return AddedRows(rows: decision.changes.compactMap(\.after), isRepetition: false)
    }
    var rows: [QueueItem] = []
    for id in ids { rows.append(try row(id)) }
    return AddedRows(rows: rows, isRepetition: true)
  }

  /// Returns the rows that an earlier request with the key added.
  ///
  /// - Parameter problem: why the request adds nothing now; thrown if there was no earlier request.
  private func earlier(unless problem: Problem) throws -> Decision {
    let decision: Decision
    do {
      decision = try queue.perform(.addAll([], inSequence: false, request: request))
    } catch { throw Problem(error).refusal?.code == .keyUsed ? error : problem }
    if decision == .unchanged { throw problem }
    return decision
  }

  private func row(_ id: String) throws -> QueueItem {
    if let item = try? queue.read({ try $0.item(id) }) { return item }
    let archive = try queue.store.archiving?.archiveStore
    if let item = try? archive?.read({ try $0.item(id) }) { return item }
    var history = try queue.history(of: id)
    if history.last(where: { $0.wholeRow != nil }) == nil {
      history = try archive?.history(of: id) ?? []
    }
    let entry =
      history.last { $0.isRemoval && $0.wholeRow != nil } ?? history.last { $0.wholeRow != nil }
    guard let row = entry?.wholeRow else { throw Problem.refused(.notFound(id)) }
    return row
  }
}

extension Problem {
  /// Whether the reason for the problem may be that the request was already carried out. An error
  /// of the store is no sign of that.
  fileprivate var mayBeOfRepetition: Bool {
    if let refusal { return refusal.code != .keyUsed }
    if case .store = self { return false }
    if case .system = self { return false }
    return true
  }
}

extension AddRequest {
  /// - Parameters:
  ///   - rows: the requested rows, before ids and times are chosen.
  ///   - briefs: the briefs, in the order of their rows; `nil` for a row without one.
  ///   - isSequence: whether each row also waits for the one before it.
  init(
    _ key: RequestKey, _ rows: [Transition.NewItem], briefs: [String?], inSequence isSequence: Bool
  ) {
    var object: JSONObject = [
      "rows": .array(zip(rows, briefs).map { .object($0.content(brief: $1)) })
    ]
    if isSequence, rows.count > 1 { object["in_sequence"] = true }
    let text = JSONValue.object(object).description
    self.init(key: key, digest: SHA256.hexDigest(of: Array(text.utf8)))
  }
}

extension Transition.NewItem {
  /// The content of the request, by the names of JSON. A later version adds a new name only if the
  /// request uses it, so that an old request keeps its digest.
  fileprivate func content(brief: String?) -> JSONObject {
    var object: JSONObject = [
      "priority": .string(priority.text), "task": .string(task),
      "success_criteria": .string(successCriteria), "notes": .string(notes),
    ]
    func add(_ name: String, _ text: String?) { object[name] = text.map(JSONValue.string) }
    func add(_ name: String, _ number: Int?) { object[name] = number.map(JSONValue.integer) }
    func add(_ name: String, _ texts: [String]) {
      if !texts.isEmpty { object[name] = .array(texts.map(JSONValue.string)) }
    }
    add("id", id)
    add("due", due ?? dueAt?.text)
    add("after", after)
    add("labels", labels)
    add("idempotency_key", idempotencyKey)
    add("max_attempts", maxAttempts)
    add("worker", worker)
    add("timeout_seconds", timeoutSeconds)
    add("repo", repository)
    add("plan", plan)
    add("approval", approval?.rawValue)
    add("on_failure", failurePolicy?.rawValue)
    add("touches", touches)
    add("deferred_until", deferredUntil?.epochSeconds)
    add("brief", brief)
    return object
  }
}
