import Text

/// The state that a worker in a worktree must not change: the project's checkout, and git's own
/// files. Contents are represented by digests.
public struct CheckoutState: Equatable, Sendable {
  /// The checked-out branch or commit, and the stash: `HEAD` and `stash`.
  public var heads: [String: String] = [:]
  /// The files that differ from the last commit, in the index or on disk. Paths are relative to the
  /// top folder.
  public var files: [String: String] = [:]
  /// Hooks, config and similar files. Paths are relative to the common git folder:
  /// `hooks/post-commit`.
  public var gitFiles: [String: String] = [:]
  /// The commits of branches and tags, and the HEADs of other worktrees, by the name of the ref:
  /// `refs/heads/main`; `nil` in older records.
  public var refs: [String: String]?

  public init() {}

  /// The names of the differing files, `HEAD` and `stash`, sorted.
  public func changes(since other: CheckoutState) -> [String] {
    Self.changes(heads, since: other.heads) + Self.changes(files, since: other.files)
  }

  /// The names of git's own files that differ, and of the refs that were moved, each sorted.
  public func gitChanges(since other: CheckoutState) -> [String] {
    let moved = other.refs.map { Self.changes(refs ?? [:], since: $0) } ?? []
    return Self.changes(gitFiles, since: other.gitFiles) + moved
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
    if let refs = object["refs"], refs != .null { self.refs = Self.digests(refs) }
  }

  var json: JSONValue {
    [
      "heads": Self.json(heads), "files": Self.json(files), "git": Self.json(gitFiles),
      "refs": refs.map(Self.json) ?? .null,
    ]
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
