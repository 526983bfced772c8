public import CommandLineKit
public import CommandSupport
public import Engine
public import QueueModel

/// What `orch done`, `orch fail` and `orch block` have in common: a row, notes, and an ending.
public protocol FinishingCommand: TransitionCommand {
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

  public static var positional: String? { "--id" }
  public var itemID: String? { finish.id }

  public func transition(in context: CommandContext) throws -> Transition {
    .finish(finish)
  }

  public func perform(_ transition: Transition, on queue: Queue) throws -> Decision {
    try FinishWork(queue: queue)(finish)
  }
}

/// `orch done`: the row's work is finished.
public struct Done: FinishingCommand {
  public static let name = "done"
  public static let summary = "Mark a row as DONE"
  public static let result = "`ID -> DONE`"
  public static let examples = [
    Example("orch done --id ORCH-001 --notes 'README updated; tests pass'", "the work is finished"),
    Example("orch done ORCH-001 --append --notes 'reviewed'", "adds to the notes that are there"),
  ]
  public static let options: [Option<Done>] = finishOptions

  public var shared = SharedOptions()
  public var finish = Transition.Finish(id: "", as: .done, notes: "")

  public init() {}
}

/// `orch fail`: the row's work failed.
public struct Fail: FinishingCommand {
  public static let name = "fail"
  public static let summary = "Mark a row as FAILED"
  public static let result = "`ID -> FAILED`"
  public static let examples = [
    Example("orch fail --id ORCH-001 --notes 'the build host is down'", "ops retry takes it back"),
    Example(
      "orch fail ORCH-001 --permanent --notes 'the API was withdrawn'", "not to be tried again"),
  ]
  public static let options: [Option<Fail>] =
    finishOptions + [
      .flag("--permanent", "not to be tried again; notes failure=permanent") {
        $0.finish.ending = .failed(isPermanent: true)
      }
    ]

  public var shared = SharedOptions()
  public var finish = Transition.Finish(id: "", as: .failed(isPermanent: false), notes: "")

  public init() {}
}

/// `orch block`: the row waits for a person.
public struct Block: FinishingCommand {
  public static let name = "block"
  public static let summary = "Mark a row as BLOCKED until a person moves it"
  public static let result = "`ID -> BLOCKED`"
  public static let examples = [
    Example("orch block --id ORCH-001 --notes 'needs the production key'", "a person has to act")
  ]
  public static let options: [Option<Block>] = finishOptions

  public var shared = SharedOptions()
  public var finish = Transition.Finish(id: "", as: .blocked, notes: "")

  public init() {}
}
