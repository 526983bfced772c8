import Door
import Model
import Runner
import Text
import Worktrees

/// The common part of `orch done`, `orch fail` and `orch block`: a row, notes, and an ending.
protocol FinishingCommand: TransitionCommand {
  var finish: Transition.Finish { get set }
}

extension FinishingCommand {
  static var rowOption: Option<Self> {
    .row(Sentence("the row", "행"), of: .unfinished) { $1.finish.id = $0 }
  }

  static func notesOption(required: Bool) -> Option<Self> {
    .text(
      "--notes", also: "--reason", "N",
      Sentence(
        "the outcome; replaces the notes, which stay in the history",
        "결과. notes를 대신하며, 이전 notes는 이력에 남습니다"), required: required, repeatable: true
    ) { $1.finish.notes = $1.finish.notes.gathering($0, by: " / ") }
  }

  static var otherOptions: [Option<Self>] {
    [
      .flag(
        "--append", Sentence("add to the notes instead of replacing them", "notes를 대신하지 않고 덧붙임")
      ) { $0.finish.appends = true },
      .force(
        Sentence("even if the row is finished, or belongs to another session", "끝난 행이나 다른 세션의 행도")
      ) {
        $0.finish.force = true
      },
    ]
  }

  static var positional: String? { "--id" }
  var itemID: String? { finish.id }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    try context.taskQueue.perform(.finish(finish), as: context.caller, reporting: report)
  }
}

/// `orch done`: the work on the rows is finished.
struct DoneCommand: FinishingCommand {
  static let name = "done"
  static let summary = Sentence("Mark rows as DONE", "행을 DONE으로 표시합니다")
  static let discussion = Sentence(
    """
    Without --notes the notes stay as they are. A session must give --notes, which say what became
    of its row. Proofs about files (file:, grep:, json:) are checked: if one is not met, a session is
    refused without --force, and a person is warned. orch check also runs cmd: proofs.
    """,
    """
    --notes가 없으면 notes는 그대로입니다. 세션은 행이 어떻게 되었는지 적어야 합니다. 파일에 대한
    증거(file:, grep:, json:)를 확인해, 충족되지 않은 것이 있으면 --force 없는 세션은 거절하고 사람에게는
    경고합니다. orch check는 cmd: 증거도 확인합니다.
    """)
  static let result = """
    `ID -> DONE` for each row. If a row is refused, the others are still changed, and the status \
    is 1
    """
  static var answers: [any Shaped.Type] { answersOfSeveral }
  static let examples = [
    Example(
      "orch done --id ORCH-001 --notes 'README updated; tests pass'",
      Sentence("the work is finished", "작업이 끝났습니다")),
    Example(
      "orch done ORCH-001 --append --notes 'reviewed'",
      Sentence("adds to the existing notes", "있던 notes에 덧붙입니다")),
    Example(
      "orch done ORCH-002 ORCH-003", Sentence("two rows that a person finished", "사람이 끝낸 두 행")),
  ]
  static let options: [Option<DoneCommand>] =
    [
      .row(
        Sentence("the row; several may be named", "행. 여럿을 지정할 수 있습니다"), of: .unfinished,
        repeatable: true
      ) {
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
      throw Problem.usage(
        "missing option --notes N", "필요한 옵션이 빠졌습니다: --notes N",
        hint: Sentence("a session must say what became of its row", "세션은 행이 어떻게 되었는지 적어야 합니다"))
    }
    if ids.count != 1 { return try context.change(ids.map { ($0, .finish(finish(of: $0))) }) }
    try context.taskQueue.perform(.finish(finish(of: ids[0])), as: context.caller) { decision in
      if case .alreadySo(let item) = decision, context.console.errors.isTerminal,
        !context.shared.isQuiet
      {
        context.printNotice(
          "\(item.id) was DONE already: nothing changed",
          "\(item.id): 이미 DONE이었으므로 바뀐 것이 없습니다")
      }
      try context.show(decision)
    }
    return .success
  }

  private func finish(of id: String) -> Transition.Finish {
    var finish = finish
    finish.id = id
    // Without --notes nothing is appended, so the notes stay.
    if finish.notes.isEmpty { finish.appends = true }
    return finish
  }
}

/// `orch fail`: the work on the row failed.
struct FailCommand: FinishingCommand {
  static let name = "fail"
  static let summary = Sentence("Mark a row as FAILED", "행을 FAILED로 표시합니다")
  static let result = "`ID -> FAILED`"
  static let examples = [
    Example(
      "orch fail --id ORCH-001 --notes 'the build host is down'",
      Sentence("ops retry makes it PENDING again", "ops retry가 다시 PENDING으로 만듭니다")),
    Example(
      "orch fail ORCH-001 --permanent --notes 'the API was withdrawn'",
      Sentence("never to be retried", "다시 시도하지 않습니다")),
  ]
  static let options: [Option<FailCommand>] =
    [rowOption, notesOption(required: true)] + otherOptions + [
      .flag(
        "--permanent",
        Sentence(
          "never retry it; adds the note failure=permanent", "다시 시도하지 않음. notes에 failure=permanent")
      ) {
        $0.finish.ending = .failed(isPermanent: true)
      }
    ]

  var shared = SharedOptions()
  var finish = Transition.Finish(id: "", as: .failed(isPermanent: false), notes: "")
}

/// `orch block`: the row waits for a person.
struct BlockCommand: FinishingCommand {
  static let name = "block"
  static let summary = Sentence(
    "Mark a row as BLOCKED until a person moves it", "사람이 옮길 때까지 행을 BLOCKED로 표시합니다")
  static let result = "`ID -> BLOCKED`"
  static let examples = [
    Example(
      "orch block --id ORCH-001 --notes 'needs the production key'",
      Sentence("a person has to act", "사람이 움직여야 합니다"))
  ]
  static let options: [Option<BlockCommand>] =
    [rowOption, notesOption(required: true)] + otherOptions

  var shared = SharedOptions()
  var finish = Transition.Finish(id: "", as: .blocked, notes: "")
}
