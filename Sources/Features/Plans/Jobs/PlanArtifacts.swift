import Door
import Host
import Text
import Workers

/// What the attempts at the rows of a plan left, in files of the plan's folder. They stay on this
/// machine, as attempts do.
struct PlanArtifacts {
  private let steps: [Step]

  private struct Step {
    let task: String
    /// The last report; `nil` if there is none.
    let report: String?
    /// The changes of the last attempt that has any.
    let patch: String?
    /// The outputs of all attempts, oldest first.
    let logs: [String]
  }

  /// The largest part of a log that is kept, in bytes.
  private static let longestLog = 1 << 20

  init(_ plan: PlanDetails, _ workspace: Workspace) {
    steps = plan.rows.map { row in
      let attempts = workspace.attempts(of: row.id)
      let reports = attempts.flatMap { attempt in
        attempt.reportNames.compactMap { attempt.text(of: $0) }
      }
      return Step(
        task: row.task?.id ?? row.id, report: reports.last,
        patch: attempts.reversed().lazy.compactMap {
          $0.text(of: AttemptFolder.File.patch.rawValue)
        }.first { !$0.isEmpty },
        logs: attempts.compactMap { attempt in
          let log = AttemptFolder.File.log.rawValue
          return (try? FileTail(of: attempt.open(log), upTo: Self.longestLog))?.text
        })
    }
  }

  /// The reports, for the end of the plan's report.
  var reports: String { joined { $0.report.map { [$0] } ?? [] } }

  var patch: String { joined { $0.patch.map { [$0] } ?? [] } }

  var logs: String { joined(\.logs) }

  /// What each task reported, in the form of a conversation.
  var context: JSONValue {
    .array(
      steps.compactMap { step in
        step.report.map { ["role": .string(step.task), "content": .string($0)] }
      })
  }

  private func joined(_ texts: (Step) -> [String]) -> String {
    steps.flatMap { step in
      texts(step).map { "# \(step.task)\n\n" + ($0.hasSuffix("\n") ? $0 : $0 + "\n") }
    }.joined(separator: "\n")
  }
}

extension PlanFolder {
  /// Replaces the files with what the attempts left.
  func write(_ artifacts: PlanArtifacts) throws {
    try replaceHere(.patch, with: artifacts.patch)
    try replaceHere(.logs, with: artifacts.logs)
    try replaceHere(.context, with: "\(artifacts.context)\n")
  }
}
