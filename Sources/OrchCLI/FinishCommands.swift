import CommandLineKit
import Console
import Engine
import Facts
import QueueModel

/// What `orch done`, `orch fail` and `orch block` have in common: a row, notes, and an ending.
protocol FinishingCommand: TransitionCommand {
  var finish: Transition.Finish { get set }
}

extension FinishingCommand {
  static var rowOption: Option<Self> {
    .row("the row", of: .unfinished) { $1.finish.id = $0 }
  }

  static func notesOption(required: Bool) -> Option<Self> {
    .text(
      "--notes", also: "--reason", "N",
      "what became of it; replaces the notes, which stay in the history", required: required
    ) { $1.finish.notes = $0 }
  }

  static var otherOptions: [Option<Self>] {
    [
      .flag("--append", "add to the notes instead of replacing them") { $0.finish.appends = true },
      .force("also when it is finished, or another session's") { $0.finish.force = true },
    ]
  }

  static var positional: String? { "--id" }
  var itemID: String? { finish.id }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    try context.taskQueue.perform(.finish(finish), as: context.caller, reporting: report)
  }
}

/// `orch done`: the rows' work is finished.
struct DoneCommand: FinishingCommand {
  static let name = "done"
  static let summary = "Mark rows as DONE"
  static let discussion = """
    Without --notes the notes stay as they are; a session has to say what became of its row.
    """
  static let result = """
    `ID -> DONE` for each row. A row that is refused stops none of the others, and makes the status 1
    """
  static var json: String { jsonOfSeveral }
  static let examples = [
    Example("orch done --id ORCH-001 --notes 'README updated; tests pass'", "the work is finished"),
    Example("orch done ORCH-001 --append --notes 'reviewed'", "adds to the notes that are there"),
    Example("orch done ORCH-002 ORCH-003", "two rows that a person finished"),
  ]
  static let options: [Option<DoneCommand>] =
    [
      .row("the row; several may be named", of: .unfinished, repeatable: true) {
        if !$1.ids.contains($0) { $1.ids.append($0) }
      },
      notesOption(required: false),
    ] + otherOptions

  var shared = SharedOptions()
  var ids: [String] = []
  var finish = Transition.Finish(id: "", as: .done, notes: "")
  var itemID: String? { ids.count == 1 ? ids[0] : nil }

  func run(in context: CommandContext) throws -> ExitStatus {
    if finish.notes.isEmpty, context.session != nil {
      throw Problem.usage(.noNotesOfSession)
    }
    if ids.count != 1 { return try context.change(ids.map { ($0, .finish(finish(of: $0))) }) }
    try context.taskQueue.perform(.finish(finish(of: ids[0])), as: context.caller) {
      try context.show($0)
    }
    return .success
  }

  private func finish(of id: String) -> Transition.Finish {
    var finish = finish
    finish.id = id
    // Nothing is added.
    if finish.notes.isEmpty { finish.appends = true }
    return finish
  }
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
    [rowOption, notesOption(required: true)] + otherOptions + [
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
  static let options: [Option<BlockCommand>] =
    [rowOption, notesOption(required: true)] + otherOptions

  var shared = SharedOptions()
  var finish = Transition.Finish(id: "", as: .blocked, notes: "")
}
