import Door
import Model
import Runner
import Text

/// The visible rows of a section as a table, with the section's name over their ids.
struct SectionTable {
  let section: RowSection
  let rows: [WatchedRow]
  let now: QueueTime
  let language: Language

  private var ages: Ages { Ages(at: now, in: language) }
  private var title: String { "\(section.kind.name(language)) \(section.count)" }

  /// The width of the ids and their title; all parts share the widest.
  var idWidth: Int {
    rows.reduce(DisplayWidth.of(title)) { max($0, DisplayWidth.of(id(of: $1))) }
  }

  /// The title, and a line for each row.
  func lines(idWidth: Int, width: Int, _ paint: Paint) -> [StyledText] {
    var table = TextTable([.init("", gap: 1), .init(title)] + columns)
    for row in rows {
      let id = DisplayWidth.pad(id(of: row), to: idWidth)
      table.append(
        [.init(row.status?.mark ?? "?", row.status?.color), .init(id)] + cells(of: row))
    }
    return StyledText.lines(of: table.rendered(width: width, paint: paint))
  }

  private func id(of row: WatchedRow) -> String {
    switch row.key {
    case .id(let id): id.escaped
    case .line(let line): line.map { WatchedRowKey.name(ofLine: $0)(language) } ?? "-"
    }
  }

  // MARK: The columns after the id

  private var columns: [TextTable.Column] {
    let priority = TextTable.Column(name(.priority), dropOrder: 8)
    let task = TextTable.Column(name(.task), minimum: 28)
    // Criteria are dropped first: if there is no room for both, the tasks stay.
    let criteria = TextTable.Column(name(.criteria), minimum: 64, dropOrder: 1)
    return switch section.kind {
    case .running:
      [
        priority, .init(name(.owner), minimum: 8, dropOrder: 7),
        .init(name(.age), .right, minimum: 6, dropOrder: 6),
        .init(name(.lease), .right, dropOrder: 5), .init(name(.due), .right, dropOrder: 4),
        .init(name(.started), minimum: 16, dropOrder: 2), task, criteria,
      ]
    case .waiting:
      [
        priority, .init(name(.due), .right, dropOrder: 4), .init(name(.why), minimum: 28), task,
        criteria,
      ]
    case .stopped:
      // Status and command may be dropped: the mark shows the status, and a key runs the command.
      [
        priority, .init(name(.status), dropOrder: 2), .init(name(.task), minimum: 20),
        .init(name(.why), minimum: 32), .init(name(.command), dropOrder: 3),
      ]
    case .done: [priority, .init(name(.owner), minimum: 8, dropOrder: 3), task, criteria]
    }
  }

  private func name(_ heading: Heading) -> String { heading.label(language) }

  private func cells(of row: WatchedRow) -> [TextTable.Cell] {
    let item = row.item
    let priority = TextTable.Cell(item?.priority.text.escaped ?? "")
    let task = TextTable.Cell(item?.task?.escaped ?? "-")
    let criteria = TextTable.Cell(item?.successCriteria?.escaped ?? "")
    let owner = TextTable.Cell(item?.ownerSession?.escaped ?? "")
    let due = TextTable.Cell(
      item.flatMap(ages.due) ?? "", item.flatMap(ages.dueColor))
    switch section.kind {
    case .running:
      let start = item?.startedAt
      return [
        priority, owner, .init(start.map(ages.text(since:)) ?? ""), lease(of: item), due,
        .init(start?.escaped ?? ""), task, criteria,
      ]
    case .waiting:
      let reason = row.explanation
      return [
        priority, due,
        .init(reason.map { $0.sentence(at: now)(language) } ?? "", reason?.reason.color),
        task,
        criteria,
      ]
    case .stopped:
      let stop = item.flatMap { StoppedRow($0, TransitionContext(session: nil, now: now)) }
      return [
        priority, .init(item?.status.rawValue ?? "", item?.status.color), task,
        .init(stop.map { $0.cause.sentence(language) } ?? ""),
        .init(stop?.remedy.command ?? ""),
      ]
    case .done: return [priority, owner, task, criteria]
    }
  }

  /// The time until the lease ends, or since it ended.
  private func lease(of item: QueueItem?) -> TextTable.Cell {
    guard let lease = item?.claim?.lease else { return .init("") }
    if lease.isOver { return .init(Sentence("ended", "끝남")(language), .red) }
    let age = Age(seconds: now.epochSeconds - lease.expiresAt)
    if age.isNow { return .init(age.label(language), .yellow) }
    return age.seconds > 0
      ? .init(Sentence("\(age.label.english) over", "\(age.label.korean) 지남")(language), .red)
      : .init(age.label(language))
  }
}

/// The last changes as a table, newest last.
struct EventTable {
  private let events: [HistoryEntry]
  private let headings: TimeHeadings
  private let ages: Ages
  private let language: Language

  init(
    events: some Sequence<HistoryEntry>, _ headings: TimeHeadings, at now: QueueTime,
    _ language: Language
  ) {
    (self.events, self.headings) = (Array(events), headings)
    ages = Ages(at: now, in: language)
    self.language = language
  }

  /// The title, and a line for each change.
  func lines(width: Int, _ paint: Paint) -> [StyledText] {
    var table = TextTable([
      .init("  " + Sentence("LAST CHANGES", "최근 변경")(language)),
      .init(Heading.age.label(language), .right, dropOrder: 3),
      .init(Heading.command.label(language), dropOrder: 4),
      .init(Heading.who.label(language), dropOrder: 2),
      .init(Heading.when.label(language), dropOrder: 1),
      .init(Heading.change.label(language), minimum: 32, hasWholeWords: true),
    ])
    for event in events {
      table.append([
        .init("  " + (event.id ?? "-").escaped), .init(ages.text(since: event.moment)),
        .init(event.command.escaped), .init(event.actor.escaped), .init(event.moment.escaped),
        .init((event.fact(in: language) ?? event.changes(headings)).escaped),
      ])
    }
    return StyledText.lines(of: table.rendered(width: width, paint: paint))
  }
}

extension RowSection.Kind {
  fileprivate var name: Sentence {
    switch self {
    case .running: Sentence("AT WORK", "진행 중")
    case .waiting: Sentence("WAITING", "대기")
    case .stopped: Sentence("STOPPED", "중단")
    case .done: Sentence("DONE", "완료")
    }
  }
}

/// The number of rows with each status, as bars.
struct StatusBars {
  let counts: [Status: Int]
  let paint: Paint

  private var total: Int { counts.values.reduce(0, +) }

  /// The summary line of `ops status`, without its first word.
  var summary: String { counts.words(paint).joined(separator: " ") }

  /// A line for each status: its name, its count, and a bar.
  func lines(width: Int) -> [String] {
    let names = Status.summaryOrder.map { DisplayWidth.of($0.rawValue) }.max() ?? 0
    let digits = max(4, String(total).count)
    let room = width - names - digits - 4
    return Status.summaryOrder.map { status in
      let count = String(counts[status] ?? 0)
      let label = DisplayWidth.pad(status.rawValue, to: names + 1 + digits - count.count) + count
      return paint(label, status.color) + " [" + bar(status, room) + "]"
    }
  }

  /// A bar is at least one column long for any count above 0, and full only for all rows.
  private func bar(_ status: Status, _ room: Int) -> String {
    let count = counts[status] ?? 0
    let share = total > 0 ? (count * room + total / 2) / total : 0
    let least = count > 0 ? 1 : 0
    let length = min(max(share, least), count == total ? room : max(room - 1, least))
    let blank = String(repeating: " ", count: max(0, room - length))
    return paint(String(repeating: "|", count: max(0, length)), status.color) + blank
  }
}
