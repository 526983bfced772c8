/// Where a text has a secret of a known shape.
public struct FoundSecret: Equatable, Sendable {
  /// Counting from 1.
  public let line: Int
  /// As a mark names it: `github-token`.
  public let kind: String

  public init(line: Int, kind: String) { (self.line, self.kind) = (line, kind) }
}

extension Redactor {
  /// The first secret in a text that its own form shows: a token with a known beginning, a web
  /// token, a private key.
  ///
  /// What only the name before it makes a secret, such as `password: …`, and a password in an
  /// address do not count: sources and documents are full of them. Nor does what says itself that
  /// it is an example.
  public static func firstSecret(in bytes: [UInt8]) -> FoundSecret? {
    var place = 0
    while true {
      place = TokenFilter.shared.next(in: bytes, from: place, to: bytes.count)
      if place == bytes.count { return nil }
      if let secret = bytes.shapedSecret(at: place), !bytes.isExample(secret.range) {
        let line = bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1
        return FoundSecret(line: line, kind: secret.kind.rawValue)
      }
      place += 1
    }
  }
}

extension [UInt8] {
  fileprivate func shapedSecret(at place: Int) -> Secret? {
    if let block = PrivateKeyBlock(at: place, in: self) {
      return block.hasBody(in: self) ? Secret(.privateKey, place..<block.end) : nil
    }
    if let token = token(at: place, 0) ?? telegramToken(at: place, 0) { return token }
    // Its name is a part of the shape.
    guard let assigned = assignment(at: place), assigned.kind == .awsSecret,
      assigned.range.count == 40
    else { return nil }
    return assigned
  }

  private func assignment(at place: Int) -> Secret? {
    ByteSet(":=").contains(self[place]) ? assignedSecret(at: place, 0) : nil
  }

  /// `AKIAIOSFODNN7EXAMPLE`, as the documents of AWS have it.
  fileprivate func isExample(_ range: Range<Int>) -> Bool {
    range.contains { has(Self.example, at: $0) && $0 + Self.example.count <= range.upperBound }
  }

  private static let example = Array("EXAMPLE".utf8)
}
