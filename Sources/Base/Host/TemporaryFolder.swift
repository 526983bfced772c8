import Glibc

/// A folder that is removed with its contents when it goes out of scope.
public struct TemporaryFolder: ~Copyable {
  public let path: String
  private var isRetained = false

  /// Creates the folder in the folder that `TMPDIR` names, or in `/tmp`. Only this user may enter
  /// the new folder.
  ///
  /// A long `TMPDIR` is ignored: programs create sockets in such folders, and the path of a socket
  /// has 107 bytes at most (unix(7)). The path of Chromium's socket needs 57 of them.
  public init(environment: Environment) throws(SystemError) {
    let named = environment["TMPDIR"] ?? ""
    let folder = named.hasPrefix("/") && named.utf8.count <= 50 ? named : "/tmp"
    try self.init(in: folder, prefix: "orch-")
  }

  /// Creates the folder in `folder`, with a name that begins with `prefix`. Only this user may
  /// enter the new folder.
  public init(in folder: String, prefix: String) throws(SystemError) {
    var template = Array(Path.join(folder, prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw .last(.create, folder) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Keeps the folder when this value goes out of scope.
  public mutating func retain() { isRetained = true }

  deinit {
    if isRetained { return }
    // A program that is just ending may still create files there.
    for _ in 0..<Self.attempts where !Directory.removeTree(path) {}
  }

  private static let attempts = 20
}

extension Directory {
  /// Removes a folder and its contents, without following links.
  ///
  /// - Returns: whether the folder and all its contents were removed.
  public static func removeTree(_ path: String) -> Bool {
    // Of a link, only the link is removed. `names(in:)` would follow the link.
    if Path.linkTarget(path) != nil {
      return FileChange.call(.remove(path)) { unlink(path) } == 0 || errno == ENOENT
    }
    for name in (try? names(in: path)) ?? [] {
      let inner = Path.join(path, name)
      let isRemoved = FileChange.call(.remove(inner)) { unlink(inner) } == 0
      if !isRemoved, errno == EISDIR || errno == EPERM { _ = removeTree(inner) }
    }
    return FileChange.call(.removeFolder(path)) { rmdir(path) } == 0 || errno == ENOENT
  }
}
