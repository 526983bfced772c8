import Host

/// What a repository has checked out, told from its files alone.
enum GitHead {
  /// The text of `.git/HEAD` of the repository that holds `folder`, or `nil`.
  static func read(above folder: String) -> String? {
    var folder = folder
    while true {
      if let text = head(in: folder) { return text }
      let parent = Path.parent(of: folder)
      if parent == folder || parent == "." { return nil }
      folder = parent
    }
  }

  private static func head(in folder: String) -> String? {
    let link = Path.join(folder, ".git")
    do throws(SystemError) {
      return try firstLine(of: "\(link)/HEAD")
    } catch {
      // A work tree of its own has a file here that names the folder.
      guard error.isBelowAFile, let text = try? firstLine(of: link), text.hasPrefix("gitdir: ")
      else { return nil }
      return try? firstLine(of: Path.join(folder, String(text.dropFirst(8))) + "/HEAD")
    }
  }

  private static func firstLine(of path: String) throws(SystemError) -> String {
    let bytes = try FileDescriptor(opening: path, for: .reading).read(512, at: 0)
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
