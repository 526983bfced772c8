import Attempts
import Door
import Host
import Monitoring
import Runner
import Text

/// `orch prime`: prints instructions and the state of the queue for an agent's prompt.
struct PrimeCommand: QueueCommand {
  static let name = "prime"
  static let summary = Sentence(
    "Print an agent's instructions, with the state of the queue", "에이전트에게 줄 지시와 큐의 상태를 출력합니다")
  static let discussion = Sentence(
    """
    Put this at the start of an agent's prompt. It takes less than 2 KB, whatever the queue holds.
    It says who the agent is, which row the agent works on and by which criteria, what is in
    progress, what comes next and what waits, and how to pick, report and hand back. The agent is
    known by --owner-session and --attempt or their variables, and by ORCH_ITEM_ID, which orch sets
    for the workers that it starts. With --lead the text is for an agent that adds work and hands it
    out: it says what waits for a person, and how to task, review and answer. --state leaves out the
    commands, for an agent that has the tools of orch mcp. The command changes nothing.
    """,
    """
    에이전트 프롬프트의 첫머리에 쓰며, 큐에 무엇이 있든 2 KB보다 작습니다: 자신이 누구인지, 작업
    중인 행과 그 기준, 작업 중인 것, 다음 것과 대기하는 것, 그리고 맡고 보고하고 돌려주는 방법입니다.
    누구인지는 --owner-session과 --attempt 또는 그 변수, 그리고 orch가 시작한 워커에게 있는
    ORCH_ITEM_ID로 압니다. --lead는 일을 넣고 나누어 주는 쪽을 위한 것입니다: 사람을 기다리는 것과,
    작업을 주고 리뷰하고 답하는 방법입니다. --state는 명령을 뺍니다. orch mcp의 도구가 있는 에이전트를 위한
    것입니다. 아무것도 바꾸지 않습니다.
    """)
  static let result = "the instructions, less than 2 KB"
  static var answers: [any Shaped.Type] { [PrimeAnswer.self, LeadBriefing.self] }
  static let examples = [
    Example(
      "orch prime", Sentence("the text to put before an agent's prompt", "에이전트의 프롬프트 앞에 둘 내용")),
    Example(
      "orch prime --lead",
      Sentence("for an agent that leads others", "다른 에이전트를 이끄는 에이전트용")),
    Example(
      "orch prime --owner-session lead --json | jq -r .next.id",
      Sentence("the row that lead would pick", "lead가 맡게 될 것")),
  ]
  static let options: [Option<PrimeCommand>] = [
    .flag(
      "--lead",
      Sentence(
        "for a lead: the rows that wait for people, and how to task, review and answer",
        "리드용: 사람을 기다리는 것, 작업을 주고 리뷰하고 답하는 방법")
    ) {
      $0.isForLead = true
    },
    .flag("--state", Sentence("without the commands", "명령 없이")) { $0.hasCommands = false },
  ]
  static let isLogged = false

  /// The number of waiting rows that are listed with their reason.
  private static let explained = 3

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var isForLead = false
  var hasCommands = true

  func run(in context: CommandContext) throws -> ExitStatus {
    if isForLead {
      let (rows, now) = (try context.taskQueue.snapshot(), try context.taskQueue.now())
      let briefing = LeadBriefing(
        counts: rows.counts, awaiting: rows.itemsAwaitingPeople,
        pause: try context.taskQueue.pause().map { $0.sentence(at: now).english },
        options: options(in: context))
      if context.shared.isJSON {
        try context.print(briefing)
      } else {
        try context.write(briefing.text)
      }
      return .success
    }
    let briefing = BriefingText(
      briefing: try context.taskQueue.briefing(
        for: context.caller, assigned: assigned(context), explaining: Self.explained),
      session: context.session, options: options(in: context), hasCommands: hasCommands)
    if context.shared.isJSON {
      try context.print(PrimeAnswer(briefing, in: context))
    } else {
      try context.write(briefing.text)
    }
    return .success
  }

  /// The row that orch started this worker for; `nil` if orch did not start it.
  private func assigned(_ context: CommandContext) -> String? {
    context.environment["ORCH_ITEM_ID"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The options that name the queue and the session, which commands in the instructions repeat.
  private func options(in context: CommandContext) -> [(name: String, value: String)] {
    let given = [
      ("--queue", shared.queue == nil ? nil : context.taskQueue.namedQueuePath),
      ("--db", context.taskQueue.chosenDatabase), ("--owner-session", shared.ownerSession),
      ("--attempt", shared.claimToken),
    ]
    return given.compactMap { name, value in value.map { (name, $0) } }
  }
}
