import TestSupport

/// Commands that run one after the other until the power goes.
struct PowerLossScene: Sendable, CustomStringConvertible {
  let description: String
  let commands: [FaultCommand]
  var injections: [String] = []
  /// Whether the queue's file is written over where it lies.
  var isInPlace = false

  /// Two commands of each way to write, and each command of the table by itself.
  static let all: [PowerLossScene] =
    ways + FaultCommand.all.map { PowerLossScene(description: $0.description, commands: [$0]) }

  private static let done = FaultCommand.each(
    "done", "orch", "done", "C", "--owner-session", "w", "--notes", "ok")
  private static let add = FaultCommand.each(
    "add", "orch", "add", "--id", "Z", "--priority", "P1", "--task", "t", "--success-criteria",
    "c")

  static let ways: [PowerLossScene] =
    QueueKept.allCases.indices.map { index in
      PowerLossScene(
        description: "done, then add, \(QueueKept.allCases[index].rawValue)",
        commands: [done[index], add[index]])
    } + [
      PowerLossScene(
        description: "written in place", commands: [prepared("ln QUEUE.md OTHER.md"), add[0]],
        isInPlace: true),
      PowerLossScene(
        description: "the first use", commands: [prepared("rm -r .orch"), add[0]]),
      PowerLossScene(
        description: "without RENAME_EXCHANGE", commands: [done[0], add[0]],
        injections: ["renameat2:error=EINVAL"]),
    ]

  private static func prepared(_ script: String) -> FaultCommand {
    var command = done[0]
    command.before = script
    return command
  }
}
