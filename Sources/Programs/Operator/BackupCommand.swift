import Door
import Host
import Interchange
import Model
import QueueStore
import Runner
public import Stores
public import Text

/// `ops backup`: copies the queue.
struct BackupCommand: QueueCommand {
  static let name = "backup"
  static let summary = Sentence(
    "Copy the database and the queue file, and compare", "데이터베이스와 큐 파일을 복사하고 비교합니다")
  static let discussion = Sentence(
    """
    FILE is the copy of the database. The copy of the queue file is FILE.md; its history, the plans
    and the costs of agents are copied into the folder beside FILE.md, where orch finds them.
    Attempts, logs, briefs, orch.json and the archive of 'ops gc' are not copied; the archive is a
    queue, so 'ops backup --queue QUEUE-archive.md' copies it. If FILE ends in .md, it is the copy
    of the queue file, and the copy of the database ends in .db. A queue file or database that does
    not exist is skipped. With --db, only that database is copied. Other commands can go on working
    meanwhile. No existing file is overwritten.
    """,
    """
    FILE은 데이터베이스의 사본입니다. 큐 파일의 사본은 FILE.md이며, 이력과 계획과 에이전트의 비용은 옆의
    폴더에 두어 orch가 찾을 수 있습니다. 시도, 로그, 브리프, orch.json, 'ops gc'의 아카이브는 복사하지 않습니다.
    아카이브도 큐이므로 'ops backup --queue QUEUE-archive.md'로 복사합니다. FILE이 .md로 끝나면
    큐 파일의 사본이고, 데이터베이스의 것은 .db로 끝납니다. 없는 것은 복사하지 않습니다. --db이면 그
    데이터베이스만 복사합니다. 다른 명령은 그동안 계속 일합니다. 이미 있는 파일 위에는 쓰지 않습니다.
    """)
  static let result =
    "a line for each copy: `Backed up SOURCE to FILE: N rows, N events`, and `, without its archive "
    + "PATH` if there is one; a copy that fails leaves nothing behind"
  static var answers: [any Shaped.Type] { [BackupAnswer.self] }
  static let examples = [
    Example(
      "ops backup --to backups/monday",
      Sentence("the queue file, and the database if there is one", "큐 파일과, 있으면 데이터베이스")),
    Example(
      "ops backup --db db/queue.db --to backups/monday.db", Sentence("one database", "데이터베이스 하나")),
  ]
  static let options: [Option<BackupCommand>] = [
    .value(
      "--to", "FILE", Sentence("the copy, which must not exist yet", "사본. 아직 아무것도 없는 경로"),
      required: true, kind: .file
    ) {
      (text, command) throws(InvalidValue) in
      guard !Path.name(of: text).isEmpty else {
        throw InvalidValue(Sentence("name the file to create", "만들 파일의 이름을 쓰십시오"))
      }
      command.file = text
    }
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var file = ""

  func run(in context: CommandContext) throws -> ExitStatus {
    let parts = try backUp(in: context)
    try context.print(BackupAnswer(parts: parts), or: parts.map(\.text.escaped))
    return .success
  }
}

extension BackupCommand {
  private func backUp(in context: CommandContext) throws -> [Backup.Part] {
    let line = context.progressLine()
    defer { line.clear() }
    do {
      return try context.taskQueue.backUp(to: file) { database, percent in
        if percent == 100 { return line.clear() }
        line.show("copying \(Path.name(of: database).escaped): \(percent) %")
      }
    } catch {
      guard case .system(let reason) = error, reason.alreadyExists else { throw error }
      throw Problem.exists(path: reason.path, .copy)
    }
  }
}

extension Backup.Part {
  fileprivate var text: String {
    let what =
      switch kind {
      case .database: events.counted("event")
      case .queue:
        history.map { "\(events.counted("change")) in \($0)" } ?? "no history"
      }
    let plans =
      (plans.map { ", plans in \($0)" } ?? "") + (costs.map { ", costs in \($0)" } ?? "")
    let option = kind == .queue ? "--queue" : "--db"
    let left =
      archive.map { ", without its archive \($0) (ops backup \(option) \($0) --to FILE)" } ?? ""
    return "Backed up \(source) to \(path): \(rows.counted("row")), \(what)\(plans)\(left)"
  }
}

private struct BackupAnswer: Shaped {
  let parts: [Backup.Part]

  static var shapeName: StaticString { "backup" }
  static func shape(_ fields: inout Fields<BackupAnswer>) {
    fields.add("copies", \.parts, "the copies")
  }
}

extension Backup.Part: Shaped {
  public static var shapeName: StaticString { "copy" }
  public static func shape(_ fields: inout Fields<Backup.Part>) {
    fields.add("kind", \.kind.rawValue, "`database` or `queue`")
    fields.add("source", \.source, "the path of the original")
    fields.add("path", \.path, "the copy")
    fields.add("rows", \.rows)
    fields.add("events", \.events, "the number of its events, or of the changes in its history")
    fields.add("history", \.history, "the folder with the history")
    fields.addIfAny("plans", \.plans, "the folder with the plans, in the last copy")
    fields.addIfAny(
      "costs", \.costs, "the file with the latest costs of agents, in the last copy")
    fields.addIfAny("archive", \.archive, "the archive of this queue, which is not copied")
  }
}
