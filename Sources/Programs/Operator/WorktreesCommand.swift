import Door
import Git
import Model
import Runner
import Text
import Worktrees

/// `ops worktrees`: the worktrees of rows.
struct WorktreesCommand: QueueCommand {
  static let name = "worktrees"
  static let summary = Sentence(
    "Show the worktrees of rows: branch, whether it is merged, size",
    "행의 작업 트리를 보여 줍니다: 브랜치, 병합 여부, 크기")
  static let discussion = Sentence(
    """
    A branch is merged if the base or the integration branch has its changes, even as a squash. The
    size is the total length of all files.
    """,
    """
    브랜치가 더하는 것이 기준 브랜치나 통합 브랜치에 있으면 (스쿼시로라도) 병합된 것입니다. 크기는
    모든 파일의 길이를 더한 것입니다.
    """)
  static let result = """
    a line `ID⇥STATUS⇥BRANCH⇥MERGED⇥BYTES⇥REMARKS` for each worktree, where MERGED is the branch \
    that has the work, and `-` is an empty field; with `--path` the folder; or `No worktrees`
    """
  static var answers: [any Shaped.Type] { [WorktreesAnswer.self] }
  static let examples = [
    Example("ops worktrees", Sentence("all of them", "모두")),
    Example(
      #"cd "$(ops worktrees ORCH-001 --path)""#,
      Sentence("to look at the work on a row", "행의 작업을 직접 볼 때")),
  ]
  static let options: [Option<WorktreesCommand>] = [
    .row(Sentence("only the worktree of this row", "이 행의 것만"), of: .all, required: false) {
      $1.id = $0
    },
    .flag("--path", Sentence("only the folder", "폴더만")) { $0.isPath = true },
  ]
  static let positional: String? = "--id"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var id: String?
  var isPath = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let states = try context.taskQueue.worktrees(ofRow: id)
    if isPath, !context.shared.isJSON {
      let paths = states.filter(\.isThere).map(\.path)
      if let id, paths.isEmpty { throw Problem.worktree(.none(id: id)) }
      for path in paths { try context.print(path) }
      return .success
    }
    let progress = context.progressLine()
    let rows = states.map { state in
      SizedWorktree(
        state: state,
        bytes: state.bytes { bytes in progress.show("\(state.id): \(bytes / 1_000_000) MB") })
    }
    progress.clear()
    if context.shared.isJSON {
      try context.print(WorktreesAnswer(worktrees: rows))
    } else if rows.isEmpty {
      try context.print("No worktrees", "작업 트리가 없습니다")
    } else if context.isOnTerminal {
      let table = Self.table(of: rows, context.language)
      try context.write(table.rendered(width: context.width, paint: context.paint))
    } else {
      for row in rows { try context.print(row.line) }
    }
    return .success
  }

  /// The table for a terminal.
  private static func table(of rows: [SizedWorktree], _ language: Language) -> TextTable {
    var table = TextTable([
      .init(Heading.id.label(language), minimum: 8),
      .init(Heading.status.label(language), dropOrder: 4),
      .init(Heading.branch.label(language), minimum: 12, dropOrder: 2),
      .init(Heading.merged.label(language), minimum: 8, dropOrder: 3),
      .init(Heading.size.label(language), .right, dropOrder: 1),
      .init(Heading.remarks.label(language), minimum: 16),
    ])
    for row in rows {
      let remarks = row.remarks { $0.sentence(language) }
      let megabytes = Double(row.bytes / 100_000) / 10
      table.append([
        .init(row.state.id.escaped), .init(row.state.status?.rawValue ?? "-"),
        .init(row.state.branch.escaped), .init(row.state.mergedInto?.escaped ?? "-"),
        .init("\(megabytes) MB"), .init(remarks.escaped),
      ])
    }
    return table
  }
}

private struct SizedWorktree {
  let state: WorktreeState
  let bytes: Int

  /// For scripts.
  var line: String {
    let remarks = remarks(\.message)
    return [
      state.id, state.status?.rawValue ?? "-", state.branch, state.mergedInto ?? "-",
      String(bytes), remarks.isEmpty ? "-" : remarks,
    ].map(\.escaped).joined(separator: "\t")
  }

  func remarks(_ text: (Problem) -> String) -> String {
    (state.remarks.map(text) + state.changesBesideWork).joined(separator: "; ")
  }
}

private struct WorktreesAnswer: Shaped {
  let worktrees: [SizedWorktree]

  static var shapeName: StaticString { "worktrees" }
  static func shape(_ fields: inout Fields<WorktreesAnswer>) {
    fields.add("worktrees", \.worktrees, "the worktrees, sorted by the rows' ids")
  }
}

extension SizedWorktree: Shaped {
  static var shapeName: StaticString { "worktree" }
  static func shape(_ fields: inout Fields<SizedWorktree>) {
    fields.add("id", \.state.id, "the row")
    fields.addIfAny(
      "repo", \.state.repository, "the repository of the worktree, if it is not the project's")
    fields.add(
      "status", \.state.status?.rawValue, "the row's status; null if the row is gone or malformed")
    fields.add("path", \.state.path, "the folder")
    fields.add("exists", \.state.isThere, "whether the folder is there")
    fields.add("branch", \.state.branch, "the row's branch")
    fields.add(
      "commit", \.state.commit?.text, "the last commit of the branch; null if there is no branch")
    fields.add("base", \.state.base, "the commit at which the work began; null if unknown")
    fields.add("merged_into", \.state.mergedInto, "the branch that has the work; null for none")
    fields.add("bytes", \.bytes, "the length of all files")
    fields.add("remarks", \.state.remarks, "the reasons that keep the worktree from being removed")
    fields.addIfNotEmpty(
      "changed", \.state.changesBesideWork,
      "the changes of the last attempt outside of its work: `git_changed:…`, `checkout_changed:…`")
  }
}
