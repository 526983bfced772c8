import Git
package import Host

/// A worktree of git in addition to the main worktree, created by `git worktree add`.
///
/// The worktree's file `.git` and git's folder for the worktree must name each other, because a
/// file `.git` alone could be a copy.
public struct LinkedWorktree: Equatable, Sendable {
  /// The top folder of the worktree, with links followed.
  package let top: String
  /// Git's folder for the worktree, `…/worktrees/NAME`.
  let folder: String

  /// The linked worktree that contains a folder; `nil` if there is none.
  package init?(holding place: String) {
    guard let top = GitCheckout.top(of: place),
      let folder = GitHead.linkedFolder(at: Path.join(top, ".git")),
      Path.name(of: Path.parent(of: folder)) == "worktrees"
    else { return nil }
    (self.top, self.folder) = (Path.resolved(top) ?? top, folder)
  }

  /// The git folder that all worktrees share; `nil` if the worktree and this folder have different
  /// owners.
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

  /// The top folder of the main worktree; usually `nil` for a bare repository and for a main
  /// worktree whose git files are elsewhere, and `nil` if another user owns the folder.
  var mainTop: String? {
    common.flatMap { Path.name(of: $0) == ".git" ? Path.parent(of: $0) : nil }
  }

  /// The path in `git config orch.queue`: the folder or the file of the queue. Git is run only if
  /// the config of the repository has such a section.
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

  /// The folder of the main worktree that corresponds to a folder of this worktree.
  func mainFolder(for place: String) -> String? {
    guard let mainTop, Path.isInside(place, top) else { return nil }
    return Path.join(mainTop, Path.relative(place, to: top))
  }

  /// Whether this is the first call in this worktree. Then the caller reports that commands here
  /// use the queue of another worktree.
  func isFirstTold() -> Bool {
    do {
      try NewFile.create(Path.join(folder, "orch-told"), text: "", syncsFolder: false)
      return true
    } catch { return !error.alreadyExists }
  }
}
