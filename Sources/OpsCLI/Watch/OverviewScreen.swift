import CommandLineKit
import CommandSupport
import QueueModel
import Screen
import TextWidth

/// Draws the counts, the rows, and the last changes.
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
    let events = EventTable(events: queue.events.suffix(layout.eventRows - 1), at: model.now)
    put(events.lines(width: model.size.columns, paint), from: layout.eventsStart, into: &frame)
  }

  private func put(_ lines: [StyledText], from row: Int, into frame: inout Frame) {
    for (index, line) in lines.enumerated() { frame.put(line, row: row + index) }
  }

  // MARK: Above the rows

  private func putHeader(_ layout: OverviewLayout, into frame: inout Frame) {
    let workers = model.queue.map { "\($0.runningCount) of \($0.maxWorkers) workers  " } ?? ""
    frame.putBar(model.queue?.name ?? "ops watch", workers + model.now.clock, row: 0)
    for (index, alert) in layout.alerts.enumerated() {
      let color: Paint.Color = alert.tone == .failed ? .red : .yellow
      frame.putLine(paint(alert.text, color), row: 1 + index)
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
      frame.putLine(paint.dim("No rows"), row: layout.listStart)
    }
    let parts = layout.parts.map { part in
      let section = queue.sections[part.section]
      return SectionTable(
        section: section, rows: part.rows.map { section.row($0, of: queue.snapshot) },
        now: model.now)
    }
    let idWidth = parts.map(\.idWidth).max() ?? 0
    var row = layout.listStart
    for part in parts {
      let lines = part.lines(idWidth: idWidth, width: model.size.columns, paint)
      put(lines, from: row, into: &frame)
      if let chosen = chosenLine(of: part, queue) { frame.emphasize(row: row + chosen, .reversed) }
      row += lines.count
    }
  }

  /// The line of a part in which the chosen row stands.
  private func chosenLine(of part: SectionTable, _ queue: WatchedQueue) -> Int? {
    guard let key = model.selection?.key else { return nil }
    return part.rows.firstIndex { $0.key == key }.map { $0 + 1 }
  }
}

extension QueueTime {
  /// `18:00:05`.
  fileprivate var clock: String { String(iso8601.prefix(19).suffix(8)) }
}
