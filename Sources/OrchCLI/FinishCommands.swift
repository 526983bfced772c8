import CommandLineKit
import CommandSupport
import Engine
import QueueModel

/// What `orch done`, `orch fail` and `orch block` have in common: a row, notes, and an ending.
protocol FinishingCommand: TransitionCommand {
  var finish: Transition.Finish { get set }
}

extension FinishingCommand {
  static var finishOptions: [Option<Self>] {
    [
      .row("the row", of: .unfinished) { $1.finish.id = $0 },
      .text("--notes", "N", "what became of it; replaces the notes, which stay in the history") {
        $1.finish.notes = $0
      },
      .flag("--append", "add to the notes instead of replacing them") { $0.finish.appends = true },
      .force("also when it is finished, or another session's") { $0.finish.force = true },
    ]
  }

  static var positional: String? { "--id" }
  var itemID: String? { finish.id }

  func perform(in context: CommandContext) throws -> Decision {
    try FinishWork(queue: context.queue())(finish)
  }
}

/// `orch done`: the row's work is finished.
struct DoneCommand: FinishingCommand {
  static let name = "done"
  static let summary = "Mark a row as DONE"
  static let result = "`ID -> DONE`"
  static let examples = [
    Example("orch done --id ORCH-001 --notes 'README updated; tests pass'", "the work is finished"),
    Example("orch done ORCH-001 --append --notes 'reviewed'", "adds to the notes that are there"),
  ]
  static let options: [Option<DoneCommand>] = finishOptions

  var shared = SharedOptions()
  var finish = Transition.Finish(id: "", as: .done, notes: "")
}

/// `orch fail`: the row's work failed.
struct FailCommand: FinishingCommand {
  static let name = "fail"
  static let summary = "Mark a row as FAILED"
  static let result = "`ID -> FAILED`"
  static let examples = [
    Example("orch fail --id ORCH-001 --notes 'the build host is down'", "ops retry takes it back"),
    Example(
      "orch fail ORCH-001 --permanent --notes 'the API was withdrawn'", "not to be tried again"),
  ]
  static let options: [Option<FailCommand>] =
    finishOptions + [
      .flag("--permanent", "not to be tried again; notes failure=permanent") {
        $0.finish.ending = .failed(isPermanent: true)
      }
    ]

  var shared = SharedOptions()
  var finish = Transition.Finish(id: "", as: .failed(isPermanent: false), notes: "")
}

/// `orch block`: the row waits for a person.
struct BlockCommand: FinishingCommand {
  static let name = "block"
  static let summary = "Mark a row as BLOCKED until a person moves it"
  static let result = "`ID -> BLOCKED`"
  static let examples = [
    Example("orch block --id ORCH-001 --notes 'needs the production key'", "a person has to act")
  ]
  static let options: [Option<BlockCommand>] = finishOptions

  var shared = SharedOptions()
  var finish = Transition.Finish(id: "", as: .blocked, notes: "")
}
