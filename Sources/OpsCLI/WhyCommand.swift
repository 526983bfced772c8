import CommandLineKit
import Console
import Engine
import Facts
import JSON
import QueueModel
import Representation
import Settings
import Wording

/// `ops why`: why rows are not running, and what would change that.
struct WhyCommand: QueueCommand {
  static let name = "why"
  static let summary = Sentence(
    "Say why each PENDING row is not running, and what would change that",
    "PENDING 행마다 왜 실행되지 않는지, 무엇을 하면 되는지 말합니다")
  static let discussion = Sentence(
    """
    Of each row the one reason that a dispatch meets first, in the order in which the rows
    would start: it is malformed, leased, a duplicate, waits for others, backs off, finds all
    workers busy, or is in the way of a row at work. Where it waits for a row that waits, too,
    the reason is given in full, and the command is for the row there. Where no program starts,
    because of trust, permissions or orch.json, or the queue is paused, it says that. Nothing is
    changed.
    """,
    """
    행마다 dispatch가 처음 만나는 이유 하나를, 행이 시작할 순서대로 말합니다: 형식이 잘못되었거나,
    리스되었거나, 중복이거나, 다른 행을 기다리거나, 재시도를 미루거나, 워커가 모두 바쁘거나, 작업 중인
    행과 겹칩니다. 대기하는 행을 다시 기다리면 이유를 끝까지 말하고, 명령은 그곳의 행을 위한 것입니다.
    신뢰, 권한, orch.json 때문에 프로그램이 시작되지 않거나 큐가 일시 정지되었으면 그것을 말합니다.
    아무것도 바꾸지 않습니다.
    """)
  static let result = """
    a reason a line: `id⇥reason⇥command`, or `no PENDING rows`; on a terminal aligned, and no \
    reason cut. Rows with one reason and one command stand together, as `A, B`, and more than twenty \
    as `A … Z (26 rows)`. \
    With an ID that row's, or where it stands when it is not PENDING
    """
  static let json = """
    rows: list of explained row, the rows, in the order in which they would start
    busy: busy workers, who is at work

    explained row:
    id: text or null, the row; null where a malformed one has no id
    status: text or null, null where it cannot be read
    reason: reason, why it is not running
    message: text, the same in words
    command: text or null, what would change it, if anything

    reason:
    code: text, `malformed_row`, `leased`, `duplicate`, `waits`, `dependency_cycle`, `backs_off`, \
    `workers_busy`, `same_label`, `same_work`, `overlaps`, `missing_program`, `untrusted`, `bad_setting`, \
    `not_writable`, `old_version`, `worker_paused`, `bad_brief`, `budget`, `attempts_used_up`, `unknown_worker`, `worker_busy`, `paused`, `next`, `queued`, \
    `in_progress`, `blocked`, `failed` or `done`
    line?: number or null, of `malformed_row`: where; null in a database
    problem?: text, of `malformed_row`, `missing_program`, `untrusted`, `bad_setting`, `not_writable`, `old_version`, `worker_paused`, `bad_brief`, `budget`, `attempts_used_up`: what is wrong
    paused_until?: number, of `worker_paused`, and `budget` of a day: until when, in seconds since 1970
    lease_owner?: text, of `leased`: who has it
    lease_expires_at?: number, of `leased`: until when, in seconds since 1970
    idempotency_key?: text, of `duplicate`, `same_work`: the key
    waits_for?: list of blocker, of `waits`: the rows
    root?: root, of `waits`: the row at the end of the way
    rows_between?: number, of `waits`: how many rows stand before that
    cycle?: list of text, of `dependency_cycle`: the first five of its rows, this one first
    rows?: number, of `dependency_cycle`: how many they are
    retry_not_before?: number, of `backs_off`: until when, in seconds since 1970
    with?: text, of `same_label`, `same_work`, `overlaps`: the row in its way
    path?: text, of `overlaps`: what both touch
    pause?: queue pause, of `paused`: since when, and by whom
    worker?: text, of `unknown_worker`, `worker_busy`: its name
    named_by?: text or null, of `unknown_worker`: `row` or `routes[0]`; null where nothing names one, \
    and there is no `default`
    max?: number, of `worker_busy`: how many rows it may have
    its_rows?: list of text, of `worker_busy`: its rows at work, or that start before
    rows_before?: number, of `next`, `queued`: how many rows start before it

    root:
    id: text or null
    status: text or null
    code: text, the code of its own reason, or `no_row`

    busy workers:
    max_workers: number, how many may be at work
    rows: list of running row, the rows at work

    running row:
    id: text
    owner_session: text or null, who has it
    started_at_kst: text or null, since when
    started_at?: text or null, the same in ISO 8601, where times are those of `tz`
    """
  static let examples = [
    Example("ops why", Sentence("every row that waits, and what for", "대기하는 모든 행과 그 이유")),
    Example("ops why ORCH-007", Sentence("one row", "행 하나")),
    Example(
      "ops why --json | jq -r '.rows[] | select(.reason.code == \"waits\") | .command'",
      Sentence("what would free the rows that wait for others", "다른 행을 기다리는 행을 풀어 줄 방법")),
  ]
  static let options: [Option<WhyCommand>] = [
    .row(Sentence("this row and no other", "다른 행이 아니라 이 행"), of: .all, required: false) {
      $1.id = $0
    }
  ]
  static let positional: String? = "--id"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var id: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let inquired = try context.taskQueue.why(id, as: context.caller)
    func line(_ row: Explanation) -> ReasonLine {
      ReasonLine(
        row, at: inquired.now, command: row.remedy.map(context.commandLine))
    }
    if context.shared.isJSON {
      try context.print([
        "rows": .array(inquired.explanations.map { line($0).json }),
        "busy": inquired.runningItems.json(in: context.taskQueue.zoneOfJSON),
      ])
      return .success
    }
    let groups = ReasonGroup.groups(of: inquired.explanations, line)
    if groups.isEmpty {
      try context.print(.noPendingRows)
    } else if context.isOnTerminal {
      let screen = ReasonScreen(groups: groups, language: context.language)
      try context.write(screen.text(width: context.width, context.paint))
    } else {
      for group in groups { try context.print(group.text(in: context.language)) }
    }
    return .success
  }
}

/// Why one row is not running, as text.
struct ReasonLine {
  let explanation: Explanation
  let message: Sentence
  /// The command that would change that; `nil` for none.
  let command: String?

  init(_ explanation: Explanation, at now: QueueTime, command: String?) {
    self.explanation = explanation
    message = explanation.sentence(at: now)
    self.command = command
  }

  /// `-` for a malformed row without an id.
  var id: String { explanation.idText }

  var json: JSONValue {
    [
      "id": JSONValue(explanation.id), "status": JSONValue(explanation.status?.rawValue),
      "reason": .object(explanation.facts), "message": .string(message.english),
      "command": JSONValue(command),
    ]
  }
}

extension Explanation {
  /// The reason's code and facts, as `WhyCommand.json` describes them.
  fileprivate var facts: JSONObject {
    var facts: JSONObject = ["code": .string(code)]
    switch reason {
    case .malformed(let line, let problem):
      facts["line"] = line.map { .integer($0) } ?? .null
      facts["problem"] = .string(problem.sentence.english)
    case .leased(let lease):
      facts["lease_owner"] = .string(lease.owner)
      facts["lease_expires_at"] = .integer(lease.expiresAt)
    case .duplicate(let key): facts["idempotency_key"] = .string(key)
    case .waits(let chain):
      facts["waits_for"] = .array(chain.blockers.map(\.json))
      facts["root"] = [
        "id": JSONValue(chain.root.id), "status": JSONValue(chain.root.status?.rawValue),
        "code": .string(chain.root.code),
      ]
      facts["rows_between"] = .integer(chain.rowsBetween)
    case .cycle(let cycle):
      facts["cycle"] = .array(cycle.members.map { .string($0) })
      facts["rows"] = .integer(cycle.count)
    case .backsOff(let end): facts["retry_not_before"] = .integer(end)
    case .conflict(.busy): break
    case .conflict(.sameLabel(let other)): facts["with"] = .string(other.id)
    case .conflict(.sameWork(let other, let key)):
      facts["with"] = .string(other.id)
      facts["idempotency_key"] = .string(key)
    case .conflict(.overlaps(let other, let path)):
      facts["with"] = .string(other.id)
      facts["path"] = .string(path)
    case .unknownWorker(let unknown):
      facts["worker"] = .string(unknown.source.name)
      facts["named_by"] =
        switch unknown.source {
        case .row: "row"
        case .route(let place, _): .string("routes[\(place)]")
        case .fallback: .null
        }
    case .workerBusy(let worker):
      facts["worker"] = .string(worker.name)
      facts["max"] = .integer(worker.limit)
      facts["its_rows"] = .array(worker.rows.map { .string($0) })
    case .cannotStart(let problem):
      facts["problem"] = .string(problem.sentence.english)
      if let end = problem.until { facts["paused_until"] = .integer(end) }
    case .paused(let pause): facts["pause"] = pause.json
    case .queued(let rows): facts["rows_before"] = .integer(rows)
    case .noRow, .state: break
    }
    return facts
  }
}

extension RunningItems {
  func json(in zone: QueueZone?) -> JSONValue {
    [
      "max_workers": .integer(maxWorkers),
      "rows": .array(
        rows.map { row in
          var object: JSONObject = [
            "id": .string(row.id), "owner_session": JSONValue(row.ownerSession),
            "started_at_kst": JSONValue(row.startedAt),
          ]
          if let zone { object["started_at"] = JSONValue(row.start(in: zone)?.iso8601) }
          return .object(object)
        }),
    ]
  }
}
