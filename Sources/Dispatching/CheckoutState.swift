import JSON

/// What a worker in a worktree must not change: the project's checkout, and git's own files. Digests
/// stand for contents.
public struct CheckoutState: Equatable, Sendable {
  /// What is checked out, and the stash: `HEAD` and `stash`.
  public var heads: [String: String] = [:]
  /// The files that differ from the last commit, in the index or on disk, from the top folder.
  public var files: [String: String] = [:]
  /// Hooks, settings and the like, from the common git folder: `hooks/post-commit`.
  public var gitFiles: [String: String] = [:]

  public init() {}

  /// The names of what differs, sorted: files, `HEAD`, `stash`.
  public func changes(since other: CheckoutState) -> [String] {
    Self.changes(heads, since: other.heads) + Self.changes(files, since: other.files)
  }

  /// The names of git's own files that differ, sorted.
  public func gitChanges(since other: CheckoutState) -> [String] {
    Self.changes(gitFiles, since: other.gitFiles)
  }

  private static func changes(
    _ parts: [String: String], since others: [String: String]
  ) -> [String] {
    Set(parts.keys).union(others.keys).filter { parts[$0] != others[$0] }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension CheckoutState {
  init?(_ json: JSONValue) {
    guard let object = json.objectValue else { return nil }
    heads = Self.digests(object["heads"])
    files = Self.digests(object["files"])
    gitFiles = Self.digests(object["git"])
  }

  var json: JSONValue {
    ["heads": Self.json(heads), "files": Self.json(files), "git": Self.json(gitFiles)]
  }

  private static func digests(_ json: JSONValue?) -> [String: String] {
    let members = json?.objectValue?.members ?? []
    return Dictionary(
      members.compactMap { member in
        member.value.stringValue.map { (member.key, $0) }
      }
    ) { $1 }
  }

  private static func json(_ digests: [String: String]) -> JSONValue {
    var object: JSONObject = [:]
    for (name, digest) in digests.sorted(by: { $0.key < $1.key }) {
      object[name] = .string(digest)
    }
    return .object(object)
  }
}
