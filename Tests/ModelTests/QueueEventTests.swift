import Model
import Testing

/// What an entry of the history is called as an event, and where it stands.
@Suite struct QueueEventTests {
  private static let cases: [(name: String, before: [String: String], after: [String: String])] = [
    ("added", [:], [Column.id.name: "A", Column.status.name: "PENDING"]),
    ("removed", [Column.id.name: "A", Column.status.name: "DONE"], [:]),
    ("claimed", [Column.status.name: "PENDING"], [Column.status.name: "IN_PROGRESS"]),
    ("released", [Column.status.name: "IN_PROGRESS"], [Column.status.name: "PENDING"]),
    ("done", [Column.status.name: "BLOCKED"], [Column.status.name: "DONE"]),
    (
      "failed", [Column.status.name: "IN_PROGRESS"],
      [Column.status.name: "FAILED", Column.notes.name: "exit 3"]
    ),
    (
      "blocked", [Column.status.name: "IN_PROGRESS"],
      [Column.status.name: "BLOCKED", Column.notes.name: "needs_human: why"]
    ),
    ("blocked", [Column.status.name: "IN_PROGRESS"], [Column.status.name: "BLOCKED"]),
    (
      "cancelled", [Column.status.name: "PENDING"],
      [Column.status.name: "BLOCKED", Column.notes.name: "cancelled_by_operator: no"]
    ),
    (
      "question", [Column.status.name: "IN_PROGRESS"],
      [Column.status.name: "BLOCKED", Column.notes.name: "q / awaits=answer"]
    ),
    (
      "approval", [Column.status.name: "PENDING"],
      [Column.status.name: "BLOCKED", Column.notes.name: "awaits=approval"]
    ),
    ("approval", [Column.notes.name: "awaits=answer"], [Column.notes.name: "awaits=approval"]),
    ("changed", [Column.notes.name: "awaits=answer / x"], [Column.notes.name: "awaits=answer / y"]),
    ("changed", [Column.notes.name: "awaits=answer"], [Column.notes.name: "-"]),
    ("changed", [Column.id.name: "A"], [Column.id.name: "B"]),
    ("changed", [Column.task.name: "a"], [Column.task.name: "b"]),
  ]

  @Test(arguments: cases.indices) func `an event is named by what became of the row`(_ index: Int) {
    let (name, before, after) = Self.cases[index]
    var entry = HistoryEntry(
      sequence: 7, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "x", actor: "s",
      row: RowChange(id: "A", before: before, after: after))
    let cursor = EventCursor(history: "0123456789abcdef01", sequence: 7, index: 2)
    let event = QueueEvent(entry, at: cursor)
    #expect(event.kind.rawValue == name)
    #expect(event.key == "A/#7/\(name)")
    entry.row?.formerClaim = FormerClaim(endedNumber: 3, streak: nil)
    #expect(QueueEvent(entry, at: cursor).key == "A/3/\(name)")
  }

  private static let facts: [(key: String, id: String?, plan: String?, fact: QueueFact)] = [
    ("p/3@60/plan_done", nil, "p", ended(.done)), ("p/3@60/plan_failed", nil, "p", ended(.failed)),
    ("p/3@60/plan_blocked", nil, "p", ended(.blocked)),
    ("p/3@60/plan_cancelled", nil, "p", ended(.cancelled)),
    (
      "w/60/worker_paused", nil, nil,
      .workerPaused(.init(worker: "w", until: minute, failure: .auth, reason: "r"))
    ),
    ("usd_per_day/7@60/budget", nil, nil, used(.usdPerDay, on: nil, until: minute)),
    ("tokens_per_day/7/budget", nil, nil, used(.tokensPerDay, on: nil, until: nil)),
    ("A/7/budget", "A", nil, used(.usdPerRow, on: "A", until: nil)),
    (
      "A/60+7200/reminder", "A", "p",
      .reminder(
        .init(id: "A", plan: "p", awaited: .answer, since: minute, seconds: 7200, count: 2))
    ),
    (
      "A/3/long_work", "A", "p",
      .longWork(
        .init(id: "A", plan: "p", owner: "w", claim: 3, since: minute, seconds: 14_400))
    ),
    (
      "A/@60/long_work", "A", nil,
      .longWork(
        .init(id: "A", plan: nil, owner: nil, claim: nil, since: minute, seconds: 14_400))
    ),
    (
      "chat/A/3/done/hook_gave_up", nil, nil,
      .hookGaveUp(.init(hook: "chat", eventKey: "A/3/done", error: "exit 1"))
    ),
    (
      "nightly/began@60/recurring", nil, nil,
      .recurring(.init(name: "nightly", times: "every 24h", state: .began, time: minute))
    ),
    ("ann/60/queue_paused", nil, nil, .queuePause(.init(actor: "ann", since: minute, reason: "r"))),
    (
      "ann/60/queue_resumed", nil, nil,
      .queuePause(.init(actor: "ann", since: minute, reason: "r", endedBy: "ben"))
    ),
  ]

  private static let minute = QueueTime(epochSeconds: 60, offset: 0)

  private static func ended(_ state: QueueFact.PlanEnd.State) -> QueueFact {
    .planEnded(.init(plan: "p", state: state, version: 3, time: minute, parent: "A"))
  }

  private static func used(_ key: Budget.Key, on id: String?, until: QueueTime?) -> QueueFact {
    .budgetUsedUp(
      BudgetExcess(
        use: BudgetUse(key: key, id: id, limit: 7, spent: 8), worker: "w", reserved: 0, needed: 1,
        end: until))
  }

  @Test(arguments: facts.indices) func `a fact is an event of its own`(_ index: Int) {
    let (key, id, plan, fact) = Self.facts[index]
    var entry = HistoryEntry(
      sequence: 7, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "tick", actor: "me@1",
      row: nil)
    entry.fact = fact
    let event = QueueEvent(entry, at: EventCursor(history: "0", sequence: 7, index: 1))
    #expect(event.key == key)
    #expect(key.hasSuffix("/\(event.kind.rawValue)"))
    #expect(event.entry.id == id && event.plan == plan)
  }

  @Test func `a cursor is its text`() {
    let cursor = EventCursor(history: "0123456789abcdef01", sequence: 7, index: 2)
    #expect(cursor.text == "0123456789abcdef:7.2")
    #expect(EventCursor(cursor.text) == cursor)
  }

  @Test(arguments: [
    "", "7.2", "0123456789abcdef", "0123456789abcdef:7", "0123456789abcdef:7.", "x:7.2",
    "0123456789ABCDEF:7.2", "0123456789abcdef:-7.2", "0123456789abcdef:+7.2",
    "0123456789abcdef:7.2.1", "0123456789abcdef:7.2:1", "0123456789abcdef:99999999999999999999.1",
    "0123456789abcdef:7.2 ",
  ])
  func `another text is none`(_ text: String) { #expect(EventCursor(text) == nil) }
}
