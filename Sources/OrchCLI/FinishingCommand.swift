import CommandLineKit
public import CommandSupport
public import Engine
public import QueueModel

/// What `done`, `fail` and `block` have in common: a row, notes, and an ending.
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

  public func transition(in context: CommandContext) throws(CommandError) -> Transition {
    .finish(finish)
  }

  public func perform(_ transition: Transition, on queue: Queue) throws(EngineError) -> Decision {
    try FinishWork(queue: queue)(finish)
  }
}
