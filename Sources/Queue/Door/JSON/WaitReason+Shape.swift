public import Model
public import Text

/// The code of a reason, and its facts.
extension WaitReason: Shaped {
  public static var shapeName: StaticString { "reason" }
  public static func shape(_ fields: inout Fields<WaitReason>) {
    fields.add(
      "code", \.code.rawValue,
      """
      `malformed_row`, `leased`, `duplicate`, `near_miss_note`, `waits`, `dependency_cycle`, `backs_off`, \
      `deferred`, `needs_approval`, `workers_busy`, `same_label`, `same_work`, `overlaps`, `missing_program`, \
      `missing_sandbox`, `untrusted`, `bad_setting`, `not_writable`, `old_version`, `worker_paused`, \
      `bad_brief`, `budget`, `no_repository`, `no_commit`, `git`, `branch_on_host`, `forge`, `worktree`, \
      `attempts_used_up`, \
      `unknown_worker`, `worker_busy`, `paused`, `next`, `queued`, `in_progress`, `blocked`, `failed` or `done`
      """)
    fields.addIfAny(
      "line",
      {
        switch $0 {
        case .malformed(let line, _): .some(line)
        case .refused: .some(nil)
        default: nil
        }
      }, "of `malformed_row`: its line in the file; null in a database")
    fields.addIfAny(
      "problem", \.problem?.english,
      """
      of `malformed_row`, `near_miss_note`, `missing_program`, `missing_sandbox`, `untrusted`, `bad_setting`, `not_writable`, \
      `old_version`, `worker_paused`, `bad_brief`, `budget`, `no_repository`, `no_commit`, `git`, \
      `branch_on_host`, `forge`, `worktree`, `attempts_used_up`: the problem; of `backs_off` if an obstacle kept the last \
      attempt from its work, and of `in_progress` if its report can't land
      """)
    fields.addIfAny(
      "paused_until", \.pausedUntil,
      "of `worker_paused`, and `budget` of a day: the end, in seconds since 1970")
    fields.addIfAny(
      "changed", { $0.changedParts?.map(\.rawValue) },
      "of a row that was approved before its work began: the parts that have changed since")
    fields.addIfAny("lease_owner", \.lease?.owner, "of `leased`: the session that has the lease")
    fields.addIfAny(
      "lease_expires_at", \.lease?.expiresAt, "of `leased`: the end, in seconds since 1970")
    fields.addIfNotEmpty("waits_for", \.blockers, "of `waits`: the rows for which it waits")
    fields.addIfAny(
      "plan", { if case .waits(_, _, let plan) = $0 { plan } else { nil } },
      "of `waits`: the plan that is made for the row, if these are its rows")
    fields.addIfAny(
      "root",
      { $0.chain.map { Root(explanation: $0.root) } }, "of `waits`: the row at the end of the chain"
    )
    fields.addIfAny(
      "rows_between", \.chain?.rowsBetween, "of `waits`: how many rows are between it and `root`")
    fields.addIfAny(
      "cycle", { if case .cycle(let members, _) = $0 { members } else { nil } },
      "of `dependency_cycle`: the first five rows of the cycle, beginning with this row")
    fields.addIfAny(
      "rows", { if case .cycle(_, let count) = $0 { count } else { nil } },
      "of `dependency_cycle`: how many rows the cycle has")
    fields.addIfAny(
      "retry_not_before", { if case .backsOff(let end, _) = $0 { end } else { nil } },
      "of `backs_off`: the time of the next attempt, in seconds since 1970")
    fields.addIfAny(
      "not_before", { if case .deferred(let end) = $0 { end } else { nil } },
      "of `deferred`: the time until which it is deferred, in seconds since 1970")
    fields.addIfAny(
      "with", \.other?.id, "of `same_label`, `same_work`, `overlaps`: the conflicting row")
    fields.addIfAny("idempotency_key", \.key, "of `duplicate`, `same_work`: the common key")
    fields.addIfAny(
      "path", { if case .overlaps(_, let path) = $0 { path } else { nil } },
      "of `overlaps`: the path that both touch")
    fields.addIfAny(
      "pause", { if case .paused(let pause) = $0 { pause } else { nil } },
      "of `paused`: the pause")
    fields.addIfAny(
      "worker",
      { $0.unknown?.source.name ?? $0.busy?.name },
      "of `unknown_worker`, `worker_busy`: the name of the worker")
    fields.addIfAny(
      "named_by", { $0.unknown.map(\.namedBy) },
      """
      of `unknown_worker`: `row` or `routes[0]`; null if neither names a worker, and there is no \
      `default`
      """)
    fields.addIfAny("max", \.busy?.limit, "of `worker_busy`: how many rows the worker may have")
    fields.addIfAny(
      "its_rows", \.busy?.rows,
      "of `worker_busy`: the worker's rows that are IN_PROGRESS or start first")
    fields.addIfAny(
      "rows_before", { if case .queued(let rows) = $0 { rows } else { nil } },
      "of `next`, `queued`: how many rows start before this row")
  }

  private var changedParts: [DecidedContent.Part]? {
    switch self {
    case .needsApproval(let parts): return parts
    case .stopped(let row):
      if case .approvalToStart(let parts) = row.cause { return parts }
      return nil
    default: return nil
    }
  }

  private var lease: Lease? { if case .leased(let lease) = self { lease } else { nil } }
  private var chain: WaitingChain? { if case .waits(_, let chain, _) = self { chain } else { nil } }
  private var unknown: UnknownWorker? {
    if case .unknownWorker(let unknown) = self { unknown } else { nil }
  }
  private var busy: BusyWorker? { if case .workerBusy(let busy) = self { busy } else { nil } }

  private var pausedUntil: Int? {
    switch self {
    case .overBudget, .cannotStart: end
    default: nil
    }
  }

  private var other: QueueItem? {
    switch self {
    case .sameLabel(let other), .sameWork(let other, _), .overlaps(let other, _): other
    default: nil
    }
  }

  private var key: String? {
    switch self {
    case .duplicate(let key), .sameWork(_, let key): key
    default: nil
    }
  }

  private struct Root: Shaped {
    let explanation: Explanation

    static var shapeName: StaticString { "root" }
    static func shape(_ fields: inout Fields<Root>) {
      fields.add("id", \.explanation.id)
      fields.add("status", \.explanation.status?.rawValue)
      fields.add(
        "code", \.explanation.reason.code.rawValue, "the code of the row's own reason, or `no_row`")
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

extension Pause: Shaped {
  public static var shapeName: StaticString { "queue pause" }
  public static func shape(_ fields: inout Fields<Pause>) {
    fields.add(
      "actor", \.actor, "who began the pause, a session or `user@host`; null if unreadable")
    fields.add("since", \.since, "when the pause began, in seconds since 1970")
    fields.add("reason", \.reason)
  }
}

extension Dependencies.Blocker: Shaped {
  public static var shapeName: StaticString { "blocker" }
  public static func shape(_ fields: inout Fields<Dependencies.Blocker>) {
    fields.add("id", \.id, "a row for which another one waits")
    fields.add("status", \.status?.rawValue, "the row's status; null if there is no such row")
  }
}

extension BudgetUse: Shaped {
  public static var shapeName: StaticString { "budget limit" }
  public static func shape(_ fields: inout Fields<BudgetUse>) {
    fields.add(
      "key", \.key.rawValue, "`usd_per_day`, `usd_per_row`, `tokens_per_day` or `calls_per_day`")
    fields.add("limit", { $0.amount($0.limit) }, "US dollars, tokens or requests")
    fields.addIfAny(
      "spent", { $0.isCounted ? $0.amount($0.spent) : nil },
      """
      what counts as spent, today or on the listed row; an attempt of unknown cost counts as \
      what it reserved
      """)
    fields.addIfAny(
      "left", { $0.isCounted ? $0.amount(max(0, $0.limit - $0.spent)) : nil },
      "the rest of the limit, including what running rows reserve; 0 if more is spent")
  }

  private var isCounted: Bool { key != .usdPerRow || id != nil }

  private func amount(_ amount: Int) -> Number {
    key.isOfMoney ? .dollars(micro: amount) : .whole(amount)
  }
}
