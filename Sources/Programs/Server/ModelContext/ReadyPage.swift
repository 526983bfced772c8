import Door
import Model
import Monitoring
import QueueStore
package import Text

/// The PENDING rows: first those that the caller may claim, then the others with the reason.
package struct ReadyPage {
  private(set) var rows: [ReadyRow] = []
  let total: Int
  let readyCount: Int
  /// How many rows precede this page.
  let start: Int
  /// The rows that the caller works on.
  let own: [String]
  /// The rows that wait for a person.
  let awaiting: [String]
  /// Why nothing starts, whatever the rows say; `nil` if the queue is not paused.
  let pause: String?

  /// The size limits of a page's rows in bytes, as JSON and as text.
  private static let (longestStructure, longestText) = (4200, 2700)

  /// - Parameters:
  ///   - caller: the session that would claim the rows.
  ///   - cursor: the beginning of the page; `nil` for the first row.
  ///   - limit: the largest number of rows.
  init(
    of queue: TaskQueue, for caller: Caller, from cursor: ReadyCursor?, limit: Int
  ) throws {
    let briefing = try queue.briefing(for: caller, explaining: .max)
    let (ready, waiting) = (briefing.preview.startable, briefing.preview.held)
    (total, readyCount) = (ready.count + waiting.count, ready.count)
    own = briefing.inProgress.filter { $0.ownerSession == caller.session }.map(\.id)
    awaiting = try queue.snapshot().idsAwaitingPeople()
    pause = briefing.pause.map { $0.sentence(at: briefing.now).english.cut(toBytes: 300) }
    start = cursor?.start(in: ready.lazy.map(\.id), waiting.lazy.map(\.item.id)) ?? 0
    var (structure, text) = (0, 0)
    for place in (start..<total).prefix(limit) {
      let row =
        place < readyCount
        ? ReadyRow(ready[place], waitsFor: nil)
        : ReadyRow(waiting[place - readyCount].item, waitsFor: waiting[place - readyCount].refusal)
      structure += row.json.byteCount + 1
      text += row.line.utf8.count + 1
      // One row always fits.
      if !rows.isEmpty, structure > Self.longestStructure || text > Self.longestText { break }
      rows.append(row)
    }
  }

  var next: ReadyCursor? {
    guard let last = rows.last, start + rows.count < total else { return nil }
    return ReadyCursor(isReady: last.reason == nil, lastID: last.id)
  }

  var lines: [String] {
    var lines = [
      total == 0
        ? "No row is PENDING."
        : "\(readyCount) of \(total) PENDING rows may start; rows \(start + 1) to \(start + rows.count):"
    ]
    if let pause { lines.append("Nothing starts: \(pause)") }
    lines += rows.map(\.line)
    if !own.isEmpty { lines.append("You work on: \(own.prefix(10).joined(separator: ", "))") }
    if let line = Self.line(awaiting: awaiting) { lines.append(line) }
    if let next { lines.append("More: cursor \(next.text)") }
    return lines
  }
}

extension ReadyPage {
  /// Which rows wait for a person, in words; `nil` if there are none.
  static func line(awaiting ids: [String]) -> String? {
    if ids.isEmpty { return nil }
    let named = ids.prefix(5).map { $0.cut(toBytes: 100).escaped } + (ids.count > 5 ? ["…"] : [])
    return "Waiting for a person: \(ids.count) (\(named.joined(separator: ", ")))"
  }
}

extension QueueSnapshot {
  /// The ids of the rows that wait for an answer, an approval or a merge.
  func idsAwaitingPeople() -> [String] {
    var ids: [String] = []
    visit(.blocked) { item in
      if item.awaited != nil { ids.append(item.id) }
      return .more
    }
    return ids
  }
}

extension ReadyPage: Shaped {
  package static var shapeName: StaticString { "orch_ready" }
  package static func shape(_ fields: inout Fields<ReadyPage>) {
    fields.add("rows", \.rows, "those that may start, in that order, then those that wait")
    fields.add("total", \.total, "how many rows are PENDING")
    fields.add("ready", \.readyCount, "how many of them may start")
    fields.addIfAny("next_cursor", \.next?.text, "where the next page begins; absent on the last")
    fields.addIfNotEmpty(
      "yours", { Array($0.own.prefix(10)) }, "the rows that the session works on")
    fields.addIfNotEmpty(
      "awaiting", { Array($0.awaiting.prefix(5)) }, "the first rows that wait for a person")
    fields.addIfAny("paused", \.pause, "why no row starts now")
  }
}

/// A PENDING row, and what keeps it from being claimed.
struct ReadyRow: Shaped {
  let id: String
  let priority, task: String
  /// `nil` if nothing keeps it from being claimed.
  let reason: String?
  let line: String

  init(_ item: QueueItem, waitsFor refusal: Refusal?) {
    id = item.id.cut(toBytes: 100)
    priority = item.priority.text.cut(toBytes: 20)
    // Both are cut from the whole text, so that each shows the length of the whole.
    let (whole, why) = (item.task ?? "-", refusal?.sentence.english)
    task = whole.cut(toBytes: 240)
    reason = why?.cut(toBytes: 240)
    let state = why.map { "waits (\($0.cut(toBytes: 120)))" } ?? "may start"
    line = "\(id) \(priority) \(state): \(whole.cut(toBytes: 120))".escaped
  }

  static var shapeName: StaticString { "ready row" }
  static func shape(_ fields: inout Fields<ReadyRow>) {
    fields.add("id", \.id)
    fields.add("priority", \.priority)
    fields.add("task", \.task)
    fields.add("ready", { $0.reason == nil }, "whether the session may claim it now")
    fields.addIfAny("reason", \.reason, "of one that waits: why")
  }
}

/// The beginning of a page: behind a row. If that row is no longer among those that may start, or
/// that wait, the page begins with the first of them: a row may come twice, but is never left out.
struct ReadyCursor {
  fileprivate let isReady: Bool
  fileprivate let lastID: String

  private static let (ready, waiting) = ("ready", "waits")

  fileprivate init(isReady: Bool, lastID: String) {
    (self.isReady, self.lastID) = (isReady, lastID)
  }

  /// - Returns: `nil` for a text that is not a cursor.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == Self.ready || parts[0] == Self.waiting else { return nil }
    self.init(isReady: parts[0] == Self.ready, lastID: String(parts[1]))
  }

  var text: String { "\(isReady ? Self.ready : Self.waiting):\(lastID)" }

  fileprivate func start(
    in ready: some RandomAccessCollection<String>, _ waiting: some RandomAccessCollection<String>
  ) -> Int {
    func place(in ids: some RandomAccessCollection<String>) -> Int {
      ids.enumerated().first { $0.element == lastID }.map { $0.offset + 1 } ?? 0
    }
    return isReady ? place(in: ready) : ready.count + place(in: waiting)
  }
}
