/// A command that writes, the folder in which it runs, and the result that is required when a
/// system call of the command fails or the process is killed there.
package struct FaultCommand: Sendable, CustomStringConvertible {
  package typealias Step = @Sendable (FaultFolder) throws -> Void

  /// The contents of the folder after the fault.
  package enum Outcome: Sendable {
    /// All of the change or none of it.
    case oneStep
    /// All, none or a part of the change; `again`, usually a command, completes it.
    case steps(again: Step)
  }

  package let name: String
  /// The command line, of `orch` or `ops`; the options of the queue follow.
  package let line: [String]
  package let kept: QueueKept
  /// Prepares the folder before the command.
  package var before: Step = { _ in }
  package var outcome = Outcome.oneStep
  /// Describes the other parts of the folder that the command changes.
  package var looking: @Sendable (FaultFolder) throws -> String = { _ in "" }
  package var time: String
  /// Whether the history, too, must be the same as without a fault.
  package var comparesHistory = true
  /// Whether an editor saved an old buffer over the queue before the command.
  package var past = FaultPast.quiet
  /// The way in which the queue's file has to be written.
  package var way = FaultWay.exchange

  /// Whether this command and the commands around it write the run log.
  package var isLogged = false

  package var arguments: [String] { line.dropFirst() + options }
  /// The options of every command on the queue.
  var options: [String] {
    (isLogged ? [] : ["--no-log"]) + (kept == .inFile ? [] : ["--db", kept.name])
  }
  package var description: String { "\(name) \(kept.rawValue)\(past.suffix)\(way.suffix)" }

  /// - Parameter kept: the stores in which the command needs separate code.
  package static func each(
    _ name: String, _ line: [String], before: @escaping Step = { _ in },
    in kept: [QueueKept] = QueueKept.allCases, time: String = "2026-01-02 03:10"
  ) -> [FaultCommand] {
    kept.map { FaultCommand(name: name, line: line, kept: $0, before: before, time: time) }
  }

  /// A command line of several words.
  static func each(
    _ name: String, _ line: String, before: @escaping Step = { _ in },
    in kept: [QueueKept] = QueueKept.allCases, time: String = "2026-01-02 03:10"
  ) -> [FaultCommand] {
    each(name, line.split(separator: " ").map(String.init), before: before, in: kept, time: time)
  }
}

/// What happened to the queue just before a command.
package enum FaultPast: Sendable {
  case quiet
  /// An editor saved a buffer that it had loaded before B was done, with a text typed by hand.
  case savedInPlace, savedByRename

  var suffix: String {
    switch self {
    case .quiet: ""
    case .savedInPlace: ", an old buffer written over it"
    case .savedByRename: ", an old buffer renamed over it"
    }
  }

  /// The text that the person typed.
  package static let typed = "Typed by hand"
}

/// How a command can write the queue's file.
package enum FaultWay: Sendable {
  case exchange
  /// Writes another file and renames it, on a file system that cannot swap names.
  case rename
  /// Writes the file in place, because it has a second name.
  case inPlace
  /// Keeps the extended attributes that the file's owner gave it.
  case withAttribute
  /// Writes the file for the first time: no command has worked on the queue before.
  case firstUse

  var suffix: String {
    switch self {
    case .exchange: ""
    case .rename: ", without RENAME_EXCHANGE"
    case .inPlace: ", written in place"
    case .withAttribute: ", with an attribute"
    case .firstUse: ", the first use"
    }
  }

  func prepare(_ folder: FaultFolder) throws {
    switch self {
    // A copy of a folder has no attributes, so the copy gets them later.
    case .exchange, .rename, .withAttribute: break
    case .inPlace: try folder.link("QUEUE.md", to: "OTHER.md")
    case .firstUse: folder.remove(".orch")
    }
  }

  private static let attribute = (name: "user.colour", value: "blue")

  static func giveAttribute(to path: String) throws {
    guard try ExtendedAttributes.set(attribute.name, to: attribute.value, of: path) else {
      throw FaultFolder.UnexpectedEnding(description: "\(path) can have no attributes")
    }
  }

  /// The problems with the file's second name or its attribute.
  func problems(in folder: FaultFolder) -> [String] {
    switch self {
    case .inPlace where folder.text(of: "OTHER.md") != folder.text(of: "QUEUE.md"):
      return ["the second name shows another text"]
    case .withAttribute:
      let value = try? ExtendedAttributes.value(
        of: Self.attribute.name, of: folder.path + "/QUEUE.md")
      return value == Self.attribute.value ? [] : ["the attribute is gone"]
    default: return []
    }
  }
}

extension [FaultCommand] {
  /// The commands as commands of several steps, which `again` completes.
  func inSteps(again: @escaping FaultCommand.Step) -> [FaultCommand] {
    map { command in
      var command = command
      command.outcome = .steps(again: again)
      return command
    }
  }

  func looking(_ look: @escaping @Sendable (FaultFolder) throws -> String) -> [FaultCommand] {
    map { command in
      var command = command
      command.looking = look
      return command
    }
  }

  func logged() -> [FaultCommand] {
    map { command in
      var command = command
      command.isLogged = true
      return command
    }
  }

  func after(_ past: FaultPast) -> [FaultCommand] {
    map { command in
      var command = command
      command.past = past
      return command
    }
  }

  func written(_ way: FaultWay) -> [FaultCommand] {
    map { command in
      var command = command
      command.way = way
      return command
    }
  }
}
