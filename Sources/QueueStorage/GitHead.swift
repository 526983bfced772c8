import Host

/// What a repository has checked out, as its files alone say it.
public enum GitHead {
  /// The first line of `.git/HEAD` of the repository that holds `folder`: `ref: refs/…`, or the
  /// id of a commit; `nil` where there is no repository, or where another text stands there.
  ///
  /// The folder may have come from a stranger: only a file is read, no link and no pipe, and no
  /// other text than those two ever gets into the journal.
  public static func read(above folder: String) -> String? {
    var folder = folder
    while true {
      do throws(SystemError) { return try head(in: folder) } catch {
        guard error.isMissing else { return nil }
      }
      let parent = Path.parent(of: folder)
      if parent == folder || parent == "." { return nil }
      folder = parent
    }
  }

  private static func head(in folder: String) throws(SystemError) -> String? {
    let link = Path.join(folder, ".git")
    do throws(SystemError) {
      return try head(at: "\(link)/HEAD")
    } catch {
      // A work tree of its own has a file here that names the folder.
      guard error.isBelowAFile else { throw error }
      let text = try firstLine(of: link)
      guard text.hasPrefix("gitdir: ") else { return nil }
      return try head(at: Path.join(folder, String(text.dropFirst(8))) + "/HEAD")
    }
  }

  private static func head(at path: String) throws(SystemError) -> String? {
    let line = try firstLine(of: path)
    let isCommit =
      [40, 64].contains(line.utf8.count) && line.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    return isCommit || line.hasPrefix("ref: refs/") ? line : nil
  }

  /// Of what is no file there is no place to read at, which is an error.
  private static func firstLine(of path: String) throws(SystemError) -> String {
    let bytes = try FileDescriptor(opening: path, for: .readingNoLink).read(512, at: 0)
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
