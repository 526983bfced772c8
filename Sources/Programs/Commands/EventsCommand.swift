import Door
import Events
import Host
import Model
import Runner
import Text

/// `orch events`: what happens to the rows, for programs that follow a queue.
struct EventsCommand: QueueCommand {
  static let name = "events"
  static let summary = Sentence("Follow what happens to the rows", "행에 일어나는 일을 따라갑니다")
  static let result = """
    one event per line, oldest first: `cursor⇥time⇥event⇥id⇥who`; a fact also has `⇥message`, and \
    the fact of a plan has the plan in place of the id; with --json one document per line
    """
  static let discussion = Sentence(
    """
    Prints a line for each change of a row, oldest first, including archived rows: cursor, time,
    what became of the row, its id, and who did it, separated by tabs. A fact, such as plan_done,
    has a line, too; the fact of a plan has the plan in place of the id. To continue, call the
    command again with --after and the last cursor: no event is missed or repeated. With --json each
    line is a document that contains the change or the fact. --follow keeps printing new events
    until you end it.
    'orch history' shows the same for people.
    """,
    """
    행의 변경마다 한 줄이며 오래된 것이 먼저이고, 보관된 행의 변경도 있습니다: 커서, 시각, 행이 어떻게
    되었는지, id, 누가 했는지를 탭으로 나눕니다. plan_done 같은 사실도 한 줄씩이며, 행이 없으면 -입니다.
    다음 호출은 --after와 마지막 커서로 이어 갑니다. 빠지는 것도 두 번 오는 것도 없습니다. --json이면
    줄마다 변경이나 사실이 들어 있는 문서입니다. --follow는 끝낼 때까지 새로 일어나는 일을 계속
    보여 줍니다. 사람에게는 'orch history'가 같은 것을 보여 줍니다.
    """)
  static var answers: [any Shaped.Type] { [QueueEvent.self] }
  static let examples = [
    Example(
      "orch events --since 1d --event failed --event blocked",
      Sentence("the rows that ended badly in the last day", "지난 하루 동안 잘못 끝난 것")),
    Example(
      "orch events --json --after 0123456789abcdef:812.1",
      Sentence("the events after a cursor, for a script", "커서 뒤에 온 것. 스크립트에서")),
    Example(
      "orch events --follow --event question --event approval",
      Sentence("each row that needs a person, as it happens", "사람이 필요한 행을 생기는 대로")),
  ]
  static let options: [Option<EventsCommand>] = [
    .row(Sentence("only this row", "이 행만"), of: .all, required: false) { $1.filter.id = $0 },
    .value(
      "--after", "CURSOR",
      Sentence("only events after this cursor", "이 커서 뒤의 이벤트만")
    ) { (text, command) throws(InvalidValue) in
      guard let cursor = EventCursor(text) else {
        throw InvalidValue(
          Sentence("use a cursor that orch events printed", "orch events가 출력한 커서를 쓰십시오"))
      }
      command.cursor = cursor
    },
    .since { $1.since = $0 },
    .choices(
      "--event",
      Sentence(
        "only events of this name, such as done or question",
        "done이나 question 같은 이 이름의 이벤트만"),
      QueueEvent.Kind.allCases.map(\.rawValue), placeholder: "NAME"
    ) { $1.filter.kinds.formUnion($0.compactMap(QueueEvent.Kind.init)) },
    .ofPlan { $1.filter.plan = $0 },
    .value(
      "--trace", "ID",
      Sentence("only changes by commands with this trace id", "이 추적 id를 가진 명령의 변경만")
    ) { $1.filter.trace = $0 },
    .flag("--follow", short: "-f", Sentence("keep printing new events", "새로 일어나는 일을 계속")) {
      $0.follows = true
    },
  ]
  static let positional: String? = "--id"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var cursor: EventCursor?
  var since: String?
  var filter = EventFilter()
  var follows = false

  func run(in context: CommandContext) throws -> ExitStatus {
    var filter = filter
    filter.since = try since.flatMap { QueueTime(named: $0, at: try context.taskQueue.now()) }
    var goesOn = true
    var failure: (any Error)?
    func show(_ event: QueueEvent?) {
      guard goesOn else { return }
      do {
        if let event {
          try context.shared.isJSON ? context.print(event) : context.print(line(event))
        } else {
          goesOn = try context.writeAtOnce([])
        }
      } catch {
        (goesOn, failure) = (false, error)
      }
    }
    if follows {
      try context.taskQueue.followEvents(
        after: cursor, matching: filter, as: context.caller, to: .output()
      ) {
        show($0)
        return goesOn
      }
    } else {
      _ = try context.taskQueue.events(after: cursor, matching: filter, as: context.caller, show)
    }
    if let failure { throw failure }
    return .success
  }

  private func line(_ event: QueueEvent) -> String {
    var fields = [
      event.cursor.text, event.entry.moment, event.kind.rawValue,
      event.entry.id ?? event.plan ?? "-", event.entry.actor.onOneLine,
    ]
    if let fact = event.entry.fact { fields.append(fact.sentence.english.onOneLine) }
    return fields.joined(separator: "\t")
  }
}
