public import Model
public import Text

extension QueueFact: Shaped {
  public static var shapeName: StaticString { "fact" }
  public static func shape(_ fields: inout Fields<QueueFact>) {
    fields.add("message", \.sentence.english, "what happened, in words")
    fields.addIfAny("plan", \.plan, "the plan that was proposed or ended, or the plan of the row")
    fields.addIfAny(
      "state", \.state,
      "of a plan: `proposed`, `rejected`, `done`, `failed`, `blocked` or `cancelled`; of recurring work: `began` or `ended`"
    )
    fields.addIfAny("number", \.proposal?.number, "the number of the plan's proposal, from 1")
    fields.addIfAny("planner", \.proposal?.planner, "the planner that wrote the proposal")
    fields.addIfAny("version", \.planEnd?.version, "the version that the plan's rows follow")
    fields.addIfAny("ended_at", \.planEnd?.time.iso8601, "when the plan ended")
    fields.addIfAny("parent", \.planEnd?.parent, "the row for which the plan was made")
    fields.addIfAny("worker", \.worker, "the worker that is paused, or that could not start")
    fields.addIfAny(
      "until", \.until?.iso8601, "when the pause ends, or the day of the budget")
    fields.addIfAny(
      "failure", \.pausedWorker?.failure.rawValue,
      "of a pause: `spawn`, `auth`, `setting`, `service` or `rate_limit`")
    fields.addIfAny(
      "reason", { $0.pausedWorker?.reason ?? $0.proposal?.reason ?? $0.queuePause?.reason },
      "the problem, or why a proposal was rejected or the queue was paused")
    fields.addIfAny("budget", \.excess?.use, "the limit that does not allow another start")
    fields.addIfAny(
      "awaits", \.reminded?.awaited.rawValue, "of a reminder: `answer`, `approval` or `merge`")
    fields.addIfAny(
      "since", { ($0.reminded?.since ?? $0.atWork?.since ?? $0.queuePause?.since)?.iso8601 },
      "since when the row waits, or is at work, or the queue is paused")
    fields.addIfAny(
      "seconds", { $0.reminded?.seconds ?? $0.atWork?.seconds },
      "how long it has waited, a multiple of `attention_after`; of long work `long_work_after`")
    fields.addIfAny("owner", \.atWork?.owner, "of long work: the session that has the row")
    fields.addIfAny("count", \.reminded?.count, "the factor of this multiple, from 1")
    fields.addIfAny("hook", \.givenUp?.hook, "the name of the hook")
    fields.addIfAny(
      "event_key", \.givenUp?.eventKey, "the key of the event that the hook did not accept")
    fields.addIfAny("error", \.givenUp?.error, "the hook's last error")
    fields.addIfAny("actor", \.queuePause?.actor, "who paused the queue")
    fields.addIfAny("ended_by", \.queuePause?.endedBy, "who ended the pause")
    fields.addIfAny("name", \.recurring?.name, "the entry of `recurring`")
    fields.addIfAny(
      "times", \.recurring?.times, "the times at which it adds rows: `cron 0 2 * * *` or `every 7d`"
    )
  }

  private var planEnd: PlanEnd? { if case .planEnded(let end) = self { end } else { nil } }

  private var proposal: Proposal? {
    if case .proposal(let proposal) = self { proposal } else { nil }
  }

  private var pausedWorker: PausedWorker? {
    if case .workerPaused(let pause) = self { pause } else { nil }
  }

  private var excess: BudgetExcess? {
    if case .budgetUsedUp(let excess) = self { excess } else { nil }
  }

  private var reminded: Reminder? {
    if case .reminder(let reminder) = self { reminder } else { nil }
  }

  private var atWork: LongWork? { if case .longWork(let work) = self { work } else { nil } }

  private var givenUp: GivenUpHook? { if case .hookGaveUp(let hook) = self { hook } else { nil } }

  private var recurring: RecurringChange? {
    if case .recurring(let change) = self { change } else { nil }
  }

  private var queuePause: QueuePause? {
    if case .queuePause(let pause) = self { pause } else { nil }
  }

  private var state: String? {
    planEnd?.state.rawValue ?? proposal?.state.rawValue ?? recurring?.state.rawValue
  }

  private var worker: String? { pausedWorker?.worker ?? excess?.worker }

  private var until: QueueTime? { pausedWorker?.until ?? excess?.end }
}
