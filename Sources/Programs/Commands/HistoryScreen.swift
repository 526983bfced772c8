import Door
import Model
import Runner
import Text

/// The history for a terminal: time, row and actor in columns, and beside them the changes, wrapped
/// to as many lines as they need.
struct HistoryScreen {
  let entries: [HistoryEntry]
  let ages: Ages
  let headings: TimeHeadings
  /// Whether old and new texts are shown whole, instead of only the words that changed.
  let isFull: Bool
  let language: Language

  /// The least number of columns for what changed, if the terminal is wide enough.
  private static let leastRoom = 28

  func text(width: Int, _ paint: Paint) -> String {
    let columns = columns(width: max(width - Self.leastRoom, width / 2))
    let margin = (columns.map { DisplayWidth.of($0) }.max() ?? 0) + 2
    let room = max(width - margin, 16)
    var lines = [
      paint.bold(DisplayWidth.pad(columns[0], to: margin) + Heading.change.label(language))
    ]
    for (entry, column) in zip(entries, columns.dropFirst()) {
      let text =
        entry.fact(in: language)
        ?? (isFull ? entry.changes(headings) : entry.changedWords(headings))
      let changes = Self.lines(of: text, room)
      lines.append(DisplayWidth.pad(column, to: margin) + (changes.first ?? ""))
      lines += changes.dropFirst().map { String(repeating: " ", count: margin) + $0 }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The titles and the columns of each entry, as lines.
  private func columns(width: Int) -> [String] {
    func title(_ heading: Heading) -> String { heading.label(language) }
    var table = TextTable([
      .init(title(.when), dropOrder: 2), .init(title(.age), .right, dropOrder: 3),
      .init(title(.id)), .init(title(.command)), .init(title(.who), minimum: 8, dropOrder: 1),
    ])
    for entry in entries {
      table.append([
        .init(entry.moment.escaped), .init(ages.text(since: entry.moment)),
        .init((entry.id ?? "-").escaped), .init(entry.command.escaped),
        .init(entry.actor.escaped),
      ])
    }
    return table.rendered(width: width, paint: Paint(isOn: false))
      .split(separator: "\n").map(String.init)
  }

  /// Wraps the changes, between two cells if possible.
  private static func lines(of changes: String, _ room: Int) -> [String] {
    var isEnded = false
    let paragraph = Paragraph(changes.escaped) { word in
      defer { isEnded = word.hasSuffix(";") || word.hasSuffix(":") }
      return isEnded
    }
    return paragraph.lines(width: room)
  }
}
