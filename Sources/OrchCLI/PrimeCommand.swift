import CommandLineKit
import Console
import Engine
import Facts
import Host
import Settings
import Wording

/// `orch prime`: instructions and the state of the queue, for an agent's prompt.
struct PrimeCommand: QueueCommand {
  static let name = "prime"
  static let summary = "Print an agent's instructions, with the state of the queue"
  static let discussion = """
    For the start of an agent's prompt, in less than 2 KB whatever the queue holds: who one is,
    the row that one works on and its criteria, what is at work, what comes next and what waits,
    and how to pick, report and hand back. Who one is say --owner-session and --attempt or their
    variables, and ORCH_ITEM_ID, which workers have that orch started. With --lead it is for who
    puts work in and hands it out: what waits for a person, and how to task, review and answer.
    It changes nothing.
    """
  static let result = "the instructions, less than 2 KB"
  static let json = """
    prime
    queue: text, the queue file or the database
    home: text, the folder of the queue
    root: text
    run_log: text
    you: speaker, the session that you act as
    summary: map of number, how many rows have each status
    next: item or null, what a pick would claim
    waiting: list of held row, the first three rows that may not start
    in_progress: list of item, the rows at work
    instructions: text, what is printed without `--json`

    prime --lead
    summary: map of number, how many rows have each status
    awaiting: list of awaiting row, the rows that wait for a person
    instructions: text, what is printed without `--json`

    speaker:
    session: text or null
    state: text, `unnamed`, `idle`, `at_work` or `over`
    id: text or null, the row that is the speaker's, or was
    reason: text or null, why it no longer is

    awaiting row:
    id: text
    awaits: text or null, `answer` or `approval`
    question: text or null, what its worker asks
    """
  static let examples = [
    Example("orch prime", "what to put before an agent's prompt"),
    Example("orch prime --lead", "the same for the agent that leads others"),
    Example("orch prime --owner-session lead --json | jq -r .next.id", "what lead would pick"),
  ]
  static let options: [Option<PrimeCommand>] = [
    .flag("--lead", "for a lead: what waits for people, how to task, review and answer") {
      $0.isForLead = true
    }
  ]
  static let isLogged = false

  /// The number of waiting rows whose reason is given.
  private static let explained = 3

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var isForLead = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let snapshot = try context.taskQueue.snapshot()
    let now = try context.taskQueue.now()
    let pause = try context.taskQueue.pause().map { $0.sentence(at: now).english }
    if isForLead {
      let briefing = LeadBriefing(
        counts: snapshot.counts, awaiting: snapshot.itemsAwaitingPeople, pause: pause,
        options: options(in: context))
      if context.shared.isJSON {
        try context.print(briefing.json)
      } else {
        try context.write(briefing.text)
      }
      return .success
    }
    let describe = DescribeSession(queue: try context.queue())
    let briefing = Briefing(
      state: try describe(assigned: assigned(context), in: snapshot), session: context.session,
      counts: snapshot.counts, runningItems: snapshot.itemsInProgress,
      preview: try describe.nextPick(in: snapshot, explaining: Self.explained), pause: pause,
      options: options(in: context))
    if context.shared.isJSON {
      try context.print(briefing.json(in: context))
    } else {
      try context.write(briefing.text)
    }
    return .success
  }

  /// The row that orch started this worker for; `nil` for others.
  private func assigned(_ context: CommandContext) -> String? {
    context.environment["ORCH_ITEM_ID"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The options that name queue and session: the commands in the instructions need the same.
  private func options(in context: CommandContext) -> [(name: String, value: String)] {
    let given = [
      ("--queue", shared.queue == nil ? nil : context.taskQueue.namedQueuePath),
      ("--db", context.taskQueue.chosenDatabase), ("--owner-session", shared.ownerSession),
      ("--attempt", shared.claimToken),
    ]
    return given.compactMap { name, value in value.map { (name, $0) } }
  }
}
