public import CommandLineKit
public import Engine
public import QueueModel

/// A subcommand of `orch` or `ops`.
public protocol QueueCommand: Command where Shared == SharedOptions {
  /// Whether its runs stand in the run log: those that change something, and
  /// `orch list`.
  static var isLogged: Bool { get }

  /// Whether a setting in the environment that can't be read stops it before it
  /// begins, also one that it does not use: the next command may.
  static var needsSettings: Bool { get }

  /// Whether it works on the queue file and a database together: then `--db` names the
  /// second, and does not take the place of the first.
  static var spansStores: Bool { get }

  /// What it prints with `--json`, from which `docs/json.md` is generated.
  ///
  /// A line for each member: `key: type, meaning`. `key?` is left out where it does not apply.
  /// A type is `text`, `number`, `true or false`, `document` (of another standard) or the name of
  /// an object; `list of` and `map of` stand before it, `or null` and `or` another object behind
  /// it. `as NAME` has all members of that object. A blank line and a name begin another object:
  /// with a colon it is one that others hold, without one it is printed instead of the first.
  static var json: String { get }

  /// Does the work and prints the result.
  ///
  /// - Throws: a `CommandError`, or an error of the engine.
  func run(in context: CommandContext) throws -> ExitStatus

  /// The row that the run log names.
  var itemID: String? { get }

  /// Whether this run looks for no queue and leaves nothing behind, no line in the run log
  /// either.
  var isDry: Bool { get }
}

extension QueueCommand {
  public static var isLogged: Bool { true }
  public static var needsSettings: Bool { true }
  public static var spansStores: Bool { false }
  public static var json: String { "" }
  public var itemID: String? { nil }
  public var isDry: Bool { false }
}

/// A subcommand that carries out one transition and prints what became of it.
public protocol TransitionCommand: QueueCommand {
  func transition(in context: CommandContext) throws(CommandError) -> Transition

  /// Carries the transition out.
  func perform(_ transition: Transition, on queue: Queue) throws(EngineError) -> Decision

  /// The line for people; `nil` is the usual `ID -> STATUS`.
  func text(for item: QueueItem) -> String?

  /// Whether it takes the row from the worker that orch started for it, which is ended then.
  var endsWorker: Bool { get }
}

extension TransitionCommand {
  public static var json: String { "as change" }
  public func text(for item: QueueItem) -> String? { nil }
  public var endsWorker: Bool { false }

  public func perform(_ transition: Transition, on queue: Queue) throws(EngineError) -> Decision {
    try queue.perform(transition)
  }

  public func run(in context: CommandContext) throws -> ExitStatus {
    let transition = try transition(in: context)
    let queue = try context.queue()
    let decision = try perform(transition, on: queue)
    try print(decision, in: context)
    if endsWorker, let item = decision.item {
      let end = EndWorkers(
        queue: queue, workspace: try context.workspace(), notice: context.waitNotice)
      try end(of: item.id)
    }
    return .success
  }

  /// Prints what became of the row.
  public func print(_ decision: Decision, in context: CommandContext) throws(CommandError) {
    guard let item = decision.item else { return }
    if context.shared.isJSON, let json = decision.json {
      try context.print(json)
    } else {
      try context.print(text(for: item) ?? "\(item.id.escaped) -> \(item.status.rawValue)")
    }
  }
}
