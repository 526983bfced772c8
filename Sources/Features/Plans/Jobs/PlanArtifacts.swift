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
    /// All attempts, oldest first.
    let attempts: [AttemptFolder]
  }

  /// The largest part of a log that is kept, in bytes.
  private static let longestLog = 1 << 20
  /// The largest part of all logs together that is kept, in bytes.
  private static let longestLogs = 64 << 20

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
        attempts: attempts)
    }
  }

  /// The reports, for the end of the plan's report.
  var reports: String { joined { $0.report.map { [$0] } ?? [] } }

  var patch: String { joined { $0.patch.map { [$0] } ?? [] } }

  /// Writes the ends of the outputs of all attempts, one after another, because together they may
  /// not fit into memory. Where a part was left out, a line says so. The newest attempts are left
  /// out last.
  ///
  /// - Parameters:
  ///   - file: the file, at whose end the logs are written.
  ///   - limit: the largest part of all logs together, in bytes.
  func writeLogs(
    to file: borrowing FileDescriptor, upTo limit: Int = longestLogs
  ) throws(SystemError) {
    let name = AttemptFolder.File.log.rawValue
    let logs = steps.flatMap { step in step.attempts.map { (task: step.task, attempt: $0) } }
    var rest = limit
    var kept: [Int: (size: Int, part: Int)] = [:]
    for index in logs.indices.sorted(by: {
      logs[$0].attempt.claimNumber > logs[$1].attempt.claimNumber
    }) {
      guard let size = try? logs[index].attempt.open(name).status().identity.size else { continue }
      let part = min(size, Self.longestLog, rest)
      kept[index] = (size, part)
      rest -= part
    }
    var separator = ""
    for (index, log) in kept.sorted(by: { $0.key < $1.key }) {
      // An attempt may be in a pack, which is read again for each of its files.
      let tail =
        log.part == 0 ? nil : try? FileTail(of: logs[index].attempt.open(name), upTo: log.part)
      let omitted = tail?.omitted ?? log.size
      let note =
        omitted > 0 ? "[orch] left out: the first \(omitted.counted("byte")) of this log\n" : ""
      try file.write(separator + Self.section(logs[index].task, note + (tail?.text ?? "")))
      separator = "\n"
    }
  }

  /// What each task reported, in the form of a conversation.
  var context: JSONValue {
    .array(
      steps.compactMap { step in
        step.report.map { ["role": .string(step.task), "content": .string($0)] }
      })
  }

  private func joined(_ texts: (Step) -> [String]) -> String {
    steps.flatMap { step in
      texts(step).map { Self.section(step.task, $0) }
    }.joined(separator: "\n")
  }

  private static func section(_ task: String, _ text: String) -> String {
    "# \(task)\n\n" + (text.hasSuffix("\n") ? text : text + "\n")
  }
}

extension PlanFolder {
  /// Replaces the files with what the attempts left.
  func write(_ artifacts: PlanArtifacts) throws {
    try replaceHere(.patch, with: artifacts.patch)
    try replaceHere(.logs) { (file) throws(SystemError) in try artifacts.writeLogs(to: file) }
    try replaceHere(.context, with: "\(artifacts.context)\n")
  }
}
