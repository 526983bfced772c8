import CommandLineKit
import CommandSupport
import QueueModel
import TextWidth

/// How many rows have each status, and what share of all that is.
struct StatusBars {
  let counts: [Status: Int]
  let paint: Paint

  private var total: Int { counts.values.reduce(0, +) }

  /// `summary` as `ops status` says it, without the word.
  var summary: String {
    Status.summaryOrder.map { paint("\($0.rawValue)=\(counts[$0] ?? 0)", $0.color) }
      .joined(separator: " ")
  }

  /// A line for each status: its name, its count, and a bar.
  func lines(width: Int) -> [String] {
    let names = Status.summaryOrder.map { DisplayWidth.of($0.rawValue) }.max() ?? 0
    let digits = max(4, String(total).count)
    let room = width - names - digits - 4
    return Status.summaryOrder.map { status in
      let count = String(counts[status] ?? 0)
      let label = DisplayWidth.pad(status.rawValue, to: names + 1 + digits - count.count) + count
      return paint(label, status.color) + " [" + bar(status, room) + "]"
    }
  }

  /// A status that any row has, has a bar; only one that all have fills the room.
  private func bar(_ status: Status, _ room: Int) -> String {
    let count = counts[status] ?? 0
    let share = total > 0 ? (count * room + total / 2) / total : 0
    let least = count > 0 ? 1 : 0
    let length = min(max(share, least), count == total ? room : max(room - 1, least))
    let blank = String(repeating: " ", count: max(0, room - length))
    return paint(String(repeating: "|", count: max(0, length)), status.color) + blank
  }
}
