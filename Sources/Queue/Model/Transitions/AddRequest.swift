/// A request that adds rows. The key makes it idempotent: repetitions add nothing.
public struct AddRequest: Equatable, Sendable {
  public let key: RequestKey
  /// The SHA-256 of the request's content, in hexadecimal digits; a repetition has the same one.
  public let digest: String

  public init(key: RequestKey, digest: String) { (self.key, self.digest) = (key, digest) }

  /// The ids of the rows that an earlier request with the key added; `nil` if there was none.
  func idsAddedBefore(in table: some QueueTable) throws -> [String]? {
    guard let known = try table.addition(withKey: key) else { return nil }
    guard known.digest == digest else { throw Refusal.keyUsed(key, added: known.ids) }
    return known.ids
  }
}

/// The name that a caller gives to a request so that it can be repeated. It is valid for one queue.
/// It is not the idempotency key of a row, which marks the same work.
public struct RequestKey: Hashable, Sendable {
  public static let maximumLength = 128

  public let text: String

  /// - Returns: `nil` unless the text is a key: 1 to 128 visible ASCII characters without `|`.
  public init?(_ text: String) {
    let isKey = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "|") }
    guard isKey, (1...Self.maximumLength).contains(text.utf8.count) else { return nil }
    self.text = text
  }
}

/// The record that a queue keeps of a request that added rows.
public struct RecordedAddition: Equatable, Sendable {
  public let digest: String
  /// The ids of the rows, in the order in which they were added.
  public let ids: [String]

  public init(digest: String, ids: [String]) { (self.digest, self.ids) = (digest, ids) }
}
