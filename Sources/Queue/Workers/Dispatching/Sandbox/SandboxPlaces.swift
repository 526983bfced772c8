import Host

/// Which files a program in a sandbox sees, and which it may change. All paths are absolute, with
/// links followed.
///
/// A file can't be kept by a mount of its own as long as its folder may be changed: when a program
/// outside puts another file in its place, as orch and editors do, the mount is gone. So a folder
/// with such a file is *frozen*: no name in it can be added, removed or changed, only what the other
/// names stand for. Source: `docs/decisions/0063`.
public struct SandboxPlaces: Equatable, Sendable {
  /// The place of the work: a worktree, or the project root.
  public var work: String
  /// What may be changed besides.
  public var writable: [String] = []
  /// What is seen, where it lies in a hidden folder.
  public var readable: [String] = []
  /// Files and folders that nothing in the sandbox may change, wherever they are.
  public var kept: Set<String> = []
  /// Which of `kept` are folders.
  public var keptFolders: Set<String> = []
  /// Folders of the other ones, with the paths of what in them may be changed.
  public var frozen: [String: [String]] = [:]
  /// What can't be changed inside, and that no program outside puts another file in the place of.
  public var fixed: Set<String> = []
  /// Folders in whose place an empty one is seen.
  public var hidden: [String] = []
  /// The user's own folder, inside a hidden one; `nil` where it is not hidden.
  public var home: String?
  /// Links in hidden folders, with their targets.
  public var links: [String: String] = [:]
  /// A file of which the program gets a copy of its own.
  public var copy: Copy?

  public struct Copy: Equatable, Sendable {
    public let source: String
    public let target: String

    public init(of source: String, at target: String) {
      (self.source, self.target) = (source, target)
    }
  }

  public init(work: String) { self.work = work }

  enum Access: Equatable {
    case readable, writable
    /// An entry of a frozen folder, which may be gone when the program starts.
    case writableEntry
  }

  /// The links that lie in no other one: bwrap can't make what is behind a link.
  var ownLinks: [(path: String, target: String)] {
    links.filter { link in
      !links.keys.contains { $0 != link.key && Path.isInside(link.key, $0) }
    }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Whether something lies in a folder that may be changed.
  public func isWritable(_ path: String) -> Bool {
    ([work] + writable).contains { Path.isInside(path, $0) }
  }

  /// What is mounted where, the folders above first.
  var mounts: [(path: String, access: Access)] {
    var access: [String: Access] = [:]
    for path in readable where !isWritable(path) && isHidden(path) { access[path] = .readable }
    for path in writable where !isKept(path) { access[path] = .writable }
    access[work] = .writable
    var anchors = fixed.filter(isWritable)
    for (folder, entries) in frozen where isWritable(folder) {
      access[folder] = .readable
      for entry in entries where !kept.contains(entry) && access[entry] == nil {
        access[entry] = .writableEntry
      }
      anchors.insert(folder)
    }
    for folder in keptFolders.filter(isWritable) {
      anchors.insert(folder)
      access[folder] = .readable
    }
    for path in fixed.filter(isWritable) { access[path] = .readable }
    // A folder above them could be renamed, and another one be put in its place.
    for anchor in anchors {
      var folder = Path.parent(of: anchor)
      while folder != "/", isWritable(folder) {
        if access[folder] == nil { access[folder] = .writable }
        folder = Path.parent(of: folder)
      }
    }
    return access.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { ($0.key, $0.value) }
  }

  private func isKept(_ path: String) -> Bool {
    kept.contains { Path.isInside(path, $0) } || frozen[path] != nil
  }

  private func isHidden(_ path: String) -> Bool { hidden.contains { Path.isInside(path, $0) } }
}
