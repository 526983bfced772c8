/// What a repository has checked out, read from its files without git.
public enum GitHead {
  /// The first line of `.git/HEAD` of the repository that holds `folder`: `ref: refs/…`, or the
  /// id of a commit; `nil` where there is no repository, or the file has another content.
  ///
  /// The folder may be untrusted: no link and no pipe is read, and no other text than these two
  /// gets into the journal.
  public static func read(above folder: String) -> String? {
    guard let top = GitCheckout.top(of: folder) else { return nil }
    return try? head(in: top)
  }

  private static func head(in folder: String) throws(SystemError) -> String? {
    let link = Path.join(folder, ".git")
    do {
      let head = try head(at: "\(link)/HEAD")
      return Path.linkTarget(link) == nil ? head : nil
    } catch {
      guard error.isBelowAFile else { throw error }
      guard let linked = linkedFolder(at: link) ?? submoduleFolder(at: link) else { return nil }
      return try head(at: linked + "/HEAD")
    }
  }

  /// The folder that the `.git` of a work tree of its own names, and that names it in turn.
  /// Source: gitrepository-layout(5), `worktrees/<id>/gitdir`.
  public static func linkedFolder(at link: String) -> String? {
    guard let folder = namedFolder(at: link),
      let back = try? firstLine(of: folder + "/gitdir"),
      Path.resolved(Path.join(folder, back)) == Path.resolved(link)
    else { return nil }
    return folder
  }

  /// The folder that a worktree of its own shares with the others, by its own folder of git's
  /// files. Source: gitrepository-layout(5), `commondir`.
  public static func sharedFolder(of folder: String) -> String? {
    (try? firstLine(of: folder + "/commondir")).flatMap { Path.resolved(Path.join(folder, $0)) }
  }

  /// The folder that the `.git` of a submodule names, which is one of the repository around it.
  private static func submoduleFolder(at link: String) -> String? {
    guard let folder = namedFolder(at: link).flatMap(Path.resolved) else { return nil }
    let around = Path.nearest(from: Path.parent(of: Path.parent(of: link))) {
      Path.isInside(folder, Path.join(Path.resolved($0) ?? $0, ".git/modules"))
    }
    return around == nil ? nil : folder
  }

  private static func namedFolder(at link: String) -> String? {
    guard let text = try? firstLine(of: link), text.hasPrefix("gitdir: ") else { return nil }
    return Path.join(Path.parent(of: link), String(text.dropFirst(8)))
  }

  private static func head(at path: String) throws(SystemError) -> String? {
    let line = try firstLine(of: path)
    let isCommit =
      [40, 64].contains(line.utf8.count) && line.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    return isCommit || line.hasPrefix("ref: refs/") ? line : nil
  }

  /// Throws for a pipe: it cannot be read at an offset.
  private static func firstLine(of path: String) throws(SystemError) -> String {
    let bytes = try FileDescriptor(opening: path, for: .readingNoLink).read(512, at: 0)
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
