import Host

/// The files that are not searched for secrets, such as test fixtures: `.orchsecretsignore`.
/// Source: `docs/routing.md`, "Reviewer gate".
public struct SecretExemptions: Equatable, Sendable {
  public static let fileName = ".orchsecretsignore"

  private let paths: [String]

  /// - Parameter text: one path or folder on each line, from the project root; `#` begins a
  ///   comment.
  public init(_ text: String) {
    paths = text.split { $0.isNewline }.map { String($0).trimmed }
      .filter { !$0.isEmpty && $0.utf8.first != UInt8(ascii: "#") }
      .map { path in
        let path = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return path.utf8.last == UInt8(ascii: "/") ? String(path.dropLast()) : path
      }
  }

  /// Reads the exemptions of a project. If the file has changed since the claim, there are no
  /// exemptions, because the worker whose files are searched may have written the file.
  ///
  /// - Parameters:
  ///   - root: the project root.
  ///   - claimedAt: seconds since 1970; `nil` if unknown.
  public init(below root: String, unchangedSince claimedAt: Int?) {
    self.init("")
    guard let file = try? ProjectFile(Self.fileName, below: Path.resolved(root) ?? root),
      let bytes = try? file.bytes(upTo: 1 << 20)
    else { return }
    let changed = max(file.status.identity.modified, file.status.changed) / 1_000_000_000
    if let claimedAt, changed >= claimedAt { return }
    self.init(String(decoding: bytes, as: UTF8.self))
  }

  /// - Parameter path: relative to the project root, with links followed.
  public func contains(_ path: String) -> Bool {
    paths.contains { Path.isInside(path, $0) }
  }
}
