import Engine
import Facts
import QueueModel
import Representation
import Shaping
import Wording

/// What `ops why` prints as JSON.
struct WhyAnswer: Shaped {
  let rows: [ReasonLine]
  let maxWorkers: Int
  let running: [RunningRow]

  /// Who is at work.
  private struct Busy: Shaped {
    let answer: WhyAnswer

    static var shapeName: StaticString { "busy workers" }
    static func shape(_ fields: inout Fields<Busy>) {
      fields.add("max_workers", \.answer.maxWorkers, "how many may be at work")
      fields.add("rows", \.answer.running, "the rows at work")
    }
  }

  static var shapeName: StaticString { "why" }
  static func shape(_ fields: inout Fields<WhyAnswer>) {
    fields.add("rows", \.rows, "the rows, in the order in which they would start")
    fields.add("busy", { Busy(answer: $0) }, "who is at work")
  }
}

struct RunningRow: Shaped {
  let item: QueueItem
  let zone: QueueZone?

  static var shapeName: StaticString { "running row" }
  static func shape(_ fields: inout Fields<RunningRow>) {
    fields.add("id", \.item.id)
    fields.add("owner_session", \.item.ownerSession, "who has it")
    fields.add("started_at_kst", \.item.startedAt, "since when")
    fields.addIfAny(
      "started_at",
      { row in row.zone.map { row.item.start(in: $0)?.iso8601 } },
      "the same in ISO 8601, where times are those of `tz`")
  }
}

extension ReasonLine: Shaped {
  static var shapeName: StaticString { "explained row" }
  static func shape(_ fields: inout Fields<ReasonLine>) {
    fields.add("id", \.explanation.id, "the row; null where a malformed one has no id")
    fields.add("status", \.explanation.status?.rawValue, "null where it cannot be read")
    fields.add("reason", { ReasonAnswer($0.explanation) }, "why it is not running")
    fields.add("message", \.message.english, "the same in words")
    fields.add("command", \.command, "what would change it, if anything")
  }
}

/// The code of a reason, and its facts.
struct ReasonAnswer: Shaped {
  private let code: String
  private var line: Int??
  private var problem: String?
  private var pausedUntil: Int?
  private var lease: Lease?
  private var other: String?
  private var key: String?
  private var path: String?
  private var chain: WaitingChain?
  private var cycle: WaitingCycle?
  private var retryAfter: Int?
  private var pause: Pause?
  private var unknown: UnknownWorker?
  private var busy: BusyWorker?
  private var rowsBefore: Int?

  init(_ explanation: Explanation) {
    code = explanation.code
    switch explanation.reason {
    case .malformed(let line, let problem):
      self.line = .some(line)
      self.problem = problem.sentence.english
    case .leased(let lease): self.lease = lease
    case .duplicate(let key): self.key = key
    case .waits(let chain): self.chain = chain
    case .cycle(let cycle): self.cycle = cycle
    case .backsOff(let end): retryAfter = end
    case .conflict(.sameLabel(let other)): self.other = other.id
    case .conflict(.sameWork(let other, let key)): (self.other, self.key) = (other.id, key)
    case .conflict(.overlaps(let other, let path)): (self.other, self.path) = (other.id, path)
    case .unknownWorker(let unknown): self.unknown = unknown
    case .workerBusy(let worker): busy = worker
    case .cannotStart(let problem):
      self.problem = problem.sentence.english
      pausedUntil = problem.until
    case .paused(let pause): self.pause = pause
    case .queued(let rows): rowsBefore = rows
    case .conflict(.busy), .noRow, .state: break
    }
  }

  init(_ problem: StartProblem) {
    code = problem.kind.rawValue
    (self.problem, pausedUntil) = (problem.sentence.english, problem.until)
  }

  static var shapeName: StaticString { "reason" }
  static func shape(_ fields: inout Fields<ReasonAnswer>) {
    fields.add(
      "code", \.code,
      """
      `malformed_row`, `leased`, `duplicate`, `waits`, `dependency_cycle`, `backs_off`, \
      `workers_busy`, `same_label`, `same_work`, `overlaps`, `missing_program`, `untrusted`, \
      `bad_setting`, `not_writable`, `old_version`, `worker_paused`, `bad_brief`, `budget`, \
      `attempts_used_up`, `unknown_worker`, `worker_busy`, `paused`, `next`, `queued`, \
      `in_progress`, `blocked`, `failed` or `done`
      """)
    fields.addIfAny("line", \.line, "of `malformed_row`: where; null in a database")
    fields.addIfAny(
      "problem", \.problem,
      """
      of `malformed_row`, `missing_program`, `untrusted`, `bad_setting`, `not_writable`, \
      `old_version`, `worker_paused`, `bad_brief`, `budget`, `attempts_used_up`: what is wrong
      """)
    fields.addIfAny(
      "paused_until", \.pausedUntil,
      "of `worker_paused`, and `budget` of a day: until when, in seconds since 1970")
    fields.addIfAny("lease_owner", \.lease?.owner, "of `leased`: who has it")
    fields.addIfAny(
      "lease_expires_at", \.lease?.expiresAt, "of `leased`: until when, in seconds since 1970")
    fields.addIfAny("waits_for", \.chain?.blockers, "of `waits`: the rows")
    fields.addIfAny(
      "root",
      { $0.chain.map { Root(explanation: $0.root) } }, "of `waits`: the row at the end of the way")
    fields.addIfAny(
      "rows_between", \.chain?.rowsBetween, "of `waits`: how many rows stand before that")
    fields.addIfAny(
      "cycle", \.cycle?.members, "of `dependency_cycle`: the first five of its rows, this one first"
    )
    fields.addIfAny("rows", \.cycle?.count, "of `dependency_cycle`: how many they are")
    fields.addIfAny(
      "retry_not_before", \.retryAfter, "of `backs_off`: until when, in seconds since 1970")
    fields.addIfAny("with", \.other, "of `same_label`, `same_work`, `overlaps`: the row in its way")
    fields.addIfAny("idempotency_key", \.key, "of `duplicate`, `same_work`: the key")
    fields.addIfAny("path", \.path, "of `overlaps`: what both touch")
    fields.addIfAny("pause", \.pause, "of `paused`: since when, and by whom")
    fields.addIfAny(
      "worker",
      { $0.unknown?.source.name ?? $0.busy?.name }, "of `unknown_worker`, `worker_busy`: its name")
    fields.addIfAny(
      "named_by", { $0.unknown.map(\.namedBy) },
      """
      of `unknown_worker`: `row` or `routes[0]`; null where nothing names one, and there is no \
      `default`
      """)
    fields.addIfAny("max", \.busy?.limit, "of `worker_busy`: how many rows it may have")
    fields.addIfAny(
      "its_rows", \.busy?.rows, "of `worker_busy`: its rows at work, or that start before")
    fields.addIfAny(
      "rows_before", \.rowsBefore, "of `next`, `queued`: how many rows start before it")
  }

  private struct Root: Shaped {
    let explanation: Explanation

    static var shapeName: StaticString { "root" }
    static func shape(_ fields: inout Fields<Root>) {
      fields.add("id", \.explanation.id)
      fields.add("status", \.explanation.status?.rawValue)
      fields.add("code", \.explanation.code, "the code of its own reason, or `no_row`")
    }
  }
}

extension UnknownWorker {
  fileprivate var namedBy: String? {
    switch source {
    case .row: "row"
    case .route(let place, _): "routes[\(place)]"
    case .fallback: nil
    }
  }
}
