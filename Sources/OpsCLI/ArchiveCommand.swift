import CommandLineKit
import Console
import Engine
import Facts
import QueueModel
import Representation
import Shaping
import Wording

/// `ops gc`: moves finished rows to the archive.
struct ArchiveCommand: QueueCommand {
  static let name = "gc"
  static let summary = Sentence(
    "Move rows that ended long ago to the archive; none is deleted",
    "오래전에 끝난 행을 아카이브로 옮깁니다. 삭제하지 않습니다")
  static let discussion = Sentence(
    """
    DONE and FAILED rows go to QUEUE-archive.md beside the queue, or with --db to
    queue-archive.db beside the database, with their events; both are queues that orch reads.
    A row stays while another that stays waits for it, while a session has a lease on it, and
    when it has the highest number; in a file also when it is DONE and has an idempotency key.
    The attempts of archived rows, and their refused reports, go into the folder beside the
    archive, .QUEUE-archive.md.orch; briefs stay. orch restore brings a row back, with its files.
    With retention in a trusted orch.json the oldest attempts of finished rows are removed.
    """,
    """
    DONE과 FAILED 행은 큐 옆의 QUEUE-archive.md로, --db이면 이벤트와 함께 데이터베이스 옆의
    queue-archive.db로 갑니다. 둘 다 orch가 읽는 큐입니다. 남아 있는 다른 행이 기다리는 행, 세션이
    리스한 행, 번호가 가장 높은 행은 남습니다. 파일에서는 DONE이고 멱등 키가 있는 행도 남습니다.
    보관한 행의 시도와 거절된 보고서는 아카이브 옆의 폴더 .QUEUE-archive.md.orch로 갑니다.
    브리프는 남습니다. orch restore로 행을 파일과 함께 되살립니다. 신뢰한 orch.json에 retention이
    있으면 끝난 행의 시도를 오래된 것부터 지웁니다.
    """)
  static let result = """
    `archived N rows to FILE`, then the ids, a line each; where files of rows go along, a line on \
    standard error says how many
    """
  static var answers: [any Shaped.Type] { [ArchiveAnswer.self] }
  static let examples = [
    Example("ops gc --older-than 30d --dry-run", Sentence("which rows would go", "어느 행이 옮겨질지")),
    Example(
      "ops gc --older-than 30d --db db/queue.db",
      Sentence("rows of a database, with their events", "데이터베이스의 행과 그 이벤트")),
  ]
  static let options: [Option<ArchiveCommand>] = [
    .value(
      "--older-than", "AGE",
      Sentence("rows that ended longer ago: 720h, 30d, 4w", "이보다 오래전에 끝난 행: 720h, 30d, 4w"),
      required: true
    ) {
      (text, command) throws(InvalidValue) in command.seconds = try seconds(in: text)
    },
    .flag("--dry-run", Sentence("change nothing, and show what would go", "아무것도 바꾸지 않고 옮길 것을 보여 줌"))
    { $0.isDryRun = true },
  ]

  var shared = SharedOptions()
  var seconds = 0
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
    let archived = try context.taskQueue.archive(
      olderThan: .seconds(seconds), dryRun: isDryRun, as: context.caller)
    if context.shared.isJSON {
      try context.print(ArchiveAnswer(archived, isDryRun: isDryRun))
      return .success
    }
    try context.print(
      .archived(rows: archived.ids.count, path: archived.path.escaped, isDryRun: isDryRun))
    for id in archived.ids { try context.print(id.escaped) }
    if context.shared.isQuiet { return .success }
    if archived.files > 0 {
      try context.flush()
      context.printNotice(.archivedFiles(archived.files, isDryRun: isDryRun))
    }
    if let expired = archived.expired, expired.count > 0 {
      try context.flush()
      context.printNotice(
        .expiredAttempts(expired.count, bytes: expired.bytes, isDryRun: isDryRun))
    }
    return .success
  }
}
