import Door
import Host
import Model
import QueueStore
import Runner
import Text

/// `orch restore`: brings a deleted row back.
struct RestoreCommand: TransitionCommand {
  static let name = "restore"
  static let summary = Sentence(
    "Bring back a row that was deleted, or the file", "삭제된 행이나 파일을 되살립니다")
  static let result =
    "`ID -> STATUS`: the row is back in its old place; with --file the file, its time and its rows"
  static let discussion = Sentence(
    """
    The row comes back as it was, in its old place. A row that was deleted in an editor can be
    restored if orch had changed the table before; orch history lists such rows. Attempts that ops
    gc moved beside the archive come back, too.

    --file puts back a QUEUE.md that was removed or emptied, as the last command or recorded save
    left it. A file that has text is never replaced.
    """,
    """
    행은 있던 자리에 있던 그대로 돌아옵니다. 편집기에서 삭제한 것은 그 전에 orch가 표를 바꾼 적이
    있으면 알 수 있습니다. orch history가 보여 줍니다. ops gc가 아카이브 옆으로 옮긴 시도도
    돌아옵니다.

    --file은 지우거나 비운 QUEUE.md를 마지막 명령이나 기록된 저장이 남긴 대로 되살립니다. 글이 있는
    파일은 바꾸지 않습니다.
    """)
  static let examples = [
    Example(
      "orch restore --id ORCH-001", Sentence("the row is in the table again", "행이 다시 표에 있습니다")),
    Example("orch restore --file", Sentence("QUEUE.md is there again", "QUEUE.md가 다시 있습니다")),
  ]
  static let options: [Option<RestoreCommand>] = [
    .value("--id", "ID", Sentence("the row", "행"), kind: .deletedRow) { $1.id = $0 },
    .flag(
      "--file",
      Sentence("the queue's file, if it was removed or emptied", "지우거나 비운 큐의 파일")
    ) { $0.isOfFile = true },
  ]
  static var answers: [any Shaped.Type] { [ZonedChange.self, FileRestored.self] }
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id: String?
  var isOfFile = false
  var itemID: String? { id }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    guard (id != nil) != isOfFile else {
      throw Problem.usage(
        "name a row, or use --file", "행을 지정하거나 --file을 쓰십시오",
        hint: Sentence("orch history lists deleted rows", "삭제된 행은 orch history가 보여 줍니다"))
    }
    if let id { return try report(context.taskQueue.restore(id, as: context.caller)) }
    let file = try context.taskQueue.restoreFile(as: context.caller)
    let answer = FileRestored(path: try context.taskQueue.tablePath(), file: file)
    try context.print(answer, or: answer.sentence)
  }
}

/// The queue's file that `--file` put back.
private struct FileRestored: Shaped {
  let path: String
  let file: RestoredFile

  var sentence: Sentence {
    let (name, moment, count) = (Path.name(of: path), file.entry.moment, file.rowCount)
    return Sentence(
      "\(name) is back as of \(moment): \(count) \(count == 1 ? "row" : "rows")",
      "\(name): \(moment)의 것을 되살렸습니다 (\(count)행)")
  }

  static var shapeName: StaticString { "file restored" }
  static func shape(_ fields: inout Fields<FileRestored>) {
    fields.add("path", \.path, "the path of the file")
    fields.add("ts", \.file.entry.time, "when this version was recorded, in ISO 8601")
    fields.add("command", \.file.entry.command, "the subcommand that recorded it")
    fields.add("rows", \.file.rowCount, "how many rows it has")
  }
}
