import Door
import Gate
import Model
package import Text
import Work
import Workers

// The tools that change nothing.

extension AgentQueue {
  var ready: Tool {
    Tool(
      "orch_ready",
      "List PENDING rows: those that you may claim, most urgent first, then those that wait, and why.",
      [
        Parameter("limit", .whole(1...100), "rows a page, 20 by default"),
        Parameter("cursor", .text, "next_cursor of the page before"),
      ], .reads
    ) { [self] arguments in
      var cursor: ReadyCursor?
      if let text = arguments.text("cursor") {
        guard let known = ReadyCursor(text) else {
          return ToolResult(
            "'cursor' is not one that orch_ready gave (leave it out for the first page)", nil,
            isError: true)
        }
        cursor = known
      }
      return answer(.reading) { call in
        let page = try ReadyPage(
          of: call, for: caller(), from: cursor, limit: arguments.number("limit") ?? 20)
        return ToolResult(page.lines.joined(separator: "\n"), page.json)
      }
    }
  }

  var get: Tool {
    Tool(
      "orch_get",
      """
      Show a row: its state, what it waits for, its newest changes and, unless it is finished, the \
      whole task message with brief, earlier verdict, questions and answers.
      """,
      [Parameter("id", .text, isRequired: true)], .reads
    ) { [self] arguments in
      let id = arguments.requiredText("id")
      return answer(.reading, of: id) { call in
        let details = try call.details(ofRow: id)
        var message: String?
        if !details.item.status.isFinished { message = try? call.task(for: id).text }
        let row = AgentRow(details, message: message, zone: call.zoneOfJSON)
        return ToolResult(row.text, row.json)
      }
    }
  }
}

/// A row as an agent reads it, cut to fit into a result.
package struct AgentRow: Shaped {
  private let details: RowDetails
  private let item: JSONValue
  private let message: String?
  /// The newest changes, oldest first.
  private let history: [String]

  private static let (longestItem, longestMessage, longestHistory) = (1500, 2300, 900)

  init(_ details: RowDetails, message: String?, zone: QueueZone?) {
    self.details = details
    item = ZonedItem(details.item, in: zone).json.cut(toBytes: Self.longestItem)
    // The form of the report is at the end.
    self.message = message?.cut(toBytes: Self.longestMessage, keepingEnd: 1000)
    var (newest, size): ([String], Int) = ([], 0)
    for entry in details.history.reversed() {
      let line = entry.line(details.headings).cut(toBytes: 300)
      size += JSONValue.string(line).byteCount + 1
      if size > Self.longestHistory, !newest.isEmpty { break }
      newest.append(line)
    }
    history = newest.reversed()
  }

  package static var shapeName: StaticString { "orch_get" }
  package static func shape(_ fields: inout Fields<AgentRow>) {
    fields.add("item", \.item, "the [item](#item), long texts cut")
    fields.add(
      "waits_for", { Array($0.details.blockers.prefix(20)) }, "what a PENDING row waits for")
    fields.addIfAny("message", \.message, "what a worker is sent, unless the row is finished")
    fields.addIfAny(
      "evidence", \.details.evidence,
      "the folder with its reports and proofs, or their pack, if there is one")
    fields.add("history", \.history, "the newest of its changes, a line each, oldest first")
    fields.add("total", \.details.history.count, "how many changes there are")
  }

  /// The short form for text.
  var text: String {
    let row = details.item
    var lines = [
      "\(row.id) \(row.status.rawValue) \(row.priority.text): \((row.task ?? "-").cut(toBytes: 200))"
    ]
    if let owner = row.ownerSession { lines.append("owner: \(owner.cut(toBytes: 80))") }
    if !details.blockers.isEmpty {
      let rows = details.blockers.prefix(5).map { "\($0.id) (\($0.status?.rawValue ?? "no row"))" }
      let rest = details.blockers.count - rows.count
      lines.append(
        "waits for: \((rows + (rest > 0 ? ["\(rest) more"] : [])).joined(separator: ", "))")
    }
    if let awaited = row.awaited { lines.append("waits for a person: \(awaited.rawValue)") }
    if let question = row.question, row.awaited == .answer {
      lines.append("question: \(question.cut(toBytes: 200))")
    }
    let criteria = Checklist(row.successCriteria ?? "").items
    lines += criteria.prefix(5).enumerated().map { "\($0 + 1). \($1.cut(toBytes: 120))" }
    if criteria.count > 5 { lines.append("and \(criteria.count - 5) more criteria") }
    lines.append("\(details.history.count) changes; the last:")
    lines += details.history.suffix(3).map { "- \($0.line(details.headings).cut(toBytes: 200))" }
    return lines.map(\.escaped).joined(separator: "\n")
  }
}
