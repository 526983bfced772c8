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
        let link = Self.link(of: folder)
      else { return nil }
      return HalfMadeWorktree(path: Path.parent(of: link), folder: folder)
    }
  }

  /// Whether git knows a worktree in a folder, which may be gone. Git is not run.
  public func knowsWorktree(at path: String) -> Bool {
    let parent = Path.join(commonFolder, "worktrees")
    let link = Path.join(path, ".git")
    return ((try? Directory.names(in: parent)) ?? []).contains { name in
      Self.link(of: Path.join(parent, name)) == link
    }
  }

  /// The `.git` of the worktree whose files of git are in a folder.
  private static func link(of folder: String) -> String? {
    let bytes = try? FileDescriptor(
      opening: Path.join(folder, "gitdir"), for: .readingNoLink
    ).readWhole(upTo: 4096)
    return bytes.map { String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) }
  }

  /// Forgets a worktree that was left half made. Its folder stays.
  public func forget(_ worktree: HalfMadeWorktree) { _ = Directory.removeTree(worktree.folder) }
}
