import CommandSupport
import Engine
import QueueModel

/// The commands of a briefing: they work as they are, typed in a shell.
struct BriefingCommands {
  let state: SessionState
  /// The row that would be picked.
  let next: QueueItem?
  /// What stands behind each of them, with a space before it.
  let options: String

  var lines: [String] {
    switch state {
    case .unnamed, .idle: picking
    case .working(let item): reporting(item.id) + ending(item.id)
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

  private func reporting(_ id: String) -> [String] {
    [
      "Do the row and nothing else, check each criterion, then write report.txt, a line for each:",
      "[REPORT \(shown(id))]",
      "Status: DONE",
      "Criteria:",
      "1. met: what shows it: a command and its result, a file, a URL",
      "Send it: orch report --file report.txt\(options)",
    ]
  }

  private func ending(_ id: String) -> [String] {
    [
      "Not met? Say so, and why. Stopped from outside? Status: BLOCKED: by what. A question first?",
      "Status: QUESTION, and a line Question: what. The answer comes with the row's next task.",
      "Hand it back: orch release \(shown(id))\(options)",
      "Why nothing runs: ops why\(options)",
      "Never touch rows of others or the queue's file, or call met what no check has shown.",
    ]
  }

  private func shown(_ id: String) -> String { id.shortened(toBytes: 64) }
}
