import Host

/// A worktree without a record of the repository to which it belongs: git was killed while it made
/// the worktree.
public struct HalfMadeWorktree: Equatable, Sendable {
  public let path: String
  /// The git folder of the worktree.
  let folder: String
}

extension Repository {
  /// The worktrees that a killed git left half made. As long as one exists, all git calls that look
  /// at worktrees fail. A worktree that git is making looks half made for a moment. This property
  /// does not run git.
  public func halfMadeWorktrees() -> [HalfMadeWorktree] {
    foldersOfWorktrees.compactMap { folder in
      let owner = try? FileStatus(ofName: Path.join(folder, "commondir"))
      guard let owner, owner.kind == .regular, owner.identity.size == 0,
        let path = Self.worktree(of: folder)
      else { return nil }
      return HalfMadeWorktree(path: path, folder: folder)
    }
  }

  /// The output of a call that reads all worktrees. It fails while another git makes one of them, so
  /// it is tried again for a second.
  func outputReadingWorktrees(_ call: GitCall) throws(GitError) -> [UInt8] {
    for _ in 1...50 {
      do throws(GitError) { return try run(call).output } catch {
        guard error.isOfHalfMadeWorktree else { throw error }
        Clock.system.sleep(.milliseconds(20))
      }
    }
    return try run(call).output
  }

  /// Whether git has an entry for a worktree in a folder, even if the folder is gone. Git is not
  /// run.
  public func knowsWorktree(at path: String) -> Bool {
    foldersOfWorktrees.contains { Self.worktree(of: $0) == path }
  }

  /// The git folder of each worktree except the main one.
  private var foldersOfWorktrees: [String] {
    let parent = Path.join(commonFolder, "worktrees")
    return ((try? Directory.names(in: parent)) ?? []).map { Path.join(parent, $0) }
  }

  /// The path of the worktree whose git folder is `folder`. Source: gitrepository-layout(5).
  static func worktree(of folder: String) -> String? {
    let link = try? FileDescriptor(opening: Path.join(folder, "gitdir"), for: .readingNoLink)
      .readWhole(upTo: 4096)
    return link.map { link in
      let text = String(decoding: link.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      // The path may be relative to the folder. Source: git-config(1), `worktree.useRelativePaths`.
      let place = Path.join(folder, text)
      return Path.parent(of: Path.resolvedWhereExisting(place) ?? place)
    }
  }

  /// Frees the branch of a worktree whose `.git` no longer leads to git's files. The worktree stays
  /// in git's list, without a branch.
  public func detachHead(ofWorktreeAt path: String, reason: String) throws(GitError) {
    guard let folder = foldersOfWorktrees.first(where: { Self.worktree(of: $0) == path }),
      let text = try text(GitCall.commit(of: "HEAD").inWorktree(folder)),
      let commit = ObjectID(text.dropLast())
    else { return }
    _ = try run(GitCall.detachHead(at: commit, reason: reason).inWorktree(folder))
  }

  /// Forgets a worktree that was left half made. Its folder stays.
  public func forget(_ worktree: HalfMadeWorktree) { _ = Directory.removeTree(worktree.folder) }
}
