/// Finds git's work trees by their files, without running git.
public enum GitCheckout {
  /// The nearest folder, starting at `folder` and going up, that is the top of a work tree; `nil`
  /// if there is none.
  public static func top(of folder: String) -> String? { Path.nearest(from: folder, where: isTop) }

  /// Whether a folder has a `.git` that leads to a repository: a folder with a `HEAD`, or a file
  /// with `gitdir:`. Agents' sandboxes leave an empty `.git` behind; like git, this function skips
  /// it. A `.git` that can't be inspected counts, because git does not search above it.
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
