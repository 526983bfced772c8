/// Finds the work trees of git by their files, without git.
public enum GitCheckout {
  /// The folder or its nearest ancestor that is the top of a work tree; `nil` if there is none.
  public static func top(of folder: String) -> String? { Path.nearest(from: folder, where: isTop) }

  /// Whether a folder has a `.git` that leads to a repository: a folder with a `HEAD`, or a file
  /// with `gitdir:`. Sandboxes of agents leave an empty `.git` behind, which git passes over, too.
  /// A `.git` that can't be inspected counts: git stops there.
  ///
  /// Source: gitrepository-layout(5), and `is_git_directory` in git's `setup.c`.
  public static func isTop(_ folder: String) -> Bool {
    let link = Path.join(folder, ".git")
    do {
      switch try FileStatus(of: link).kind {
      case .directory:
        _ = try FileStatus(ofName: Path.join(link, "HEAD"))
        return true
      case .regular:
        let beginning = try FileDescriptor(opening: link, for: .reading).read(7, at: 0)
        return beginning.elementsEqual("gitdir:".utf8)
      case .other: return false
      }
    } catch {
      return !error.isMissing
    }
  }
}
