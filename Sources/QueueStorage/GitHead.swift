import Host

/// What a repository has checked out, told from its files alone.
enum GitHead {
  /// The text of `.git/HEAD` of the repository that holds `folder`, or `nil`.
  static func read(above folder: String) -> String? {
    var folder = folder
    while true {
      if let text = firstLine(of: Path.join(folder, ".git/HEAD")) { return text }
      // A work tree of its own has a file here that names the folder.
      if let link = firstLine(of: Path.join(folder, ".git")), link.hasPrefix("gitdir: ") {
        return firstLine(of: Path.join(Path.join(folder, String(link.dropFirst(8))), "HEAD"))
      }
      let parent = Path.parent(of: folder)
      if parent == folder || parent == "." { return nil }
      folder = parent
    }
  }

  private static func firstLine(of path: String) -> String? {
    guard let descriptor = try? FileDescriptor(opening: path, for: .reading),
      let bytes = try? descriptor.read(512, at: 0)
    else { return nil }
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
