import QueueCLI
import QueueModel

/// The commands of a briefing: they work as they are, typed in a shell.
struct BriefingCommands {
  let standing: Standing
  /// The row that would be picked.
  let next: QueueItem?
  /// What stands behind each of them, with a space before it.
  let options: String

  var lines: [String] {
    switch standing {
    case .unnamed, .idle: picking
    case .atWork(let item): reporting(item.id) + ending(item.id)
    case .over(let id, _): ["Ask: orch show \(shown(id))\(options)"]
    }
  }

  private var picking: [String] {
    guard let next else {
      return ["Pick later: orch pick\(options)", "Why nothing runs: ops why\(options)"]
    }
    let pick = ["Pick: orch pick\(options)", "Its task: orch task \(shown(next.id))\(options)"]
    return pick + reporting(next.id) + ending(next.id)
  }

  /// The form of `templates/compact_report.txt`.
  private func reporting(_ id: String) -> [String] {
    [
      "Do the row and nothing else, check each criterion, then write report.txt:",
      "[REPORT \(shown(id))]",
      "Status: DONE",
      "Files:",
      "- each path that you changed",
      "Diff-Summary:",
      "- what is different now, by criterion",
      "Validation:",
      "- what you ran, and what it said",
      "Risks:",
      "- None",
      "Next:",
      "- what you saw beyond the row, or None",
      "Send it: orch report --file report.txt\(options)",
    ]
  }

  private func ending(_ id: String) -> [String] {
    [
      "Stopped from outside? Status: BLOCKED, and by what under Risks.",
      "Hand it back: orch release \(shown(id))\(options)",
      "Why nothing runs: ops why\(options)",
      "Never touch rows of others or the queue's file, call DONE what no check has shown, or",
      "paste code into a report.",
    ]
  }

  private func shown(_ id: String) -> String { id.shortened(toBytes: 64) }
}
