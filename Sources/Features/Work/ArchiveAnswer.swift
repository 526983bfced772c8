public import Text
public import Worktrees

/// The rows that were archived and the worktrees that were removed, or that would be in a dry run.
public struct ArchiveAnswer: Shaped {
  private let archived: Archived?
  private let packed: PackedAttempts
  private let worktrees: [WorktreeRemoval]
  private let refs: [LeftRef]
  private let isDryRun: Bool

  /// - Parameters:
  ///   - archived: the archived rows; `nil` if no rows were asked for.
  ///   - packed: the packed attempts.
  ///   - worktrees: the result for each worktree.
  ///   - refs: the refs that were removed.
  ///   - isDryRun: whether nothing was done.
  public init(
    _ archived: Archived?, packed: PackedAttempts, worktrees: [WorktreeRemoval], refs: [LeftRef],
    isDryRun: Bool
  ) {
    (self.archived, self.packed, self.worktrees, self.refs, self.isDryRun) =
      (archived, packed, worktrees, refs, isDryRun)
  }

  public static var shapeName: StaticString { "gc" }
  public static func shape(_ fields: inout Fields<ArchiveAnswer>) {
    fields.add("path", \.archived?.path, "the archive; null without `--older-than`")
    fields.add("archived", { $0.archived?.ids ?? [] }, "the rows that were archived, or would be")
    fields.add("dry_run", \.isDryRun, "whether it is a dry run")
    fields.add(
      "files", { $0.archived?.files ?? 0 },
      "how many files of attempts and refused reports were archived, or would be")
    fields.add("packed", \.packed.count, "the attempts that were packed, or would be")
    fields.add(
      "saved_bytes", \.packed.savedBytes, "the bytes of the disk that packing saved, or would save")
    fields.addIfAny(
      "expired", \.archived?.expired?.count,
      "the attempts that were removed, or would be; only with `retention`")
    fields.addIfNotEmpty("worktrees", \.worktrees, "the worktrees of rows that ended")
    fields.addIfNotEmpty(
      "refs", \.refs,
      "the refs below `refs/orch/held` that were removed, or would be, because no process needs them"
    )
  }
}

extension WorktreeRemoval: Shaped {
  public static var shapeName: StaticString { "removed worktree" }
  public static func shape(_ fields: inout Fields<WorktreeRemoval>) {
    fields.add("id", \.id, "the row")
    fields.add("path", \.path, "the folder")
    fields.add("branch", \.branch, "the row's branch, which is kept")
    fields.add("removed", { $0.problem == nil }, "whether it was removed, or would be")
    fields.addIfAny("error", \.problem, "why the worktree is kept")
    fields.addIfNotEmpty(
      "ignored", \.ignored,
      "the ignored files that would be removed with the worktree; only in a dry run")
  }
}

extension LeftRef: Shaped {
  public static var shapeName: StaticString { "removed ref" }
  public static func shape(_ fields: inout Fields<LeftRef>) {
    fields.add("name", \.name, "the ref")
    fields.add("repository", \.repository, "the top folder of the repository's checkout")
    fields.add(
      "broken", \.isBroken,
      "whether git no longer has its object; otherwise a killed process left the ref")
  }
}
