import Door
import Model
import Runner
import Text

/// The reasons for a terminal: rows with the same reason and command are shown together. Nothing is
/// cut, so that each command can be copied.
struct ReasonScreen {
  let groups: [ReasonGroup]
  var language = Language.english

  func text(width: Int, _ paint: Paint) -> String {
    let margin = groups.flatMap(\.ids).map { DisplayWidth.of($0) }.max() ?? 0
    return groups.map { lines(of: $0, margin + 2, width, paint) }.joined()
  }

  /// The id, the reason beside the id, and the command after the reason if it fits, otherwise below
  /// the reason. Several ids are above the reason.
  private func lines(
    of group: ReasonGroup, _ margin: Int, _ width: Int, _ paint: Paint
  ) -> String {
    let room = max(width - margin, 20)
    var lines = Paragraph(group.message(language)).lines(width: room)
    let last = lines.last ?? ""
    lines = lines.map { paint($0, group.first.explanation.reason.color) }
    if let command = group.first.command {
      if lines.count == 1, DisplayWidth.of(last + command) + 2 <= room {
        lines[0] += ": " + paint.bold(command)
      } else {
        lines.append(paint.bold(command))
      }
    }
    let ids = group.idText(language)
    let isOne = group.ids.count == 1
    let heading = isOne ? [] : Paragraph(ids).lines(width: max(width, 20))
    var text = ""
    for line in heading { text += line + "\n" }
    for (index, line) in lines.enumerated() {
      text += DisplayWidth.pad(isOne && index == 0 ? ids : "", to: margin) + line + "\n"
    }
    return text
  }
}

extension WaitReason {
  /// The colour of the row's status; yellow for a row that waits until a person acts, and green for
  /// a row that is about to start.
  var color: Paint.Color? {
    switch self {
    case .inProgress: Status.inProgress.color
    case .stopped(let row): row.item.status.color
    case .done: Status.done.color
    case .queued(behind: 0): .green
    case .malformed, .refused, .noRow, .leased, .duplicate, .nearMiss, .waits, .cycle, .backsOff,
      .deferred,
      .needsApproval, .attemptsUsedUp, .unknownWorker, .paused, .workersBusy, .sameLabel, .sameWork,
      .overlaps, .workerBusy, .overBudget, .badBrief, .cannotStart, .queued:
      isStuck ? .yellow : nil
    }
  }
}
