import Host

/// A worktree whose making was killed before git had written to which repository it belongs.
public struct HalfMadeWorktree: Equatable, Sendable {
  public let path: String
  /// Git's own files of it.
  let folder: String
}

extension Repository {
  /// The worktrees that were left half made: while there is one, all calls fail that look at
  /// worktrees. One that is being made now looks so for a moment. Git is not run.
  public func halfMadeWorktrees() -> [HalfMadeWorktree] {
    foldersOfWorktrees.compactMap { folder in
      let owner = try? FileStatus(ofName: Path.join(folder, "commondir"))
      guard let owner, owner.kind == .regular, owner.identity.size == 0,
        let path = Self.worktree(of: folder)
      else { return nil }
      return HalfMadeWorktree(path: path, folder: folder)
    }
  }

  /// Whether git knows a worktree in a folder, which may be gone. Git is not run.
  public func knowsWorktree(at path: String) -> Bool {
    foldersOfWorktrees.contains { Self.worktree(of: $0) == path }
  }

  /// Git's own files of each worktree but the main one.
  private var foldersOfWorktrees: [String] {
    let parent = Path.join(commonFolder, "worktrees")
    return ((try? Directory.names(in: parent)) ?? []).map { Path.join(parent, $0) }
  }

  /// The worktree whose own files are in a folder. Source: gitrepository-layout(5).
  static func worktree(of folder: String) -> String? {
    let link = try? FileDescriptor(opening: Path.join(folder, "gitdir"), for: .readingNoLink)
      .readWhole(upTo: 4096)
    return link.map { link in
      let text = String(decoding: link.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      // It may count from the folder. Source: git-config(1), `worktree.useRelativePaths`.
      let place = Path.join(folder, text)
      return Path.parent(of: Path.resolvedWhereExisting(place) ?? place)
    }
  }

  /// Frees the branch of a worktree whose `.git` leads to git's files no more. What is checked out
  /// there stays in git's list of worktrees, without a branch.
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
