/// The id of a commit or another object: 40 hexadecimal digits, or 64 in a repository with SHA-256.
public struct ObjectID: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  /// - Returns: `nil` if the text is not a whole id.
  public init?(_ text: some StringProtocol) {
    guard [40, 64].contains(text.utf8.count), text.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    else { return nil }
    self.text = String(text)
  }

  public var description: String { text }

  /// The id, shortened for people.
  public var short: String { String(text.prefix(10)) }

  /// The null id, which git takes for a ref that must not exist yet.
  var zero: String { String(repeating: "0", count: text.utf8.count) }
}

/// The full name of a branch: `refs/heads/orch/T-1`.
public struct Branch: Hashable, Sendable, CustomStringConvertible {
  /// The name without `refs/heads/`.
  public let name: String

  /// - Parameter name: a name that git accepts, without `refs/heads/`.
  public init(_ name: String) { self.name = name }

  public var ref: String { "refs/heads/\(name)" }
  public var description: String { name }
}
