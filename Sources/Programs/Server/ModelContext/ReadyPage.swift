import Door
import Model
import Monitoring
import QueueStore
package import Text

/// The PENDING rows: first those that the caller may claim, then the others with the reason.
package struct ReadyPage {
  /// The rows of this page.
  private(set) var rows: [ReadyRow] = []
  let total: Int
  let readyCount: Int
  /// How many rows stand before this page.
  let start: Int
  /// The rows that the caller works on.
  let own: [String]
  /// The rows that wait for a person.
  let awaiting: [String]
  /// Why nothing starts, whatever the rows say; `nil` where the queue is not paused.
  let pause: String?

  /// Bytes of the rows of a page, as JSON and as text.
  private static let (longestStructure, longestText) = (4200, 2700)

  /// - Parameters:
  ///   - queue: the queue.
  ///   - caller: the session that would claim the rows.
  ///   - cursor: where the page begins; `nil` for the first row.
  ///   - limit: how many rows it has at most.
  init(
    of queue: TaskQueue, for caller: Caller, from cursor: ReadyCursor?, limit: Int
  ) throws {
    let briefing = try queue.briefing(for: caller, explaining: .max)
    var reasons: [String: Refusal] = [:]
    for held in briefing.preview.held where reasons[held.id] == nil {
      reasons[held.id] = held.refusal
    }
    let snapshot = try queue.snapshot()
    var (ready, waiting): ([QueueItem], [QueueItem]) = ([], [])
    snapshot.visit(.pending) { item in
      if reasons[item.id] == nil { ready.append(item) } else { waiting.append(item) }
      return .more
    }
    let all = ready + waiting
    (total, readyCount) = (all.count, ready.count)
    own = briefing.inProgress.filter { $0.ownerSession == caller.session }.map(\.id)
    awaiting = snapshot.idsAwaitingPeople()
    pause = briefing.pause.map { $0.sentence(at: briefing.now).english.cut(toBytes: 300) }
    start = cursor?.start(in: ready, waiting) ?? 0
    var (structure, text) = (0, 0)
    for item in all[start...].prefix(limit) {
      let row = ReadyRow(item, waitsFor: reasons[item.id])
      structure += row.json.byteCount + 1
      text += row.line.utf8.count + 1
      // One row always has room.
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
  /// Which rows wait for a person; `nil` where none does.
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
  /// `nil` where nothing does.
  let reason: String?
  let line: String

  init(_ item: QueueItem, waitsFor refusal: Refusal?) {
    id = item.id.cut(toBytes: 100)
    priority = item.priority.text.cut(toBytes: 20)
    // Both are cut from the whole text, so that each says how long that is.
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

/// Where a page begins: behind a row. Where that is no longer among those that may start, or that wait,
/// it begins with the first of them: a row comes twice rather than not at all.
struct ReadyCursor {
  fileprivate let isReady: Bool
  fileprivate let lastID: String

  private static let (ready, waiting) = ("ready", "waits")

  fileprivate init(isReady: Bool, lastID: String) {
    (self.isReady, self.lastID) = (isReady, lastID)
  }

  /// - Returns: `nil` for a text that is no cursor.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == Self.ready || parts[0] == Self.waiting else { return nil }
    self.init(isReady: parts[0] == Self.ready, lastID: String(parts[1]))
  }

  var text: String { "\(isReady ? Self.ready : Self.waiting):\(lastID)" }

  fileprivate func start(in ready: [QueueItem], _ waiting: [QueueItem]) -> Int {
    let rows = isReady ? ready : waiting
    let place = rows.firstIndex { $0.id == lastID }.map { $0 + 1 } ?? 0
    return place + (isReady ? 0 : ready.count)
  }
}
