import Text

/// A worker's message as the inbox keeps it: its sender, and the text, unchanged.
///
/// The file is a line of JSON, then the message.
public struct SpooledReport: Equatable, Sendable {
  /// ISO 8601 with the offset.
  public var receivedAt: String
  /// The name of the queue's file: a table and a database may share a sidecar.
  public var store: String
  /// The session that sent it; `nil` for a person.
  public var session: String?
  /// The token of the claim that it works for.
  public var claimToken: String?
  /// The row, if the sender named it; `nil` where only the message does.
  public var id: String?
  /// The number of the row's claim at that time; `nil` if unknown.
  public var claimNumber: Int?
  public var traceID: String
  /// The tokens of the conversation, if they were counted.
  public var currentTokens: Int?
  /// Whether it is judged also where the sender does not own the row.
  public var isForced = false
  /// Why it was refused.
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

  /// Whether it is of the claim with this token, also where its sender does not have it.
  public func isOfClaim(_ token: String) -> Bool {
    claimNumber.map { token.hasPrefix("\($0)-") } ?? (claimToken == token)
  }

  /// `nil` for a file that orch did not write.
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
