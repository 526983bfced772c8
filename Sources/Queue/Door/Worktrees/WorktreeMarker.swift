import Host

/// The file in the git folder of a row's worktree that has the path of the row's queue.
package enum WorktreeMarker {
  package static let name = "orch-queue"

  /// The queue of the row whose worktree this is; `nil` for a worktree that a person made.
  package static func queue(of worktree: LinkedWorktree) -> String? {
    guard
      let file = try? FileDescriptor(
        opening: Path.join(worktree.folder, name), for: .readingNoLink),
      (try? file.status())?.kind == .regular, let bytes = try? file.read(longest, at: 0)
    else { return nil }
    let path = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
    return path.hasPrefix("/") ? path : nil
  }

  /// The maximum length of a path, in bytes.
  private static let longest = 4096
}
