import Host
public import Model
import Text

/// What a caller may do.
public enum Scope: String, CaseIterable, Sendable {
  case read
  /// Rows and plans may be added, and the texts of rows changed.
  case submit
  /// What a person decides: answers, approvals, cancellations, retries, pauses.
  case decide
  /// Rows may be claimed, and what was claimed renewed and reported.
  case work
}

/// A name by which a program calls a server, with what it may do. The token itself is kept nowhere.
public struct Token: Equatable, Sendable {
  public let name: String
  /// The SHA-256 of the token, in hexadecimal.
  let digest: String
  public let scopes: [Scope]
  /// The queues that it is for, as absolute paths of their files; empty for all.
  public let queues: [String]
  /// ISO 8601.
  public let createdAt: String

  /// A token and its record, which are new.
  ///
  /// - Parameters:
  ///   - name: its name, which `isWellFormed`.
  ///   - scopes: what it may do.
  ///   - queues: the queues that it is for; empty for all.
  ///   - now: the time.
  public static func new(
    _ name: String, _ scopes: [Scope], queues: [String], at now: QueueTime
  ) -> (secret: String, token: Token) {
    // As secret scanners know those of others: a prefix that says whose it is.
    let secret = "orch_" + Randomness.hexDigits(40)
    let token = Token(
      name: name, digest: SHA256.hexDigest(of: Array(secret.utf8)), scopes: scopes,
      queues: queues, createdAt: now.iso8601)
    return (secret, token)
  }

  /// A name stands in the history as `token:NAME`.
  public static func isWellFormed(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.".utf8.contains($0)
      }
  }
}

extension Token {
  init?(_ name: String, _ json: JSONValue) {
    guard let object = json.objectValue, let digest = object["sha256"]?.stringValue,
      let scopes = object["scopes"]?.arrayValue?.map({ $0.stringValue.flatMap(Scope.init) }),
      let queues = object["queues"]?.arrayValue?.map(\.stringValue),
      !scopes.contains(nil), !queues.contains(nil)
    else { return nil }
    (self.name, self.digest) = (name, digest)
    (self.scopes, self.queues) = (scopes.compactMap(\.self), queues.compactMap(\.self))
    createdAt = object["created_at"]?.stringValue ?? ""
  }

  var json: JSONValue {
    .object([
      "sha256": .string(digest), "scopes": .array(scopes.map { .string($0.rawValue) }),
      "queues": .array(queues.map { .string($0) }), "created_at": .string(createdAt),
    ])
  }
}

extension String {
  /// Whether both are the same, in a time that says nothing about where they differ.
  func isSameSecret(as other: String) -> Bool {
    let (mine, others) = (Array(utf8), Array(other.utf8))
    guard mine.count == others.count else { return false }
    return zip(mine, others).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  var sha256: String { SHA256.hexDigest(of: Array(utf8)) }
}
