extension Path {
  /// The path without links and dots, of which the last parts may be missing.
  ///
  /// - Returns: `nil` where a `..` follows a part that is missing: where it leads is decided by
  ///   what is made there later.
  public static func resolvedWhereExisting(_ path: String) -> String? {
    if let resolved = resolved(path) { return resolved }
    // A link that leads nowhere decides where a new file would be made.
    guard linkTarget(path) == nil else { return nil }
    let (folder, name) = (parent(of: path), name(of: path))
    guard folder != path, name != "..", let resolved = resolvedWhereExisting(folder) else {
      return nil
    }
    return name.isEmpty || name == "." ? resolved : join(resolved, name)
  }

  /// Whether `path` is `folder` or lies below it; both are absolute and without links.
  ///
  /// Bytes are compared: to a `String`, a slash with an accent behind it is no slash.
  public static func isInside(_ path: String, _ folder: String) -> Bool {
    path.utf8.elementsEqual(folder.utf8)
      || path.utf8.starts(with: (folder == "/" ? "/" : folder + "/").utf8)
  }

  /// Whether `path`, which counts from `folder`, stays below it by its words alone: each part of
  /// it is a name, and none a link. Cheaper than to resolve it.
  public static func staysInside(_ path: String, _ folder: String) -> Bool {
    if path.utf8.first == UInt8(ascii: "/") { return false }
    var place = folder
    for part in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      let name = String(Substring(part))
      place = join(place, name)
      if ["", ".", ".."].contains(name) || linkTarget(place) != nil { return false }
    }
    return true
  }
}
