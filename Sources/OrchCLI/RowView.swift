import CommandLineKit
import JSON
import QueueCLI
import QueueModel
import QueueStorage
import TextWidth

/// One row as `show` tells it.
struct RowView {
  let item: QueueItem
  let blockers: [Dependencies.Blocker]
  let history: [HistoryEntry]

  var json: JSONValue {
    [
      "item": item.json,
      "waits_for": .array(blockers.map(\.json)),
      "history": .array(history.map(\.json)),
    ]
  }

  func text(_ paint: Paint) -> String {
    var lines = Column.allCases.map { column in
      let text = item.text(of: column)?.escaped ?? "-"
      return field(column.name, column == .status ? paint(text, item.status.color) : text)
    }
    if !item.after.isEmpty {
      lines.append(field("after", item.after.joined(separator: ", ").escaped))
    }
    if !blockers.isEmpty {
      lines.append(field("waits_for", blockers.map(\.description).joined(separator: ", ")))
    }
    if let line = item.line { lines.append(field("line", String(line))) }
    if !history.isEmpty {
      lines.append("history")
      lines += history.map { "  \($0.text.escaped)" }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func field(_ name: String, _ text: String) -> String {
    DisplayWidth.pad(name, to: 18) + text
  }
}

extension HistoryEntry {
  var json: JSONValue {
    [
      "seq": .integer(sequence), "ts": .string(time), "trace": .string(traceID),
      "command": .string(command), "actor": .string(actor), "id": JSONValue(id),
      "before": Self.object(before), "after": Self.object(after),
    ]
  }

  /// `2026-01-31 18:00 pick by worker-a: status PENDING -> IN_PROGRESS`.
  var text: String {
    let moment = String(time.prefix(16).map { $0 == "T" ? " " : $0 })
    let changes = Column.allCases.compactMap { column -> String? in
      guard let new = after[column.name] else { return nil }
      return "\(column.name) \(before[column.name].map { "\($0) -> " } ?? "")\(new)"
    }
    return "\(moment) \(command) by \(actor): \(changes.joined(separator: "; "))"
  }

  private static func object(_ texts: [String: String]) -> JSONValue {
    var object: JSONObject = [:]
    for column in Column.allCases { object[column.name] = texts[column.name].map { .string($0) } }
    return .object(object)
  }
}
