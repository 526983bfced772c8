public import Text
public import Worktrees

/// What was archived, or would be, and the worktrees that were removed, or would be.
public struct ArchiveAnswer: Shaped {
  private let archived: Archived?
  private let worktrees: [WorktreeRemoval]
  private let isDryRun: Bool

  /// - Parameters:
  ///   - archived: `nil` if no rows were asked for.
  ///   - worktrees: the result for each worktree.
  ///   - isDryRun: whether nothing was done.
  public init(_ archived: Archived?, worktrees: [WorktreeRemoval], isDryRun: Bool) {
    (self.archived, self.worktrees, self.isDryRun) = (archived, worktrees, isDryRun)
  }

  public static var shapeName: StaticString { "gc" }
  public static func shape(_ fields: inout Fields<ArchiveAnswer>) {
    fields.add("path", \.archived?.path, "the archive; null without `--older-than`")
    fields.add("archived", { $0.archived?.ids ?? [] }, "the rows that went there, or would go")
    fields.add("dry_run", \.isDryRun, "whether it is a dry run")
    fields.add(
      "files", { $0.archived?.files ?? 0 },
      "the files of attempts and refused reports that went along, or would go")
    fields.addIfAny(
      "expired", \.archived?.expired?.count,
      "the attempts that were removed, or would be; only with `retention`")
    fields.addIfNotEmpty("worktrees", \.worktrees, "the worktrees of rows that ended")
  }
}

extension WorktreeRemoval: Shaped {
  public static var shapeName: StaticString { "removed worktree" }
  public static func shape(_ fields: inout Fields<WorktreeRemoval>) {
    fields.add("id", \.id, "the row")
    fields.add("path", \.path, "the folder")
    fields.add("branch", \.branch, "the row's branch, which is kept")
    fields.add("removed", { $0.problem == nil }, "whether it was removed, or would be")
    fields.addIfAny("error", \.problem, "why it stays")
    fields.addIfNotEmpty(
      "ignored", \.ignored, "what git ignores, and what would go with it; only of a dry run")
  }
}
