import Glibc

/// Operations on paths. Operations on existing files read the disk. All others only use the text of
/// the path.
public enum Path {
  /// The folder of `path`: `/` for `/a`, `.` for `a`.
  public static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The text after the last slash.
  public static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// `path`, or if it is relative, `folder/path`.
  public static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty { return path }
    if path.isEmpty { return folder }
    if folder == "." { return path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }

  /// The absolute path with links and dots resolved; `nil` when the file does not exist, or its
  /// path is not UTF-8.
  public static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return SystemText.text(resolved)
  }

  /// Throws if the resolved form of `path` is not UTF-8. If the file is missing, its nearest
  /// existing folder is checked.
  public static func checkText(of path: String) throws(SystemError) {
    guard let resolved = realpath(nearestExisting(from: path), nil) else { return }
    defer { free(resolved) }
    if SystemText.text(resolved) == nil { throw .notUTF8(path) }
  }

  /// The target of a symbolic link; `nil` when `path` is not a link. Bytes that are not UTF-8 are
  /// escaped.
  public static func linkTarget(_ path: String) -> String? {
    // One byte for the terminating NUL.
    var target = [CChar](repeating: 0, count: 4097)
    guard readlink(path, &target, target.count - 1) >= 0 else { return nil }
    return SystemText.text(target) ?? SystemText.escaped(target)
  }

  /// - Throws: when the path is not UTF-8.
  public static func currentDirectory() throws(SystemError) -> String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    guard let text = SystemText.text(path) else { throw .notUTF8(SystemText.escaped(path)) }
    return text
  }

  /// The folder or its nearest ancestor that satisfies `isWanted`.
  public static func nearest(from folder: String, where isWanted: (String) -> Bool) -> String? {
    var folder = folder
    while !isWanted(folder) {
      let above = parent(of: folder)
      if above == folder { return nil }
      folder = above
    }
    return folder
  }

  /// The folder or its nearest ancestor that exists.
  public static func nearestExisting(from folder: String) -> String {
    nearest(from: folder) { (try? FileStatus(of: $0)) != nil } ?? "/"
  }

  /// The absolute path with links and dots resolved; the last components may be missing.
  ///
  /// - Returns: `nil` if a `..` follows a missing component, because the parent of a missing
  ///   component is not known yet.
  public static func resolvedWhereExisting(_ path: String) -> String? {
    if let resolved = resolved(path) { return resolved }
    // Creating a file at a dangling link would create the link's target, so the path can't be
    // resolved here.
    guard linkTarget(path) == nil else { return nil }
    let (folder, name) = (parent(of: path), name(of: path))
    guard folder != path, name != "..", let resolved = resolvedWhereExisting(folder) else {
      return nil
    }
    return name.isEmpty || name == "." ? resolved : join(resolved, name)
  }

  /// Whether `path` is `folder` or lies below it; both are absolute and without links.
  ///
  /// The function compares bytes, because in a `String` a slash followed by a combining accent is
  /// one character, and not a slash.
  public static func isInside(_ path: String, _ folder: String) -> Bool {
    path.utf8.elementsEqual(folder.utf8)
      || path.utf8.starts(with: (folder == "/" ? "/" : folder + "/").utf8)
  }

  /// Whether `path`, relative to `folder`, stays below `folder`: each component is a plain name,
  /// and none is a link. This check is cheaper than resolving the path.
  public static func staysInside(_ path: String, _ folder: String) -> Bool {
    if path.utf8.first == UInt8(ascii: "/") { return false }
    var checked = folder
    for part in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      let name = String(Substring(part))
      checked = join(checked, name)
      if ["", ".", ".."].contains(name) || linkTarget(checked) != nil { return false }
    }
    return true
  }

  /// Throws when a component between `folder` and `path` is a link. No link in a queue's folder is
  /// followed, because it may come from a cloned repository and lead to any file of this user.
  ///
  /// - Parameters:
  ///   - folder: the first component that is checked.
  ///   - path: the folder itself or a path below it; it may be missing.
  public static func checkNoLink(from folder: String, to path: String) throws(SystemError) {
    var way = [path]
    while let last = way.last, last.utf8.count > folder.utf8.count {
      way.append(parent(of: last))
    }
    for path in way.reversed() where linkTarget(path) != nil { throw .link(path) }
  }

  /// `path` relative to a folder, such as `../QUEUE.md`. Neither may contain links.
  public static func relative(_ path: String, to folder: String) -> String {
    let target = path.split(separator: "/")
    let start = folder.split(separator: "/")
    let common = zip(target, start).prefix { $0 == $1 }.count
    let up = Array(repeating: Substring(".."), count: start.count - common)
    // Most commands call this function, and the first call of `joined` takes a tenth of the time of
    // a short process, so `joined` is not used.
    return (up + target[common...]).reduce(into: "") { path, name in
      path += path.isEmpty ? String(name) : "/\(name)"
    }
  }
}
