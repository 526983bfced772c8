import Door
import Model
import Monitoring
import Runner
import Stores
import Text

/// `ops consistency-check`: compares the table with the database.
struct ConsistencyCheckCommand: QueueCommand {
  static let name = "consistency-check"
  static let summary = Sentence("Compare the table with the database", "표와 데이터베이스를 비교합니다")
  static let discussion = Sentence(
    """
    Compares status, priority, owner, start and due time row by row, and the order of the rows. It
    writes nothing. With --all it also compares task, criteria and notes, and shows differences as
    diff -u does.
    """,
    """
    상태, 우선순위, 소유자, 시작, 마감을 행마다 비교하고 행의 순서도 비교합니다. 아무것도 쓰지 않습니다. --all이면 작업, 기준,
    notes도 비교하며, 차이는 diff -u처럼 보여 줍니다.
    """)
  static let result = """
    `consistency ok total=N`, or `consistency mismatch missing_in_db=A missing_in_md=B \
    field_mismatch=C`, with `moved=D` if rows have another place, a line for each difference \
    (`- missing_in_db ID`, `- missing_in_md ID`, `- mismatch ID:FIELD:md=X db=Y`, `- moved ID`), \
    and exit status 1
    """
  static var answers: [any Shaped.Type] { [Consistency.self] }
  static let examples = [
    Example(
      "ops consistency-check",
      Sentence("QUEUE.md and db/queue.db beside it", "QUEUE.md와 그 옆의 db/queue.db")),
    Example("ops consistency-check --all", Sentence("the texts, too", "텍스트도")),
  ]
  static let options: [Option<ConsistencyCheckCommand>] = [
    .value(
      "--queue-path", "Q", Sentence("the queue file, as --queue names it", "큐 파일. --queue와 같음"),
      kind: .file
    ) {
      $1.shared.queue = $0
    },
    .value(
      "--db-path", "D", Sentence("the database, as --db names it", "데이터베이스. --db와 같음"), kind: .file
    ) {
      $1.shared.database = $0
    },
    .flag("--all", Sentence("compare task, criteria and notes, too", "작업, 기준, notes도 비교")) {
      $0.comparesTexts = true
    },
  ]
  static let isLogged = false
  static let spansStores = true

  var shared = SharedOptions()
  var comparesTexts = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let consistency = try context.taskQueue.consistency(withTexts: comparesTexts)
    try context.print(consistency, or: consistency.lines)
    return consistency.isConsistent ? .success : .refused
  }
}

extension Consistency {
  /// The lines of the Python tool, which scripts parse.
  var lines: [String] {
    if isConsistent { return ["consistency ok total=\(total)"] }
    return ["consistency mismatch \(counts)"]
      + missingInDatabase.map { "- missing_in_db \($0.escaped)" }
      + missingInFile.map { "- missing_in_md \($0.escaped)" } + mismatches.flatMap(\.lines)
      + moved.map { "- moved \($0.escaped)" }
  }
}

extension Consistency.Mismatch {
  fileprivate var lines: [String] {
    let name = "\(id.escaped):\(column.name)"
    switch column {
    case .id, .status, .priority, .ownerSession, .startedAt, .dueAt:
      return ["- mismatch \(name):md=\((file ?? "-").escaped) db=\((database ?? "-").escaped)"]
    case .task, .successCriteria, .notes:
      let difference = UnifiedDifference(old: parts(of: file), new: parts(of: database))
      return ["- mismatch \(name)"] + difference.lines(from: "md \(name)", to: "db \(name)")
    }
  }

  /// The segments of notes; any other text as one part.
  private func parts(of text: String?) -> [String] {
    guard let text else { return [] }
    return (column == .notes ? Notes(text).segments : [text]).map(\.escaped)
  }
}
