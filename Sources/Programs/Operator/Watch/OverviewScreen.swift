import Attempts
import Door
import Model
import Text
import Workers

/// Draws the overview: the counts, the rows, and the last changes.
struct OverviewScreen {
  let model: WatchModel
  let paint: Paint

  func put(into frame: inout Frame) {
    let layout = OverviewLayout(model)
    putHeader(layout, into: &frame)
    guard let queue = model.queue else { return }
    putCounts(queue, layout, into: &frame)
    putRows(queue, layout, into: &frame)
    guard layout.eventRows > 0 else { return }
    let events = EventTable(
      events: queue.events.suffix(layout.eventRows - 1), queue.headings, at: model.now,
      model.language)
    put(events.lines(width: model.size.columns, paint), from: layout.eventsStart, into: &frame)
  }

  private func put(_ lines: [StyledText], from row: Int, into frame: inout Frame) {
    for (index, line) in lines.enumerated() { frame.put(line, row: row + index) }
  }

  // MARK: Above the rows

  private func putHeader(_ layout: OverviewLayout, into frame: inout Frame) {
    var facts = [model.now.clock]
    if let queue = model.queue {
      let (count, limit) = (queue.runningCount, queue.maxWorkers)
      facts.insert(
        model.text(Sentence("\(count) of \(limit) workers", "워커 \(count)/\(limit)")), at: 0)
    }
    if let cost = costOfToday, cost.utf8.count + Self.leastRoomBesideCost <= model.size.columns {
      facts.insert(cost, at: 0)
    }
    frame.putBar(
      model.queue?.name ?? "ops watch", facts.joined(separator: "  "), row: 0)
    for (index, alert) in layout.alerts.enumerated() {
      let color: Paint.Color = alert.tone == .failed ? .red : .yellow
      frame.putLine(paint(model.text(alert.text), color), row: 1 + index)
    }
  }

  /// The least number of columns for the name of the queue, the workers and the time beside today's
  /// cost.
  private static let leastRoomBesideCost = 48

  /// `nil` if no cost of today is known.
  private var costOfToday: String? {
    model.queue?.costs?.sum(ofDay: model.now.day).flatMap { sum in
      let rest = sum.unknownAttempts
      return sum.usage.dollars.map { usd in
        model.text(
          Sentence(
            "today \(usd) USD\(rest > 0 ? ", \(rest) unknown" : "")",
            "오늘 \(usd) USD\(rest > 0 ? ", \(rest)건 모름" : "")"))
      }
    }
  }

  private func putCounts(_ queue: WatchedQueue, _ layout: OverviewLayout, into frame: inout Frame) {
    let bars = StatusBars(counts: queue.counts, paint: paint)
    if layout.hasBars {
      let lines = bars.lines(width: model.size.columns)
      put(lines.map(StyledText.init), from: layout.countsStart, into: &frame)
    } else {
      frame.putLine(bars.summary, row: layout.countsStart)
    }
  }

  // MARK: Rows

  private func putRows(_ queue: WatchedQueue, _ layout: OverviewLayout, into frame: inout Frame) {
    if queue.rowCount == 0 {
      let text =
        model.filter.isOn
        ? Sentence("No row matches", "맞는 행이 없습니다") : Sentence("No rows", "행이 없습니다")
      frame.putLine(paint.dim(model.text(text)), row: layout.listStart)
    }
    let parts = layout.parts.map { part in
      let section = queue.sections[part.section]
      return SectionTable(
        section: section, rows: part.rows.map { section.row($0, of: queue.snapshot) },
        now: model.now, language: model.language)
    }
    let idWidth = parts.map(\.idWidth).max() ?? 0
    var row = layout.listStart
    for part in parts {
      let lines = part.lines(idWidth: idWidth, width: model.size.columns, paint)
      put(lines, from: row, into: &frame)
      if let line = selectedLine(of: part, queue) { frame.emphasize(row: row + line, .reversed) }
      row += lines.count
    }
  }

  /// The line of the selected row within a part.
  private func selectedLine(of part: SectionTable, _ queue: WatchedQueue) -> Int? {
    guard let key = model.selection?.key else { return nil }
    return part.rows.firstIndex { $0.key == key }.map { $0 + 1 }
  }
}

extension QueueTime {
  /// `18:00:05`.
  fileprivate var clock: String { String(iso8601.prefix(19).suffix(8)) }
}

/// The layout of the overview: which part has which lines, and which rows are visible.
struct OverviewLayout {
  /// The visible part of a section.
  struct Part: Equatable {
    let section: Int
    let rows: Range<Int>
  }

  private let queue: WatchedQueue?
  private let size: ScreenSize
  /// The lines between the header and the counts.
  let alerts: [WatchMessage]
  private(set) var top: Int

  init(_ model: WatchModel) {
    queue = model.queue
    size = model.size
    alerts = Self.alerts(model)
    top = 0
    top = fittedTop(model.top, model.selection?.index)
  }

  /// The least size of a screen.
  static let least = ScreenSize(columns: 40, rows: 10)

  private static func alerts(_ model: WatchModel) -> [WatchMessage] {
    var alerts = model.problem.map { [WatchMessage(.failed, $0)] } ?? []
    guard let queue = model.queue else { return alerts }
    if model.killedDaemon != nil {
      alerts.append(
        WatchMessage(
          .failed,
          Sentence(
            "daemon was killed; orch daemon starts it again",
            "데몬이 강제로 종료되었습니다. orch daemon으로 다시 시작합니다")))
    }
    var hints: [Sentence] = []
    if let pause = queue.pause {
      hints.append(pause.sentence(at: model.now).map { "\($0) (ops resume)" })
    }
    hints += queue.pausedWorkers.map { worker in
      worker.sentence(at: model.now).map { "\($0) (ops worker resume \(worker.name.escaped))" }
    }
    let conflicts = queue.conflicts
    if conflicts > 0 {
      hints.append(
        Sentence(
          "\(conflicts.counted("save conflict")) (orch history --conflicts)",
          "저장과 변경의 충돌 \(conflicts)건 (orch history --conflicts)"))
    }
    hints += queue.notices.map(Sentence.init(same:))
    alerts += hints.map { WatchMessage(.hint, $0) }
    return filter(model) + alerts.prefix(3)
  }

  /// The filter, which always has its own line.
  private static func filter(_ model: WatchModel) -> [WatchMessage] {
    guard model.filter.isOn, let queue = model.queue, let all = model.all else { return [] }
    let (filter, rows, count) = (model.filter.text, queue.rowCount, all.rowCount)
    return [
      WatchMessage(
        .hint,
        Sentence(
          "filter \(filter): \(rows) of \(count.counted("row")) (esc clears)",
          "필터 \(filter): \(count)행 중 \(rows)행 (esc로 해제)"))
    ]
  }

  // MARK: Lines

  /// Whether the counts have a line each, with a bar, instead of one line together.
  var hasBars: Bool { size.rows >= 20 }
  /// The number of blank lines between the parts.
  private var gap: Int { size.rows >= 30 ? 1 : 0 }

  var countsStart: Int { 1 + alerts.count }
  private var countsRows: Int { hasBars ? Status.allCases.count : 1 }
  var listStart: Int { countsStart + countsRows + gap }

  /// The number of lines for the last changes and their title; 0 on a small screen.
  var eventRows: Int {
    guard size.rows >= 16, let queue, !queue.events.isEmpty else { return 0 }
    return 1 + min(max(size.rows / 6, 2), queue.events.count)
  }

  var eventsStart: Int { size.rows - 1 - eventRows }
  var listRows: Int { max(0, eventsStart - (eventRows > 0 ? gap : 0) - listStart) }

  // MARK: Rows

  /// The visible parts if `top` is the first visible row; each has a title line.
  func parts(from top: Int) -> [Part] {
    guard let queue, let start = queue.position(of: top) else { return [] }
    var parts: [Part] = []
    var room = listRows
    var first = start.row
    for section in start.section..<queue.sections.count where room > 1 {
      let count = min(queue.sections[section].count - first, room - 1)
      parts.append(Part(section: section, rows: first..<first + count))
      room -= count + 1
      first = 0
    }
    return parts
  }

  var parts: [Part] { parts(from: top) }

  /// The indices of the visible rows, over all sections.
  var visibleRows: Range<Int> { visibleRows(from: top) }

  private func visibleRows(from top: Int) -> Range<Int> {
    top..<top + parts(from: top).reduce(0) { $0 + $1.rows.count }
  }

  /// The first row, as near to `top` as possible, with which the selected row is visible and no
  /// line at the end is empty that rows above could fill.
  private func fittedTop(_ top: Int, _ selected: Int?) -> Int {
    guard let queue, queue.rowCount > 0, listRows > 1 else { return 0 }
    var top = min(max(top, 0), queue.rowCount - 1)
    if let selected {
      top = min(top, selected)
      while visibleRows(from: top).upperBound <= selected, top < selected {
        top += max(1, selected - visibleRows(from: top).upperBound + 1)
        top = min(top, selected)
      }
    }
    while top > 0, visibleRows(from: top - 1).upperBound == queue.rowCount { top -= 1 }
    return top
  }
}
