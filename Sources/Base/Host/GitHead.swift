/// The branch or commit that a repository has checked out, read from its files without running git.
public enum GitHead {
  /// The first line of `.git/HEAD` of the repository that holds `folder`: `ref: refs/…`, or the id
  /// of a commit; during a rebase, the branch that is being rebased. `nil` if there is no
  /// repository, or the line has neither form.
  ///
  /// The folder may be untrusted: links and pipes are not read, and only lines of these two forms
  /// are written to the journal.
  public static func read(above folder: String) -> String? { position(above: folder)?.head }

  /// The position of the repository that holds `folder`; `nil` under the same conditions as `read`.
  public static func position(above folder: String) -> GitPosition? {
    guard let top = GitCheckout.top(of: folder), let found = try? head(in: top),
      let line = found.line
    else { return nil }
    let rebased = line.hasPrefix("ref: ") ? nil : rebasedBranch(in: found.folder)
    return GitPosition(
      top: top, folder: found.folder, head: rebased.map { "ref: \($0)" } ?? line,
      commit: commit(of: line, in: found.folder),
      logSize: (try? FileStatus(ofName: "\(found.folder)/logs/HEAD"))?.identity.size)
  }

  /// The ref of the branch that is being rebased in the worktree with this git folder; `nil` if
  /// there is none.
  public static func rebasedBranch(in folder: String) -> String? {
    ["rebase-merge", "rebase-apply"].lazy
      .compactMap { try? firstLine(of: "\(folder)/\($0)/head-name") }
      .first { $0.hasPrefix("refs/heads/") }
  }

  /// The folder of the worktree's own files, and the first line of the `HEAD` in that folder.
  private static func head(
    in top: String
  ) throws(SystemError) -> (folder: String, line: String?)? {
    let link = Path.join(top, ".git")
    do {
      let head = try head(at: "\(link)/HEAD")
      return Path.linkTarget(link) == nil ? (link, head) : nil
    } catch {
      guard error.isBelowAFile else { throw error }
      guard let linked = linkedFolder(at: link) ?? submoduleFolder(at: link) else { return nil }
      return (linked, try head(at: linked + "/HEAD"))
    }
  }

  /// The commit that a line of `HEAD` names; `nil` if the branch has no commit, or the refs are not
  /// files (reftable). Source: gitrepository-layout(5), `refs`, `packed-refs`.
  private static func commit(of head: String, in folder: String) -> String? {
    guard head.hasPrefix("ref: ") else { return head }
    let ref = head.dropFirst(5)
    if ref.split(separator: "/").contains("..") { return nil }
    let isMain = Path.name(of: folder) == ".git"
    let common = isMain ? folder : sharedFolder(of: folder) ?? folder
    if let line = try? firstLine(of: "\(common)/\(ref)"), isCommit(line) { return line }
    return packedCommit(of: String(ref), in: "\(common)/packed-refs")
  }

  /// The commit of a ref in `packed-refs`. Because each change of a queue calls this, the file is
  /// read only up to the line of the ref. Branches come first in this file.
  private static func packedCommit(of ref: String, in path: String) -> String? {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink) else { return nil }
    let name = Array(" \(ref)\n".utf8)
    var (text, offset): ([UInt8], Int) = ([], 0)
    while let piece = try? file.read(1 << 16, at: offset), !piece.isEmpty {
      text += piece
      offset += piece.count
      if let end = text.firstOffset(of: name, from: 0) {
        let start = text[..<end].lastIndex(of: 10).map { $0 + 1 } ?? 0
        let line = String(decoding: text[start..<end], as: UTF8.self)
        return isCommit(line) ? line : nil
      }
      // The text after the last line break may be the beginning of the ref's line.
      guard let end = text.lastIndex(of: 10) else { return nil }
      text.removeFirst(end + 1)
    }
    return nil
  }

  /// The git folder of a linked worktree. The worktree's `.git` names this folder, and the folder
  /// names that `.git` in return. Source: gitrepository-layout(5), `worktrees/<id>/gitdir`.
  public static func linkedFolder(at link: String) -> String? {
    guard let folder = namedFolder(at: link),
      let back = try? firstLine(of: folder + "/gitdir"),
      Path.resolved(Path.join(folder, back)) == Path.resolved(link)
    else { return nil }
    return folder
  }

  /// The git folder that a linked worktree shares with the others, found from the worktree's own
  /// git folder. Source: gitrepository-layout(5), `commondir`.
  public static func sharedFolder(of folder: String) -> String? {
    (try? firstLine(of: folder + "/commondir")).flatMap { Path.resolved(Path.join(folder, $0)) }
  }

  /// The git folder of a submodule: the submodule's `.git` names it, and it lies inside the git
  /// folder of the surrounding repository.
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
    return isCommit(line) || line.hasPrefix("ref: refs/") ? line : nil
  }

  private static func isCommit(_ text: String) -> Bool {
    [40, 64].contains(text.utf8.count) && text.utf8.allSatisfy("0123456789abcdef".utf8.contains)
  }

  /// Throws for a pipe, because a pipe can't be read at an offset.
  private static func firstLine(of path: String) throws(SystemError) -> String {
    let bytes = try FileDescriptor(opening: path, for: .readingNoLink).read(512, at: 0)
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
