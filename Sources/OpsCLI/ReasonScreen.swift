import CommandLineKit
import CommandSupport
import QueueModel
import TextWidth

/// Why rows are not running, for people: nothing is cut, so that each command can be copied.
struct ReasonScreen {
  let rows: [ReasonLine]

  func text(width: Int, _ paint: Paint) -> String {
    let margin = rows.map { DisplayWidth.of($0.id) }.max() ?? 0
    return rows.map { lines(of: $0, margin + 2, width, paint) }.joined()
  }

  /// The id, and beside it the reason with the command behind it; below, where there is no
  /// room for both.
  private func lines(
    of row: ReasonLine, _ margin: Int, _ width: Int, _ paint: Paint
  ) -> String {
    let room = max(width - margin, 20)
    var lines = Paragraph(row.message).lines(width: room)
    let last = lines.last ?? ""
    lines = lines.map { paint($0, row.explanation.color) }
    if let command = row.command {
      if lines.count == 1, DisplayWidth.of(last + command) + 2 <= room {
        lines[0] += ": " + paint.bold(command)
      } else {
        lines.append(paint.bold(command))
      }
    }
    return lines.enumerated().map { index, line in
      DisplayWidth.pad(index == 0 ? row.id : "", to: margin) + line + "\n"
    }.joined()
  }
}

extension Explanation {
  /// As the row's status is coloured; yellow for what stays so until somebody acts, and green
  /// for a row that is about to start.
  var color: Paint.Color? {
    switch reason {
    case .state(let item): item.status.color
    case .queued(behind: 0): .green
    case .leased, .duplicate, .backsOff, .conflict, .queued: nil
    case .malformed, .noRow, .waits, .cycle, .missingProgram: isStuck ? .yellow : nil
    }
  }
}
