import Glibc

/// Paths as texts. Only what `resolved`, `linkTarget`, `nearestExisting` and
/// `currentDirectory` say comes from the disk.
public enum Path {
  /// The folder of `path`: `/` for `/a`, `.` for `a`.
  public static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What follows the last slash.
  public static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// `path`, or where it is relative, `folder/path`.
  public static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty { return path }
    if path.isEmpty { return folder }
    if folder == "." { return path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }

  /// The path without links and dots; `nil` when nothing is there, or it is not UTF-8.
  public static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return SystemText.text(resolved)
  }

  /// Refuses a path that leads to a folder or file whose name is not UTF-8: no text names it.
  ///
  /// - Parameter path: where nothing is there, the nearest folder above it counts.
  public static func checkText(of path: String) throws(SystemError) {
    guard let resolved = realpath(nearestExisting(from: path), nil) else { return }
    defer { free(resolved) }
    if SystemText.text(resolved) == nil { throw .notUTF8(path) }
  }

  /// What a link says, or `nil` when `path` is no link. Bytes that are not UTF-8 stand escaped.
  public static func linkTarget(_ path: String) -> String? {
    // One more than is read: the end of the text.
    var target = [CChar](repeating: 0, count: 4097)
    guard readlink(path, &target, target.count - 1) >= 0 else { return nil }
    return SystemText.text(target) ?? SystemText.escaped(target)
  }

  /// - Throws: where its name is not UTF-8.
  public static func currentDirectory() throws(SystemError) -> String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    guard let text = SystemText.text(path) else { throw .notUTF8(SystemText.escaped(path)) }
    return text
  }
}
