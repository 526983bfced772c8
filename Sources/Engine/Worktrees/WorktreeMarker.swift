import Host

/// The file in the git folder of a row's worktree that has the path of its queue.
enum WorktreeMarker {
  static let name = "orch-queue"

  /// The queue of the row whose worktree holds a folder; `nil` for any other folder.
  ///
  /// A file `.git` counts only where the git folder that it names, `…/worktrees/NAME`, names it back.
  static func queue(above folder: String) -> String? {
    guard let top = GitCheckout.top(of: folder),
      let own = GitHead.linkedFolder(at: Path.join(top, ".git")),
      Path.name(of: Path.parent(of: own)) == "worktrees",
      let file = try? FileDescriptor(opening: Path.join(own, name), for: .readingNoLink),
      (try? file.status())?.kind == .regular, let bytes = try? file.read(longest, at: 0)
    else { return nil }
    let path = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
    return path.hasPrefix("/") ? path : nil
  }

  /// Bytes; as long as a path may be.
  private static let longest = 4096
}
