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
    let parent = Path.join(commonFolder, "worktrees")
    return ((try? Directory.names(in: parent)) ?? []).compactMap { name in
      let folder = Path.join(parent, name)
      let owner = try? FileStatus(ofName: Path.join(folder, "commondir"))
      guard let owner, owner.kind == .regular, owner.identity.size == 0,
        let link = try? FileDescriptor(
          opening: Path.join(folder, "gitdir"), for: .readingNoLink
        ).readWhole(upTo: 4096)
      else { return nil }
      let file = String(decoding: link.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      return HalfMadeWorktree(path: Path.parent(of: file), folder: folder)
    }
  }

  /// Forgets a worktree that was left half made. Its folder stays.
  public func forget(_ worktree: HalfMadeWorktree) { _ = Directory.removeTree(worktree.folder) }
}
