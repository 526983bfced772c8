import Door
import Model
import QueueStore
import Runner
import Text

/// `orch list`: prints the rows, a line each.
struct ListCommand: QueueCommand {
  static let name = "list"
  static let summary = Sentence("List the rows", "행을 나열합니다")
  static let discussion = Sentence(
    """
    On a terminal each status has a mark: . PENDING, > IN_PROGRESS, + DONE, x FAILED,
    ! BLOCKED. DONE rows are only counted there, unless you give --status or --all. Filters of the
    same kind widen the list, filters of different kinds narrow it; but a row must have every
    --label that you give. --search looks in id, task, criteria, owner, notes and labels, regardless
    of case, for rows that have all of its words.
    """,
    """
    터미널에서는 상태마다 표시가 있습니다: . PENDING, > IN_PROGRESS, + DONE, x FAILED, ! BLOCKED.
    --status와 --all이 없으면 DONE 행은 세기만 합니다. 같은 종류의 필터는 목록을 넓히고, 다른
    종류의 필터는 좁힙니다. 다만 --label을 여러 개 주면 모두 있는 행만 남습니다. --search는 id, 작업,
    완료 기준, 소유자, notes, 라벨에서 대소문자 구분 없이 찾으며, 모든 단어가 있어야 합니다.
    """)
  static let result = """
    a row a line: `id⇥status⇥priority⇥task`, in the order of the table, control characters \
    spelled out; on a terminal an \
    aligned, coloured table of the rows that are not DONE. Warns if a row waits for a FAILED or \
    BLOCKED row
    """
  static var answers: [any Shaped.Type] { [ListAnswer.self] }
  static let examples = [
    Example(
      "orch list --status PENDING --priority P0",
      Sentence("urgent rows that wait", "급하고 대기 중인 행")),
    Example(
      "orch list --all --search 'login safari'",
      Sentence("every row that has both words", "두 단어가 모두 있는 행")),
    Example(
      "orch list --label bug --label ui",
      Sentence("the rows that have both labels", "두 라벨이 모두 있는 행")),
    Example(
      "orch list --overdue --sort due",
      Sentence("overdue rows, the most overdue first", "마감이 지난 행, 가장 늦은 것부터")),
    Example(
      "orch list --status PENDING,BLOCKED --sort -priority",
      Sentence("the rows that wait, P0 last", "기다리는 것. P0이 마지막")),
    Example(
      "orch list login -n 5", Sentence("the first five rows with a word", "한 단어가 있는 처음 다섯 행")),
    Example("orch list --awaiting", Sentence("the rows that wait for you", "당신을 기다리는 것")),
    Example(
      "orch list --json | jq -r '.items[].id'", Sentence("the ids, for a script", "스크립트에서 쓸 id")),
    Example(
      "orch list --json --fields id,status",
      Sentence("only the fields that a script needs", "스크립트에 필요한 항목만")),
  ]
  static let options: [Option<ListCommand>] = [
    .choices(
      "--status", Sentence("only rows with this status; several with commas", "이 상태의 행만. 여럿은 쉼표로"),
      Status.allCases.map(\.rawValue)
    ) { list, statuses in statuses.filter.statuses += list.compactMap(Status.init(rawValue:)) },
    .choice(
      "--priority", Sentence("only rows with this priority", "이 우선순위의 행만"),
      Priority.known.map(\.text), repeatable: true
    ) { text, list in list.filter.priorities.append(Priority(text)) },
    .value(
      "--owner", "S",
      Sentence("only rows of this session; - for rows without an owner", "이 세션의 행만. -는 소유자가 없는 행"),
      kind: .session
    ) { $1.filter.owner = $0 },
    .value(
      "--search", "TEXT",
      Sentence(
        "only rows with these words; repeat it to require more words",
        "이 단어들이 있는 행만. 여러 번 쓰면 함께 찾습니다"),
      repeatable: true
    ) { (text, list) throws(InvalidValue) in
      let search = RowSearch(text)
      guard !search.isEmpty else {
        throw InvalidValue(Sentence("it must not be empty", "비워 둘 수 없습니다"))
      }
      list.filter.searches.append(search)
    },
    .label(
      Sentence(
        "only rows with this label; of several, rows with all of them",
        "이 라벨이 있는 행만. 여러 개면 모두 있는 행만")
    ) {
      $1.filter.labels.formUnion($0)
    },
    .ofPlan { $1.filter.plan = $0 },
    .flag(
      "--overdue", Sentence("only unfinished rows whose due time has passed", "끝나지 않았고 마감이 지난 행만")
    ) {
      $0.filter.isOverdue = true
    },
    .flag(
      "--blocked",
      Sentence(
        "only BLOCKED rows, and PENDING rows that wait for rows or a time",
        "BLOCKED 행과, 다른 행이나 때를 기다리는 PENDING 행만")
    ) {
      $0.filter.isBlocked = true
    },
    .flag(
      "--awaiting",
      Sentence(
        "only rows that wait for a person's answer, approval or merge",
        "사람의 답변, 승인, 병합을 기다리는 행만")
    ) {
      $0.filter.isAwaiting = true
    },
    .choice(
      "--sort",
      Sentence(
        "the order; a minus before it, as in -due, reverses it",
        "표의 순서 대신 쓸 순서. -due는 거꾸로"),
      RowOrder.allCases.map(\.rawValue) + RowOrder.allCases.map { "-\($0.rawValue)" },
      placeholder: Option<ListCommand>.alternatives(RowOrder.allCases.map(\.rawValue))
    ) { text, list in
      list.isReversed = text.hasPrefix("-")
      list.order = RowOrder(rawValue: list.isReversed ? String(text.dropFirst()) : text)
    },
    .flag(
      "--csv",
      Sentence("comma-separated values, after a line with the columns", "쉼표로 구분한 값. 첫 줄은 열")
    ) {
      $0.isCSV = true
    },
    .value(
      "--fields", "NAMES",
      Sentence(
        "with --json: only these members of each row, in this order", "--json과 함께: 각 행의 이 항목만 이 순서로"
      )
    ) { (text, list) throws(InvalidValue) in
      let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let keys = ZonedItem.document.keys
      if let unknown = names.first(where: { !keys.contains($0) }) {
        throw .words(keys, nearest: Spelling.nearest(to: unknown, in: keys))
      }
      list.fields = names
    },
    .number("--limit", also: "-n", "N", Sentence("only the first N rows", "처음 N행만"), in: 1...(.max))
    {
      $1.limit = $0
    },
    .flag(
      "--all",
      Sentence(
        "list DONE rows on a terminal, too; other output always has them",
        "터미널에서 DONE 행도. 다른 곳에서는 언제나 나열합니다")
    ) {
      $0.isAll = true
    },
  ]

  static let positional: String? = "--search"

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var filter = RowFilter()
  var order: RowOrder?
  var isReversed = false
  var isCSV = false
  var limit: Int?
  var isAll = false
  /// The members of each row in JSON; `nil` for all.
  var fields: [String]?

  func run(in context: CommandContext) throws -> ExitStatus {
    if fields != nil, !context.shared.isJSON {
      throw Problem.usage(
        "--fields works only with --json", "--fields는 JSON의 항목을 고릅니다",
        hint: Sentence("add --json", "--json을 더하십시오"))
    }
    if isCSV, context.shared.isJSON {
      throw Problem.usage(
        "--csv and --json can't be combined", "--csv와 --json은 함께 쓸 수 없습니다",
        hint: .leaveOneOut)
    }
    let snapshot = try context.taskQueue.snapshot()
    try context.warn(ofStuckRowsIn: snapshot)
    var list = self
    if filter.isBlocked { list.filter.policy = try context.taskQueue.policy() }
    let rows = Rows(
      of: list, in: snapshot,
      isShort: context.isOnTerminal && !context.shared.isJSON && !isCSV,
      at: try context.taskQueue.now())
    if context.shared.isJSON {
      let zone = context.taskQueue.zoneOfJSON
      try context.print(listNamed: "items") { element in
        for row in rows.shown {
          guard let item = snapshot.item(at: row).map({ ZonedItem($0, in: zone) }) else { continue }
          try element { output in
            if let fields {
              Self.write(fields, of: item, to: &output)
            } else {
              item.write(to: &output)
            }
          }
        }
      }
    } else if isCSV {
      try writeCSV(rows, of: snapshot, context)
    } else if context.isOnTerminal {
      try writeTable(rows, of: snapshot, context)
    } else {
      try writeLines(of: rows.shown, in: snapshot, context)
    }
    return .success
  }

  /// Appends an object with the given fields that the row has, in the given order.
  private static func write(_ fields: [String], of item: ZonedItem, to output: inout [UInt8]) {
    var bytes: [UInt8] = []
    item.write(to: &bytes)
    let members = (try? JSONValue(parsing: bytes))?.objectValue
    var chosen: JSONObject = [:]
    for field in fields { chosen[field] = members?[field] }
    JSONValue.object(chosen).write(to: &output)
  }

  /// The rows that are listed, in their order.
  private struct Rows {
    private(set) var shown: [Int] = []
    /// How many DONE rows are left out because no option asks for them.
    private(set) var finished = 0

    /// - Parameter isShort: whether DONE rows are only counted, unless an option asks for them.
    init(
      of list: ListCommand, in snapshot: some QueueSnapshot, isShort: Bool, at now: QueueTime
    ) {
      let leavesOut = isShort && !list.isAll && list.filter.statuses.isEmpty
      for row in 0..<snapshot.rowCount where list.filter.matches(row, of: snapshot, at: now) {
        if leavesOut, snapshot.status(at: row) == .done { finished += 1 } else { shown.append(row) }
      }
      if let order = list.order {
        shown = order.sorted(shown, of: snapshot, at: now, isReversed: list.isReversed)
      }
      if let limit = list.limit { shown = Array(shown.prefix(limit)) }
    }
  }

  // MARK: Text

  /// Source: RFC 4180, with the line ends of this system.
  private func writeCSV(
    _ rows: Rows, of snapshot: some QueueSnapshot, _ context: CommandContext
  ) throws {
    let headings = try context.taskQueue.timeHeadings()
    var text: [UInt8] = []
    CSVText.append(
      plain: Column.allCases.map { $0.heading(headings) } + [FieldColumn.labels.rawValue],
      to: &text, lineEnd: "\n")
    for row in rows.shown {
      guard let item = snapshot.item(at: row) else { continue }
      let cells = Column.allCases.map { item.text(of: $0) } + [Labels.text(item.labels)]
      CSVText.append(plain: cells.map { $0 ?? "" }, to: &text, lineEnd: "\n")
      if text.count >= 1 << 16 {
        try context.write(foreign: text)
        text.removeAll(keepingCapacity: true)
      }
    }
    if !text.isEmpty { try context.write(foreign: text) }
  }

  /// The number of rows that fit on a small screen; a longer table ends with a line that counts its
  /// rows.
  private static let fewRows = 20

  private func writeTable(
    _ rows: Rows, of snapshot: some QueueSnapshot, _ context: CommandContext
  ) throws {
    let items = rows.shown.compactMap { snapshot.item(at: $0) }
    let total = (0..<snapshot.rowCount).count { snapshot.status(at: $0) != nil }
    let language = context.language
    if let pause = try context.pauseText() {
      try context.print(context.paint("\(pause) (ops resume)", .yellow))
    }
    if items.isEmpty {
      try context.print("No rows", "행이 없습니다")
    } else {
      let table = try Self.table(of: items, context.ages(), language)
      try context.write(table.rendered(width: context.width, paint: context.paint))
    }
    if context.shared.isQuiet { return }
    let end = end(of: rows, total: total).map { $0(language) }.joined(separator: ", ")
    if !items.isEmpty {
      if !end.isEmpty { try context.print(context.paint.dim(end)) }
    } else {
      let hint = end.isEmpty ? empty(snapshot, total)(language) : end
      try context.print("  " + context.paint.dim(hint.escaped))
    }
  }

  /// The line below the table: how many rows are listed, if not all are visible at once, and how
  /// many are left out.
  private func end(of rows: Rows, total: Int) -> [Sentence] {
    var end: [Sentence] = []
    let count = rows.shown.count
    if filter.isSet || limit != nil {
      if count > 0 {
        end.append(Sentence("\(count) of \(total.counted("row"))", "\(total)행 중 \(count)행"))
      }
    } else if count > Self.fewRows {
      end.append(Sentence(count.counted("row"), "\(count)행"))
    }
    if rows.finished > 0 {
      end.append(
        Sentence("\(rows.finished) more finished (--all)", "끝난 행 \(rows.finished)개가 더 있습니다 (--all)")
      )
    }
    return end
  }

  private static func table(
    of items: [QueueItem], _ ages: Ages, _ language: Language
  ) -> TextTable {
    func title(_ heading: Heading) -> String { heading.label(language) }
    var table = TextTable([
      .init(title(.id)), .init("", gap: 1), .init(title(.status), dropOrder: 6),
      .init(title(.priority), dropOrder: 5), .init(title(.owner), minimum: 8, dropOrder: 1),
      .init(title(.age), .right, minimum: 8, dropOrder: 3),
      .init(title(.due), .right, minimum: 9, dropOrder: 4),
      .init(title(.labels), minimum: 8, dropOrder: 2), .init(title(.task), minimum: 16),
    ])
    for item in items { table.append(cells(of: item, ages)) }
    return table
  }

  private static func cells(of item: QueueItem, _ ages: Ages) -> [TextTable.Cell] {
    let start = item.status == .inProgress ? item.startedAt : nil
    let (owner, age) = (item.ownerSession?.escaped ?? "", start.map(ages.text(since:)) ?? "")
    let (due, labels) = (ages.due(item) ?? "", Labels.text(item.labels) ?? "")
    let (status, task) = (item.status, item.task?.escaped ?? "-")
    return [
      TextTable.Cell(item.id.escaped), TextTable.Cell(status.mark, status.color),
      TextTable.Cell(status.rawValue, status.color), TextTable.Cell(item.priority.text.escaped),
      TextTable.Cell(owner), TextTable.Cell(age), TextTable.Cell(due, ages.dueColor(item)),
      TextTable.Cell(labels.escaped), TextTable.Cell(task),
    ]
  }

  // MARK: No rows

  /// The hint if there is nothing to show.
  private func empty(_ snapshot: some QueueSnapshot, _ total: Int) -> Sentence {
    if total == 0 {
      return Sentence(
        "orch add --priority P1 --task T --success-criteria C adds one",
        "추가하기: orch add --priority P1 --task T --success-criteria C")
    }
    return nearestOwner(in: snapshot).map {
      Sentence("did you mean --owner \($0)?", Sentence.suggestion("--owner \($0)").korean)
    } ?? Sentence("orch list --all shows all rows", "orch list --all로 모든 행을 볼 수 있습니다")
  }

  /// The owner most similar to the given one, if no row has the given owner.
  private func nearestOwner(in snapshot: some QueueSnapshot) -> String? {
    guard let owner = filter.owner.flatMap(CellText.value) else { return nil }
    let owners = Set((0..<snapshot.rowCount).compactMap { snapshot.item(at: $0)?.ownerSession })
    return owners.contains(owner) ? nil : Spelling.nearest(to: owner, in: owners.sorted())
  }
}
