/// A request that adds rows. With its key it adds them once, however often it is repeated.
public struct AddRequest: Equatable, Sendable {
  public let key: RequestKey
  /// The SHA-256 of what it asks for, in hexadecimal digits: the same for a repetition.
  public let digest: String

  public init(key: RequestKey, digest: String) { (self.key, self.digest) = (key, digest) }

  /// The ids of the rows that it added before; `nil` where it added none yet.
  func idsAddedBefore(in table: some QueueTable) throws -> [String]? {
    guard let known = try table.addition(withKey: key) else { return nil }
    guard known.digest == digest else { throw Refusal.keyUsed(key, added: known.ids) }
    return known.ids
  }
}

/// The name that a caller gives to a request, so that it can repeat the request. It belongs to the
/// queue. It is not the idempotency key of a row, which marks the same work.
public struct RequestKey: Hashable, Sendable {
  public static let maximumLength = 128

  public let text: String

  /// - Returns: `nil` for a text that is no key: it has 1 to 128 visible ASCII characters, and no `|`.
  public init?(_ text: String) {
    let isKey = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "|") }
    guard isKey, (1...Self.maximumLength).contains(text.utf8.count) else { return nil }
    self.text = text
  }
}

/// What a queue keeps of a request that added rows.
public struct RecordedAddition: Equatable, Sendable {
  /// The digest of the request.
  public let digest: String
  /// The ids of the rows, in the order in which they were added.
  public let ids: [String]

  public init(digest: String, ids: [String]) { (self.digest, self.ids) = (digest, ids) }
}
