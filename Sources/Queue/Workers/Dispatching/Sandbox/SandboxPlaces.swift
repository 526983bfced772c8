import Host

/// The files that a program in a sandbox sees, and those that it may change. All paths are
/// absolute, with links followed.
///
/// A mount cannot protect a single file as long as the folder of the file may be changed. When a
/// program outside the sandbox replaces the file, as orch and editors do, the mount is gone. So the
/// folder of a protected file is *frozen*: entries cannot be added, removed or renamed; only the
/// contents of its other entries can change. Source: `docs/decisions/0063`.
public struct SandboxPlaces: Equatable, Sendable {
  /// The place of the work: a worktree, or the project root.
  public var work: String
  /// Other paths that may be changed.
  public var writable: [String] = []
  /// Paths that stay visible even if they are in a hidden folder.
  public var readable: [String] = []
  /// Files and folders, in any place, that no program in the sandbox may change.
  public var kept: Set<String> = []
  /// The paths in `kept` that are folders.
  public var keptFolders: Set<String> = []
  /// The folders that contain the other paths in `kept`, each with the paths inside that may be
  /// changed.
  public var frozen: [String: [String]] = [:]
  /// Paths that cannot be changed inside the sandbox and that no program outside the sandbox
  /// replaces.
  public var fixed: Set<String> = []
  /// Folders that appear empty in the sandbox.
  public var hidden: [String] = []
  /// The user's home folder, inside a hidden one; `nil` if it is not hidden.
  public var home: String?
  /// Links in hidden folders, with their targets.
  public var links: [String: String] = [:]
  /// The file of which the program gets its own copy.
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
    /// An entry of a frozen folder; it may be gone when the program starts.
    case writableEntry
  }

  /// The links that are not inside another link: bwrap cannot create paths behind a link.
  var ownLinks: [(path: String, target: String)] {
    links.filter { link in
      !links.keys.contains { $0 != link.key && Path.isInside(link.key, $0) }
    }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Whether a program in the sandbox sees the path as it is outside of the sandbox.
  public func shows(_ path: String) -> Bool {
    !isHidden(path) || isWritable(path) || readable.contains { Path.isInside(path, $0) }
  }

  /// Whether the path is in a folder that may be changed.
  public func isWritable(_ path: String) -> Bool {
    ([work] + writable).contains { Path.isInside(path, $0) }
  }

  /// The mounts with their access, parent folders first.
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
    // Otherwise a program could rename a folder above an anchor and create another folder with the
    // old name.
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
