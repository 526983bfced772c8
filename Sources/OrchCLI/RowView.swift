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
      lines += historyLines
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The column at which the texts stand, behind their names.
  static let nameWidth = 18

  var historyLines: [String] { history.map { "  \($0.line.escaped)" } }

  private func field(_ name: String, _ text: String) -> String {
    DisplayWidth.pad(name, to: Self.nameWidth) + text
  }
}
