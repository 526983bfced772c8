import CommandSupport
import QueueModel

/// What of the overview has how much room on a screen, and which rows are shown.
struct OverviewLayout {
  /// A part of a section that is shown.
  struct Part: Equatable {
    let section: Int
    let rows: Range<Int>
  }

  private let queue: WatchedQueue?
  private let size: ScreenSize
  /// What has to be told above the rows, a line each.
  let alerts: [Alert]
  private(set) var top: Int

  struct Alert: Equatable {
    let text: String
    let tone: WatchMessage.Tone
  }

  init(_ model: WatchModel) {
    queue = model.queue
    size = model.size
    alerts = Self.alerts(model)
    top = 0
    top = fittedTop(model.top, model.selection?.index)
  }

  /// Less than this shows nothing of use.
  static let least = ScreenSize(columns: 40, rows: 10)

  private static func alerts(_ model: WatchModel) -> [Alert] {
    let problem = model.problem.map { [Alert(text: $0, tone: .failed)] } ?? []
    guard let queue = model.queue else { return problem }
    var alerts = problem
    if model.killedDaemon != nil {
      let text = "daemon was killed; orch daemon starts it again"
      alerts.append(Alert(text: text, tone: .failed))
    }
    if queue.conflicts > 0 {
      let text = "\(queue.conflicts.counted("conflict")) of saves with changes"
      alerts.append(Alert(text: "\(text) (orch history --conflicts)", tone: .hint))
    }
    return Array((alerts + queue.notices.map { Alert(text: $0, tone: .hint) }).prefix(3))
  }

  // MARK: Room, in lines

  /// The counts have a line each, with a bar, or one line together.
  var hasBars: Bool { size.rows >= 20 }
  /// Whether a line is left blank between the parts.
  private var isAiry: Bool { size.rows >= 30 }
  private var gap: Int { isAiry ? 1 : 0 }

  var countsStart: Int { 1 + alerts.count }
  private var countsRows: Int { hasBars ? Status.allCases.count : 1 }
  var listStart: Int { countsStart + countsRows + gap }

  /// The last changes with their title; 0 where they have no room.
  var eventRows: Int {
    guard size.rows >= 16, let queue, !queue.events.isEmpty else { return 0 }
    return 1 + min(max(size.rows / 6, 2), queue.events.count)
  }

  var eventsStart: Int { size.rows - 1 - eventRows }
  var listRows: Int { max(0, eventsStart - (eventRows > 0 ? gap : 0) - listStart) }

  // MARK: Rows

  /// The parts that have room from a row on, each below its title.
  func parts(from top: Int) -> [Part] {
    guard let queue, let start = queue.place(of: top) else { return [] }
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

  /// Those that are shown, over all sections.
  var visibleRows: Range<Int> { visibleRows(from: top) }

  private func visibleRows(from top: Int) -> Range<Int> {
    top..<top + parts(from: top).reduce(0) { $0 + $1.rows.count }
  }

  /// The first row to show: as it was, if the chosen one is seen then, and no room is left
  /// below that rows above could have.
  private func fittedTop(_ top: Int, _ chosen: Int?) -> Int {
    guard let queue, queue.rowCount > 0, listRows > 1 else { return 0 }
    var top = min(max(top, 0), queue.rowCount - 1)
    if let chosen {
      top = min(top, chosen)
      while visibleRows(from: top).upperBound <= chosen, top < chosen {
        top += max(1, chosen - visibleRows(from: top).upperBound + 1)
        top = min(top, chosen)
      }
    }
    while top > 0, visibleRows(from: top - 1).upperBound == queue.rowCount { top -= 1 }
    return top
  }
}
