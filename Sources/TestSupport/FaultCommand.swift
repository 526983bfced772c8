import TestSupport

/// A command that writes, the folder it is run in, and what has to come of it when the system
/// refuses one of its calls, or the process ends there.
struct FaultCommand: Sendable, CustomStringConvertible {
  /// What a folder holds afterwards.
  enum Outcome: Sendable {
    /// All of the change or none of it.
    case oneStep
    /// A part of the change, perhaps; this script, a command as a rule, ends it.
    case steps(again: String)
  }

  let name: String
  /// The command line, of `orch` or `ops`; the options of the queue follow.
  let line: [String]
  var kept: QueueKept
  /// What is done in the folder before; `orch` and `ops` there work on the queue.
  var before = ""
  var outcome = Outcome.oneStep
  /// Says what else of the folder the command changes.
  var looking = ""
  var time: String
  /// Whether the history must be as it is without a fault, too.
  var comparesHistory = true
  /// Whether an editor saved an old buffer over the queue before the command.
  var past = FaultPast.quiet

  var program: String { line[0] == "ops" ? BuiltBinaries.ops : BuiltBinaries.orch }
  var arguments: [String] { line.dropFirst() + kept.faultOptions }
  var description: String { "\(name) \(kept.rawValue)\(past.suffix)" }

  /// - Parameter kept: the stores where it does something of its own.
  static func each(
    _ name: String, _ line: String..., before: String = "",
    in kept: [QueueKept] = QueueKept.allCases, time: String = "2026-01-02 03:10"
  ) -> [FaultCommand] {
    kept.map { FaultCommand(name: name, line: line, kept: $0, before: before, time: time) }
  }
}

/// What happened to the queue just before a command.
enum FaultPast: Sendable {
  case quiet
  /// An editor wrote what it had loaded before B was done, with a text typed by hand.
  case savedInPlace, savedByRename

  var suffix: String {
    switch self {
    case .quiet: ""
    case .savedInPlace: ", an old buffer written over it"
    case .savedByRename: ", an old buffer renamed over it"
    }
  }

  /// What the person typed, and where it is.
  static let typed = "Typed by hand"
}

extension QueueKept {
  var faultOptions: [String] { self == .inFile ? ["--no-log"] : ["--no-log", "--db", name] }
}

extension [FaultCommand] {
  /// A command of several steps, which `again` ends.
  func inSteps(again: String, looking: String = "") -> [FaultCommand] {
    map { command in
      var command = command
      command.outcome = .steps(again: again)
      command.looking = looking
      return command
    }
  }

  func looking(_ script: String) -> [FaultCommand] {
    map { command in
      var command = command
      command.looking = script
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
}
