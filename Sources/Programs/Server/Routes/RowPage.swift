import Door
import HTTP
import Model
import QueueStore
import Requests
import Text

/// The rows that a request asks for: all that its filters leave, or a page of them.
struct RowPage {
  private let items: [ZonedItem]
  /// How many rows the filters leave; `nil` except on the first of several pages.
  private var total: Int?
  /// Where the next page begins: behind the row with this id. `nil` on the last.
  private var next: String?
  /// The rows that rows of the page wait for, and that are DONE, or were when they were archived.
  private var done: [String] = []

  static let parameters = [
    "id", "status", "priority", "owner", "search", "label", "plan", "overdue", "blocked",
    "awaiting", "sort", "limit", "cursor",
  ]

  init(for call: Call) throws {
    let (request, zone) = (call.request, call.zone)
    let snapshot = try call.queue.snapshot()
    let found: [QueueItem]
    let ids = request.values("id")
    if ids.isEmpty {
      var rows = try Self.rows(of: call, in: snapshot)
      let limit = try request.number("limit")
      if limit != nil, request.value("cursor") == nil { total = rows.count }
      if let limit, rows.count > limit {
        rows = rows.prefix(limit)
        next = rows.last.map { RowCursor(place: $0, id: snapshot.id(at: $0)).text }
      }
      found = rows.compactMap(snapshot.item)
      if limit == nil, request.value("cursor") == nil {
        items = found.map { ZonedItem($0, in: zone) }
        return
      }
    } else {
      if let other = request.query.first(where: { $0.name != "id" && $0.name != "queue" }) {
        throw RequestError.usage(
          "'id' and '\(other.name.escaped)' exclude each other",
          "'id'와 '\(other.name.escaped)'은(는) 함께 쓸 수 없습니다",
          hint: Sentence("name rows, or filter them", "행을 지정하거나 필터를 쓰십시오"))
      }
      // A row that can't be read is not there.
      found = ids.compactMap { (try? snapshot.item($0)) ?? nil }
    }
    items = found.map { ZonedItem($0, in: zone) }
    done = try Set(found.flatMap(\.after)).filter { id in
      try (snapshot.status(of: id) ?? snapshot.archivedStatus(of: id)) == .done
    }.sorted()
  }

  /// The places of the rows that the filters leave, in their order, from the cursor on.
  private static func rows(
    of call: Call, in snapshot: some QueueSnapshot
  ) throws -> ArraySlice<Int> {
    let request = call.request
    let filter = try filter(of: call)
    let (sort, isReversed) = try order(of: request)
    let now = try call.queue.now()
    let cursor = try request.value("cursor").map { text throws(RequestError) in
      guard let row = RowCursor(text)?.row(in: snapshot) else { throw .badCursor(text) }
      return row
    }
    // The last row of the page before may have changed since. No filter matches unreadable rows:
    // without an id, such a row is no place where a page could begin.
    var rows = (0..<snapshot.rowCount).filter {
      $0 == cursor || filter.matches($0, of: snapshot, at: now)
    }
    if let sort {
      rows = sort.sorted(rows, of: snapshot, at: now, isReversed: isReversed)
    } else if isReversed {
      rows.reverse()
    }
    return rows[(cursor.flatMap(rows.firstIndex).map { $0 + 1 } ?? 0)...]
  }

  private static func filter(of call: Call) throws -> RowFilter {
    let request = call.request
    var filter = RowFilter()
    filter.statuses = try request.choices("status", Status.self)
    filter.priorities = try request.values("priority").flatMap { $0.split(separator: ",") }
      .map { try .known($0) }
    filter.owner = request.value("owner")
    filter.searches = request.values("search").map(RowSearch.init).filter { !$0.isEmpty }
    filter.labels = Set(
      request.values("label").flatMap { $0.split(separator: ",") }.map(String.init))
    filter.plan = request.value("plan")
    filter.isOverdue = try request.flag("overdue")
    filter.isBlocked = try request.flag("blocked")
    filter.isAwaiting = try request.flag("awaiting")
    if filter.isBlocked { filter.policy = try call.queue.policy() }
    return filter
  }

  /// The order, and whether it is reversed; `nil` for that of the table.
  private static func order(
    of request: HTTPRequest
  ) throws(RequestError) -> (order: RowOrder?, isReversed: Bool) {
    guard let text = request.value("sort") else { return (nil, false) }
    let isReversed = text.hasPrefix("-")
    let name = isReversed ? String(text.dropFirst()) : text
    let table = "table"
    let order = RowOrder(rawValue: name)
    guard order != nil || name == table else {
      throw RequestError(
        .badChoice("sort", text, [table] + RowOrder.allCases.map(\.rawValue)))
    }
    return (order, isReversed)
  }
}

extension RowPage: Shaped {
  static var shapeName: StaticString { "rows" }
  static func shape(_ fields: inout Fields<RowPage>) {
    fields.add("items", \.items, "the rows, in the order of the table or of `sort`")
    fields.addIfAny(
      "total", \.total, "with `limit`, on the first page: how many rows the filters leave")
    fields.addIfAny(
      "next_cursor", \.next, "with `limit`: where the next page begins; absent on the last")
    fields.addIfNotEmpty(
      "done", \.done,
      "with `limit`, `cursor` or `id`: the ids in `after` of these rows that are DONE")
  }
}

/// Where a page begins: behind a row, which is searched for from the place that it had.
private struct RowCursor {
  let place: Int
  let id: String

  init(place: Int, id: String) { (self.place, self.id) = (place, id) }

  /// - Returns: `nil` for a text that is not a cursor.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let place = Int(parts[0]), place >= 0 else { return nil }
    self.init(place: place, id: String(parts[1]))
  }

  var text: String { "\(place):\(id)" }

  func row(in snapshot: some QueueSnapshot) -> Int? {
    guard snapshot.contains(id) else { return nil }
    let place = min(place, snapshot.rowCount)
    for distance in 0...snapshot.rowCount {
      for row in [place - distance, place + distance]
      where (0..<snapshot.rowCount).contains(row) && snapshot.id(at: row) == id { return row }
    }
    return nil
  }
}

extension QueueSnapshot {
  fileprivate func id(at row: Int) -> String {
    var text: [UInt8] = []
    append([.id], ofRow: row, separator: UInt8(ascii: "\t"), to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}

extension RequestError {
  fileprivate static func badCursor(_ text: String) -> RequestError {
    RequestError(
      400, "bad_cursor",
      Sentence(
        "no page begins at '\(text.escaped)' any more", "'\(text.escaped)'에서 시작하는 페이지가 이제 없습니다"),
      hint: Sentence("begin again with the first page", "첫 페이지부터 다시 시작하십시오"))
  }
}
