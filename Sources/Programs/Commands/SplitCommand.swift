import Door
import Model
import Runner
import Text

/// `orch split`: splits a row into steps.
struct SplitCommand: QueueCommand {
  static let name = "split"
  static let summary = Sentence(
    "Split a row into steps for which it waits", "행을 단계로 나눕니다. 행은 그 단계들을 기다립니다")
  static let discussion = Sentence(
    """
    Each TASK becomes a new row with the priority, labels, plan, worker and repository of the row,
    which then waits for all of them. The row must not be finished or at work. orch undo takes the
    whole split back.
    """,
    """
    TASK마다 행의 우선순위, 라벨, 계획, 워커, 저장소를 물려받은 새 행이 되고, 행은 그 모두를 기다립니다. 끝난 행과
    작업 중인 행은 나눌 수 없습니다. orch undo는 나눈 것을 모두 되돌립니다.
    """)
  static let result = "`Added ID` for each step, then `ID waits for ID, ID`"
  static var answers: [any Shaped.Type] { [SplitAnswer.self] }
  static let examples = [
    Example(
      "orch split ORCH-001 'Write the parser' 'Write its tests'",
      Sentence("two rows, and ORCH-001 waits for them", "행 두 개. ORCH-001은 둘을 기다립니다")),
    Example(
      "orch split ORCH-001 'Draft the page' 'Review the page' --in-sequence",
      Sentence("one step after the other", "한 단계씩 차례로")),
  ]
  static let options: [Option<SplitCommand>] = [
    .row(Sentence("the row", "행"), of: .all) { $1.id = $0 },
    .text(
      "--task", "TASK", Sentence("what to do in a step", "단계에서 할 일"), repeatable: true
    ) { $1.tasks.append($0) },
    .flag(
      "--in-sequence", Sentence("let each step wait for the one before it", "각 단계가 앞 단계를 기다립니다")
    ) {
      $0.isSequence = true
    },
  ]
  static let arguments = ["--id", "--task"]

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: false, newIDs: true) }
  var id = ""
  var tasks: [String] = []
  var isSequence = false
  var itemID: String? { id }

  func run(in context: CommandContext) throws -> ExitStatus {
    let steps = try context.taskQueue.split(
      id, into: tasks, inSequence: isSequence, as: context.caller)
    if context.shared.isJSON {
      try context.print(SplitAnswer(id: id, steps: steps, zone: context.taskQueue.zoneOfJSON))
      return .success
    }
    for step in steps { try context.print(.added(step.id)) }
    let ids = steps.map(\.id.escaped).joined(separator: ", ")
    try context.print(
      Sentence("\(id.escaped) waits for \(ids)", "\(id.escaped)은(는) \(ids)을(를) 기다립니다"))
    return .success
  }
}

private struct SplitAnswer: Shaped {
  let id: String
  let steps: [QueueItem]
  let zone: QueueZone?

  static var shapeName: StaticString { "split row" }
  static func shape(_ fields: inout Fields<SplitAnswer>) {
    fields.add("id", \.id, "the row that was split")
    fields.add("ids", { $0.steps.map(\.id) }, "the steps, for which it waits")
    fields.add("items", { answer in answer.steps.map { ZonedItem($0, in: answer.zone) } })
  }
}
