import Door
import Runner
import Text
import Worktrees

/// `orch sync`: does what `ops pr sync` does, in a process that a tick starts.
struct SyncCommand: QueueCommand {
  static let name = "sync"
  static let summary = Sentence(same: "Ask the forge; ticks start this by themselves")
  static let discussion = Sentence(
    same:
      "You need not run this command yourself: orch tick and orch daemon start it. Use ops pr sync instead."
  )
  static let result = "nothing"
  static let examples = [
    Example("orch sync --quiet", Sentence(same: "what a tick runs"))
  ]
  static let options: [Option<SyncCommand>] = []

  static let isHidden = true
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .all }

  func run(in context: CommandContext) throws -> ExitStatus {
    _ = try context.taskQueue.syncPullRequests(as: context.caller)
    return .success
  }
}
