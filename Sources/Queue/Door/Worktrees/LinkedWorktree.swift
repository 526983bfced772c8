import Git
package import Host

/// A worktree of git beside the main one, as `git worktree add` makes it.
///
/// Its file `.git` and git's folder for it name each other, because a file `.git` alone could be a
/// copy.
public struct LinkedWorktree: Equatable, Sendable {
  /// The top folder, links followed.
  package let top: String
  /// Git's folder for it, `…/worktrees/NAME`.
  let folder: String

  /// The linked worktree that holds a folder; `nil` if none does.
  package init?(holding place: String) {
    guard let top = GitCheckout.top(of: place),
      let folder = GitHead.linkedFolder(at: Path.join(top, ".git")),
      Path.name(of: Path.parent(of: folder)) == "worktrees"
    else { return nil }
    (self.top, self.folder) = (Path.resolved(top) ?? top, folder)
  }

  /// The folder that all worktrees share; `nil` if one user does not own both.
  package var common: String? {
    guard let own = Path.resolved(folder), let common = GitHead.sharedFolder(of: folder),
      common == Path.parent(of: Path.parent(of: own)),
      let owner = try? FileStatus(of: top).owner,
      [Path.join(top, ".git"), own, common].allSatisfy({
        (try? FileStatus(ofName: $0))?.owner == owner
      })
    else { return nil }
    return common
  }

  /// The top folder of the main worktree; `nil`, as a rule, for a bare repository, for a main
  /// worktree whose git files are elsewhere, and if another user owns it.
  var mainTop: String? {
    common.flatMap { Path.name(of: $0) == ".git" ? Path.parent(of: $0) : nil }
  }

  /// What `git config orch.queue` names: the folder of the queue, or its file. Git is run only if
  /// the settings of the repository have such a section.
  package func namedQueue(_ environment: Environment) -> String? {
    guard let common else { return nil }
    let settings = Path.join(common, "config")
    guard (try? FileStatus(of: settings))?.kind == .regular,
      let bytes = try? FileDescriptor(opening: settings, for: .reading).readWhole(),
      String(decoding: bytes, as: UTF8.self).lowercased()
        .split(separator: "[", omittingEmptySubsequences: false).dropFirst()
        .contains(where: { $0.hasPrefix("orch") })
    else { return nil }
    let named = Repository.sharedSetting(Self.queueKey, of: common, environment: environment)
    return named.flatMap { Path.resolved(Path.join(common, $0)) }
  }

  static let queueKey = "orch.queue"

  /// The folder of the main worktree that corresponds to a folder of this one.
  func mainFolder(for place: String) -> String? {
    guard let mainTop, Path.isInside(place, top) else { return nil }
    return Path.join(mainTop, Path.relative(place, to: top))
  }

  /// Whether this is the first call in this worktree: then the caller reports that commands here
  /// use the queue of another worktree.
  func isFirstTold() -> Bool {
    do {
      try NewFile.create(Path.join(folder, "orch-told"), text: "", syncsFolder: false)
      return true
    } catch { return !error.alreadyExists }
  }
}
