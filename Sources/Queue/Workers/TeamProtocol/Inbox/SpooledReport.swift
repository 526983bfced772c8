import Text

/// A worker's message in the form of the inbox: the sender and the unchanged text.
///
/// The file is a line of JSON, then the message.
public struct SpooledReport: Equatable, Sendable {
  /// When the report was received, in ISO 8601 with the offset.
  public var receivedAt: String
  /// The name of the queue's file, because a table and a database may share a sidecar.
  public var store: String
  /// The session that sent the report; `nil` for a person.
  public var session: String?
  /// The token of the claim for which the session works.
  public var claimToken: String?
  /// The row, if the sender named it; `nil` if only the message names the row.
  public var id: String?
  /// The number of the row's claim at that time; `nil` if unknown.
  public var claimNumber: Int?
  public var traceID: String
  /// The tokens of the conversation, if they were counted.
  public var currentTokens: Int?
  /// Whether the report is judged even if the sender does not own the row.
  public var isForced = false
  /// Why the report was refused.
  public var refusal: String?
  public var message: String

  public init(
    receivedAt: String, store: String, session: String?, claimToken: String?, traceID: String,
    currentTokens: Int?, message: String
  ) {
    self.receivedAt = receivedAt
    self.store = store
    self.session = session
    self.claimToken = claimToken
    self.traceID = traceID
    self.currentTokens = currentTokens
    self.message = message
  }

  /// Whether the report belongs to the claim with this token, even if the sender does not have the
  /// token.
  public func isOfClaim(_ token: String) -> Bool {
    claimNumber.map { token.hasPrefix("\($0)-") } ?? (claimToken == token)
  }

  /// `nil` if orch did not write the file.
  public init?(parsing bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: 10),
      let head = (try? JSONValue(parsing: Array(bytes[..<end])))?.objectValue,
      let receivedAt = head["received"]?.stringValue, let store = head["store"]?.stringValue,
      let message = String(validating: bytes[(end + 1)...], as: UTF8.self)
    else { return nil }
    self.init(
      receivedAt: receivedAt, store: store, session: head["session"]?.stringValue,
      claimToken: head["attempt"]?.stringValue, traceID: head["trace"]?.stringValue ?? "",
      currentTokens: head["current_tokens"]?.integerValue, message: message)
    id = head["id"]?.stringValue
    claimNumber = head["claim"]?.integerValue
    isForced = head["forced"]?.boolValue ?? false
    refusal = head["refused"]?.stringValue
  }

  var text: String {
    var head: JSONObject = [
      "received": .string(receivedAt), "store": .string(store),
      "session": JSONValue(session),
      "attempt": JSONValue(claimToken), "trace": .string(traceID),
      "current_tokens": currentTokens.map { .integer($0) } ?? .null,
    ]
    if let id { head["id"] = .string(id) }
    if let claimNumber { head["claim"] = .integer(claimNumber) }
    if isForced { head["forced"] = true }
    if let refusal { head["refused"] = .string(refusal) }
    return "\(JSONValue.object(head))\n\(message)"
  }
}
