import Door
import Host
import Model
import Text

/// One command of the inbox: a line with a JSON object.
struct InboxCommand {
  enum Name: String, CaseIterable {
    case add = "ADD"
    case update = "UPDATE"
    case cancel = "CANCEL"
    case decide = "DECIDE"

    /// The members besides `command` and `key`.
    var members: [BodyMember] {
      let id = BodyMember.text("id", isRequired: true)
      return switch self {
      case .add: NewRow.members
      case .update: [id] + RowRequest.editing
      case .cancel: [id] + RowRequest.cancelling
      case .decide: [id] + RowRequest.answering
      }
    }
  }

  let name: Name
  let key: RequestKey
  /// The members besides `command` and `key`.
  let members: JSONObject

  /// - Parameter object: the object of the line.
  init(_ object: JSONObject) throws(Problem) {
    guard let key = object["key"] else { throw .missingMember("key") }
    guard let key = key.stringValue.flatMap(RequestKey.init) else {
      throw .hinted(.badMember("key", Sentence("a key", "키")), RequestKey.rule)
    }
    guard let text = object["command"] else { throw .missingMember("command") }
    guard let name = text.stringValue.flatMap(Name.init) else {
      throw .badChoice(
        "command", text.stringValue ?? text.description, Name.allCases.map(\.rawValue))
    }
    (self.name, self.key) = (name, key)
    members = JSONObject(members: object.members.filter { !["command", "key"].contains($0.key) })
  }

  /// The SHA-256 of the content, in hexadecimal digits. It does not depend on the order of the
  /// members.
  var digest: String {
    let sorted = JSONObject(members: members.members.sorted { $0.key < $1.key })
    return SHA256.hexDigest(of: Array("\(name.rawValue) \(JSONValue.object(sorted))".utf8))
  }

  /// The trace id of its changes in the history.
  var traceID: String { "command-\(key.digest.prefix(12))" }

  // MARK: Carrying it out

  /// - Returns: what the server would answer.
  func callAsFunction(_ queue: TaskQueue, as caller: Caller) throws -> JSONValue {
    if name == .decide { try checkIsAnswer(in: queue) }
    let body = Body(gatheringFaults: members, name.members)
    if name != .add { try FieldFault.check(body.faults) }
    let (request, id) = (RowRequest(body, to: queue, as: caller), body.requiredText("id"))
    let zone = queue.zoneOfJSON
    switch name {
    case .add: return AddedRowsAnswer(try request.add(key: key).rows, in: zone).document
    case .update:
      let changes = try FieldChanges(parsing: Array(JSONValue.object(members).description.utf8))
      return EditAnswer(try request.edit(id, changes), in: zone).document
    case .cancel: return try request.cancel(id).answers(in: zone).first.document
    case .decide: return try request.answer(id).answers(in: zone).first.document
    }
  }

  /// The answer for a command that was carried out before its answer could be kept; `nil` if it was
  /// not carried out. A queue itself keeps the keys of rows that were added.
  func earlierAnswer(_ queue: TaskQueue, as caller: Caller) throws -> JSONValue? {
    guard name != .add, let id = members["id"]?.stringValue else { return nil }
    let found = try queue.queue(as: caller)
    // Until the recovery from a crash, a change may be in the history that is taken back.
    try found.recordExternalEdits()
    guard try found.history(of: id).contains(where: { $0.traceID == traceID }) else { return nil }
    let (row, zone) = (try queue.row(id), queue.zoneOfJSON)
    if name == .update { return EditAnswer(EditedRow(unchanged: row), in: zone).document }
    return ZonedChange(unchanged: row, in: zone).document
  }

  /// Refuses to approve and to reject.
  private func checkIsAnswer(in queue: TaskQueue) throws(Problem) {
    let isDecision = ["approve", "reject", "decision"].contains { members[$0] != nil }
    let id = members["id"]?.stringValue ?? ""
    // An answer to a row that can't be read now is refused by the rules if an approval waits there.
    guard isDecision || (try? queue.row(id))?.awaited == .approval else { return }
    let row = ItemID.isWellFormed(id) ? id : "ID"
    throw .adapter(
      .refused(.needsPerson),
      Sentence(
        "DECIDE only answers questions; a person approves or rejects \(row)",
        "DECIDE는 질문에만 답합니다. \(row)의 승인과 거절은 사람이 합니다"),
      hint: Sentence(same: "orch approve \(row), orch reject \(row) --reason REASON"))
  }
}

extension FieldValue {
  /// The value as JSON.
  fileprivate var document: JSONValue {
    (try? JSONValue(parsing: Array(jsonText.utf8))) ?? .null
  }
}
