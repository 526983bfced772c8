package import Model
package import Text

// The JSON of facts, in the journal and in the event log. Members of later versions are ignored.

extension QueueFact {
  /// `{"event":"plan_failed",…}`
  package var json: JSONValue {
    var object: JSONObject = ["event": .string(kind.rawValue)]
    switch self {
    case .proposal(let proposal):
      object["plan"] = .string(proposal.plan)
      object["number"] = .integer(proposal.number)
      object["planner"] = proposal.planner.map(JSONValue.string)
      object["reason"] = proposal.reason.map(JSONValue.string)
    case .planEnded(let end):
      object["plan"] = .string(end.plan)
      object["version"] = .integer(end.version)
      object["ended_at"] = .string(end.time.iso8601)
      object["parent"] = end.parent.map(JSONValue.string)
    case .workerPaused(let pause):
      object["worker"] = .string(pause.worker)
      object["until"] = .string(pause.until.iso8601)
      object["failure"] = .string(pause.failure.rawValue)
      object["reason"] = .string(pause.reason)
    case .budgetUsedUp(let excess):
      object["id"] = excess.use.id.map(JSONValue.string)
      object["budget"] = .string(excess.use.key.rawValue)
      object["limit"] = .integer(excess.use.limit)
      object["spent"] = .integer(excess.use.spent)
      object["worker"] = .string(excess.worker)
      object["reserved"] = .integer(excess.reserved)
      object["needed"] = .integer(excess.needed)
      object["until"] = excess.end.map { .string($0.iso8601) }
    case .reminder(let reminder):
      object["id"] = .string(reminder.id)
      object["plan"] = reminder.plan.map(JSONValue.string)
      object["awaits"] = .string(reminder.awaited.rawValue)
      object["since"] = .string(reminder.since.iso8601)
      object["seconds"] = .integer(reminder.seconds)
      object["count"] = .integer(reminder.count)
    case .longWork(let work):
      object["id"] = .string(work.id)
      object["plan"] = work.plan.map(JSONValue.string)
      object["owner"] = work.owner.map(JSONValue.string)
      object["claim"] = work.claim.map { .integer($0) }
      object["since"] = .string(work.since.iso8601)
      object["seconds"] = .integer(work.seconds)
    case .hookGaveUp(let hook):
      object["hook"] = .string(hook.hook)
      object["event_key"] = .string(hook.eventKey)
      object["error"] = .string(hook.error)
    case .recurring(let change):
      object["name"] = .string(change.name)
      object["times"] = .string(change.times)
      object["state"] = .string(change.state.rawValue)
      object["time"] = .string(change.time.iso8601)
    case .queuePause(let pause):
      object["actor"] = .string(pause.actor)
      object["since"] = .string(pause.since.iso8601)
      object["reason"] = pause.reason.map(JSONValue.string)
      object["ended_by"] = pause.endedBy.map(JSONValue.string)
    }
    return .object(object)
  }

  /// - Returns: `nil` for any other form.
  package init?(_ json: JSONValue?) {
    guard let object = json?.objectValue,
      let kind = object["event"]?.stringValue.flatMap(QueueEvent.Kind.init),
      let fact = QueueFact(kind, object)
    else { return nil }
    self = fact
  }

  private init?(_ kind: QueueEvent.Kind, _ object: JSONObject) {
    switch kind {
    case .planProposed: self.init(proposal: .proposed, object)
    case .planRejected: self.init(proposal: .rejected, object)
    case .planDone: self.init(planEnded: .done, object)
    case .planFailed: self.init(planEnded: .failed, object)
    case .planBlocked: self.init(planEnded: .blocked, object)
    case .planCancelled: self.init(planEnded: .cancelled, object)
    case .workerPaused:
      guard let worker = object["worker"]?.stringValue, let until = object.time("until"),
        let failure = FailureClass(object), let reason = object["reason"]?.stringValue
      else { return nil }
      self = .workerPaused(
        .init(worker: worker, until: until, failure: failure, reason: reason))
    case .budget:
      guard let key = object["budget"]?.stringValue.flatMap(Budget.Key.init),
        let limit = object["limit"]?.integerValue, let spent = object["spent"]?.integerValue,
        let worker = object["worker"]?.stringValue,
        let reserved = object["reserved"]?.integerValue,
        let needed = object["needed"]?.integerValue
      else { return nil }
      let use = BudgetUse(key: key, id: object["id"]?.stringValue, limit: limit, spent: spent)
      self = .budgetUsedUp(
        BudgetExcess(
          use: use, worker: worker, reserved: reserved, needed: needed, end: object.time("until")))
    case .reminder:
      guard let id = object["id"]?.stringValue,
        let awaited = object["awaits"]?.stringValue.flatMap(Awaited.init),
        let since = object.time("since"), let seconds = object["seconds"]?.integerValue,
        let count = object["count"]?.integerValue
      else { return nil }
      self = .reminder(
        .init(
          id: id, plan: object["plan"]?.stringValue, awaited: awaited, since: since,
          seconds: seconds, count: count))
    case .longWork:
      guard let id = object["id"]?.stringValue, let since = object.time("since"),
        let seconds = object["seconds"]?.integerValue
      else { return nil }
      self = .longWork(
        .init(
          id: id, plan: object["plan"]?.stringValue, owner: object["owner"]?.stringValue,
          claim: object["claim"]?.integerValue, since: since, seconds: seconds))
    case .hookGaveUp:
      guard let hook = object["hook"]?.stringValue, let key = object["event_key"]?.stringValue,
        let error = object["error"]?.stringValue
      else { return nil }
      self = .hookGaveUp(.init(hook: hook, eventKey: key, error: error))
    case .recurring:
      guard let name = object["name"]?.stringValue, let times = object["times"]?.stringValue,
        let state = object["state"]?.stringValue.flatMap(RecurringChange.State.init),
        let time = object.time("time")
      else { return nil }
      self = .recurring(.init(name: name, times: times, state: state, time: time))
    case .queuePaused, .queueResumed:
      guard let actor = object["actor"]?.stringValue, let since = object.time("since") else {
        return nil
      }
      self = .queuePause(
        .init(
          actor: actor, since: since, reason: object["reason"]?.stringValue,
          endedBy: object["ended_by"]?.stringValue))
    case .added, .changed, .claimed, .released, .done, .failed, .blocked, .cancelled, .question,
      .approval, .merge, .removed:
      return nil
    }
  }

  private init?(proposal state: Proposal.State, _ object: JSONObject) {
    guard let plan = object["plan"]?.stringValue, let number = object["number"]?.integerValue
    else { return nil }
    self = .proposal(
      .init(
        plan: plan, number: number, state: state, planner: object["planner"]?.stringValue,
        reason: object["reason"]?.stringValue))
  }

  private init?(planEnded state: PlanEnd.State, _ object: JSONObject) {
    guard let plan = object["plan"]?.stringValue, let version = object["version"]?.integerValue,
      let time = object.time("ended_at")
    else { return nil }
    self = .planEnded(
      .init(
        plan: plan, state: state, version: version, time: time,
        parent: object["parent"]?.stringValue))
  }
}

extension JSONObject {
  fileprivate func time(_ key: String) -> QueueTime? {
    self[key]?.stringValue.flatMap(QueueTime.init(iso8601:))
  }
}
