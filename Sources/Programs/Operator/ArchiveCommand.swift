import Door
import Model
import Runner
import Text
import Work
import Worktrees

/// `ops gc`: moves finished rows to the archive, and removes the worktrees of rows that ended.
struct ArchiveCommand: QueueCommand {
  static let name = "gc"
  static let summary = Sentence(
    "Archive rows that ended long ago, pack attempts, and remove worktrees of merged rows",
    "오래전에 끝난 행을 아카이브로 옮기고, 시도를 묶고, 병합된 행의 작업 트리를 지웁니다")
  static let discussion = Sentence(
    """
    DONE and FAILED rows move to QUEUE-archive.md beside the queue. With --db they move to
    queue-archive.db beside the database, with their events. orch can read both as queues.
    A row stays if a row that stays waits for it, if a session has a lease on it, or if its id has
    the highest number. In a file, a DONE row with an idempotency key stays, too.
    The attempts and refused reports of archived rows move to the folder .QUEUE-archive.md.orch
    beside the archive; briefs stay. orch restore brings a row back with its files.
    The attempts of a finished row are packed a day after the last of them ended: their files become
    .orch/packs/ID.zip, which orch show and orch logs read, and also unzip. A daemon does this once
    a day. If a trusted orch.json sets retention, the oldest attempts of finished rows are removed.
    A worktree is removed if its row is DONE, FAILED, archived or gone, its branch is merged, also
    by a squash, it has no uncommitted changes, and no process works in it. For worktrees it does
    not matter when the row ended. The branch stays. Without --older-than, no row moves and no
    attempt is removed.
    A ref below refs/orch/held goes if a killed process left it, or if git no longer has its object.
    """,
    """
    DONE과 FAILED 행은 큐 옆의 QUEUE-archive.md로, --db이면 이벤트와 함께 데이터베이스 옆의
    queue-archive.db로 갑니다. 둘 다 orch가 읽는 큐입니다. 남아 있는 다른 행이 기다리는 행, 세션이
    리스한 행, 번호가 가장 높은 행은 남습니다. 파일에서는 DONE이고 멱등 키가 있는 행도 남습니다.
    보관한 행의 시도와 거절된 보고서는 아카이브 옆의 폴더 .QUEUE-archive.md.orch로 갑니다.
    브리프는 남습니다. orch restore로 행을 파일과 함께 되살립니다.
    끝난 행의 시도는 마지막 시도가 끝나고 하루 뒤에 묶습니다. 파일은 .orch/packs/ID.zip이 되고, orch
    show와 orch logs가 읽으며 unzip으로도 읽습니다. 데몬도 하루에 한 번 묶습니다. 신뢰한 orch.json에
    retention이 있으면 끝난 행의 시도를 오래된 것부터 지웁니다.
    작업 트리는 행이 DONE이나 FAILED이거나 보관되었거나 없고, 브랜치가 (스쿼시로라도) 병합되었고,
    커밋하지 않은 것과 거기서 작업하는 프로세스가 없으면 언제 끝났든 지웁니다. 브랜치는 남습니다.
    --older-than이 없으면 행을 옮기지 않고 시도를 지우지 않습니다.
    강제로 끝난 프로세스가 refs/orch/held 아래에 남겼거나 객체가 없어진 참조도 지웁니다.
    """)
  static let result = """
    `archived N rows to FILE`, then one id per line; if files of rows move, too, a line on \
    standard error counts them, and another line packed attempts; `removed REF of FOLDER` for each \
    removed ref; `removed the worktree of ID, FOLDER` for each removed worktree, and a warning for \
    each worktree that stays; without `--older-than`, `No worktree can go` if none was removed
    """
  static var answers: [any Shaped.Type] { [ArchiveAnswer.self] }
  static let examples = [
    Example(
      "ops gc --older-than 30d --dry-run", Sentence("shows which rows would be moved", "어느 행이 옮겨질지")
    ),
    Example(
      "ops gc --dry-run", Sentence("shows which worktrees would be removed", "어느 작업 트리를 지울지")),
    Example(
      "ops gc --older-than 30d --db db/queue.db",
      Sentence("rows of a database, with their events", "데이터베이스의 행과 그 이벤트")),
  ]
  static let options: [Option<ArchiveCommand>] = [
    .value(
      "--older-than", "AGE",
      Sentence(
        "move rows that ended longer ago than this: 720h, 30d, 4w", "이보다 오래전에 끝난 행: 720h, 30d, 4w"),
      required: false
    ) {
      (text, command) throws(InvalidValue) in command.seconds = try seconds(in: text)
    },
    .flag(
      "--unmerged",
      Sentence(
        "remove worktrees whose branch is not merged, too; the branch stays",
        "브랜치가 병합되지 않은 작업 트리도. 브랜치는 남음")
    ) { $0.isUnmerged = true },
    .flag(
      "--dry-run",
      Sentence("change nothing, and show what would be moved and removed", "아무것도 바꾸지 않고 옮길 것을 보여 줌")
    ) { $0.isDryRun = true },
  ]

  var shared = SharedOptions()
  var seconds: Int?
  var isUnmerged = false
  var isDryRun = false

  private static func seconds(in text: String) throws(InvalidValue) -> Int {
    guard let unit = DurationText.Unit(endOf: text), unit.length >= 3600 else {
      throw InvalidValue(
        Sentence(
          "say hours, days or weeks, such as 720h, 30d or 4w", "시간, 일, 주로 쓰십시오. 예: 720h, 30d, 4w"))
    }
    guard let seconds = DurationText.seconds(text) else {
      throw InvalidValue(
        Sentence("use a whole number before the unit, such as 30d", "단위 앞에 정수를 쓰십시오. 예: 30d"))
    }
    return seconds
  }

  func run(in context: CommandContext) throws -> ExitStatus {
    let queue = context.taskQueue
    let archived = try seconds.map {
      try queue.archive(olderThan: .seconds($0), dryRun: isDryRun, as: context.caller)
    }
    // Prints what was archived even if removing worktrees fails.
    let worktrees = Result {
      try queue.removeWorktrees(unmerged: isUnmerged, dryRun: isDryRun)
    }
    let refs = queue.removeLeftRefs(dryRun: isDryRun)
    let packed = archived?.packed ?? queue.packAttempts(dryRun: isDryRun)
    if context.shared.isJSON {
      try context.print(
        ArchiveAnswer(
          archived, packed: packed, worktrees: try worktrees.get(), refs: refs, isDryRun: isDryRun))
      return .success
    }
    if let archived { try show(archived, in: context) }
    try show(packed, in: context)
    try show(refs, in: context)
    try show(worktrees.get(), in: context)
    return .success
  }

  private func show(_ archived: Archived, in context: CommandContext) throws {
    try context.print(
      "\(isDryRun ? "would archive" : "archived") \(archived.ids.count.counted("row")) to \(archived.path.escaped)",
      "\(archived.path.escaped): \(archived.ids.count)행을 \(isDryRun ? "옮기게 됩니다" : "옮겼습니다")")
    for id in archived.ids { try context.print(id.escaped) }
    if context.shared.isQuiet { return }
    if archived.files > 0 {
      try context.flush()
      context.printNotice(
        "\(isDryRun ? "would move" : "moved") \(archived.files.counted("file")) of archived rows",
        "보관한 행의 파일 \(archived.files)개를 \(isDryRun ? "옮기게 됩니다" : "옮겼습니다")")
    }
    if let expired = archived.expired, expired.count > 0 {
      try context.flush()
      context.printNotice(
        "\(isDryRun ? "would remove" : "removed") \(expired.count.counted("attempt")) of finished rows, "
          + "\(expired.bytes.counted("byte")): retention in orch.json",
        "끝난 행의 시도 \(expired.count)개, \(expired.bytes)바이트를 \(isDryRun ? "지우게 됩니다" : "지웠습니다"): "
          + "orch.json의 retention")
    }
  }

  private func show(_ packed: PackedAttempts, in context: CommandContext) throws {
    guard packed.count > 0, !context.shared.isQuiet else { return }
    let size = ByteCount.text(packed.savedBytes)
    try context.flush()
    context.printNotice(
      "\(isDryRun ? "would pack" : "packed") \(packed.count.counted("attempt")) of finished rows, "
        + "which \(isDryRun ? "would save about" : "saves") \(size)",
      "끝난 행의 시도 \(packed.count)개를 \(isDryRun ? "묶어 약 \(size)를 아끼게 됩니다" : "묶어 \(size)를 아꼈습니다")")
  }

  private func show(_ refs: [LeftRef], in context: CommandContext) throws {
    for ref in refs {
      let (name, place) = (ref.name.escaped, ref.repository.escaped)
      let (english, korean) = isDryRun ? ("would remove", "지우게 됩니다") : ("removed", "지웠습니다")
      if ref.isBroken {
        try context.print(
          "\(english) \(name) of \(place), whose object git no longer has",
          "\(place): 객체가 없어진 \(name)을(를) \(korean)")
      } else {
        try context.print(
          "\(english) \(name) of \(place), which a killed process left",
          "\(place): 강제로 끝난 프로세스가 남긴 \(name)을(를) \(korean)")
      }
    }
  }

  private func show(_ worktrees: [WorktreeRemoval], in context: CommandContext) throws {
    for worktree in worktrees where worktree.problem == nil {
      try context.print(
        "\(isDryRun ? "would remove" : "removed") the worktree of \(worktree.id.escaped), \(worktree.path.escaped)",
        "\(worktree.id.escaped)의 작업 트리를 \(isDryRun ? "지우게 됩니다" : "지웠습니다"): \(worktree.path.escaped)"
      )
      for path in worktree.ignored {
        try context.print(
          "  with \(path.escaped), which git ignores", "  git이 무시하는 \(path.escaped)도 함께")
      }
    }
    if seconds == nil, worktrees.allSatisfy({ $0.problem != nil }) {
      try context.print("No worktree can go", "지울 작업 트리가 없습니다")
    }
    try context.flush()
    for worktree in worktrees {
      if let problem = worktree.problem {
        context.warn(
          "the worktree of \(worktree.id) stays: \(problem.message) (\(problem.hint.english))",
          "\(worktree.id)의 작업 트리는 남습니다: \(problem.sentence.korean) (\(problem.hint.korean))")
      }
    }
  }
}
