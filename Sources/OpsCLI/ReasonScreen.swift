import CommandLineKit
import CommandSupport
import QueueModel
import TextWidth

/// The reasons for a terminal: rows with one reason and one command below each other. Nothing is
/// cut, so that each command can be copied.
struct ReasonScreen {
  private let groups: [Group]
  private let messages: Messages

  /// Rows with one reason.
  private struct Group {
    var rows: [ReasonLine]
    var ids: [String] { rows.map(\.id) }
  }

  init(rows: [ReasonLine], _ messages: Messages = .english) {
    var groups: [Group] = []
    var places: [String: Int] = [:]
    for row in rows {
      let key = "\(row.rowsBefore == nil ? row.message : "")\t\(row.command ?? "")"
      if let place = places[key] {
        groups[place].rows.append(row)
      } else {
        places[key] = groups.count
        groups.append(Group(rows: [row]))
      }
    }
    (self.groups, self.messages) = (groups, messages)
  }

  func text(width: Int, _ paint: Paint) -> String {
    let margin = groups.flatMap(\.ids).map { DisplayWidth.of($0) }.max() ?? 0
    return groups.map { lines(of: $0, margin + 2, width, paint) }.joined()
  }

  /// The id, the reason beside it, and the command: behind the reason where it fits, else below.
  /// Several ids stand above.
  private func lines(
    of group: Group, _ margin: Int, _ width: Int, _ paint: Paint
  ) -> String {
    let row = group.rows[0]
    let room = max(width - margin, 20)
    var lines = Paragraph(message(of: group)).lines(width: room)
    let last = lines.last ?? ""
    lines = lines.map { paint($0, row.explanation.color) }
    if let command = row.command {
      if lines.count == 1, DisplayWidth.of(last + command) + 2 <= room {
        lines[0] += ": " + paint.bold(command)
      } else {
        lines.append(paint.bold(command))
      }
    }
    let isOne = group.rows.count == 1
    let heading =
      isOne ? [] : Paragraph(group.ids.joined(separator: ", ")).lines(width: max(width, 20))
    return heading.map { $0 + "\n" }.joined()
      + lines.enumerated().map { index, line in
        DisplayWidth.pad(isOne && index == 0 ? row.id : "", to: margin) + line + "\n"
      }.joined()
  }

  private func message(of group: Group) -> String {
    let counts = group.rows.compactMap(\.rowsBefore)
    guard group.rows.count > 1, let least = counts.min(), let most = counts.max() else {
      return group.rows[0].message
    }
    return messages.text(ofRowsBefore: least...most)
  }
}

extension Explanation {
  /// The colour of the row's status; yellow for a row that waits until a person acts, and green
  /// for one that is about to start.
  var color: Paint.Color? {
    switch reason {
    case .state(let item): item.status.color
    case .queued(behind: 0): .green
    case .leased, .duplicate, .backsOff, .conflict, .queued: nil
    case .workerBusy: nil
    case .malformed, .noRow, .waits, .cycle, .unknownWorker, .cannotStart, .paused:
      isStuck ? .yellow : nil
    }
  }
}
