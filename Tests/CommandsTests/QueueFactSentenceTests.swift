import Door
import Model
import TestSupport
import Testing
import Text

/// What facts say to people.
@Suite struct QueueFactSentenceTests {
  private static let time = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)

  private static func ended(_ state: QueueFact.PlanEnd.State) -> QueueFact {
    .planEnded(.init(plan: "login", state: state, version: 1, time: time))
  }

  private static func reminder(_ awaited: Awaited, hours: Int) -> QueueFact {
    .reminder(
      .init(id: "A", plan: nil, awaited: awaited, since: time, seconds: hours * 3600, count: 1))
  }

  private static func recurring(_ state: QueueFact.RecurringChange.State) -> QueueFact {
    .recurring(.init(name: "nightly", times: "cron 0 2 * * *", state: state, time: time))
  }

  private static let budget = BudgetExcess(
    use: BudgetUse(key: .usdPerRow, id: "A", limit: 3_000_000, spent: 3_200_000), worker: "claude",
    reserved: 0, needed: 0, end: nil)

  private static let cases: [(fact: QueueFact, english: String, korean: String)] = [
    (ended(.done), "plan login is done", "계획 login이(가) 완료되었습니다"),
    (ended(.failed), "plan login failed", "계획 login이(가) 실패했습니다"),
    (ended(.blocked), "plan login is blocked", "계획 login이(가) 막혔습니다"),
    (ended(.cancelled), "plan login was cancelled", "계획 login이(가) 취소되었습니다"),
    (
      .workerPaused(.init(worker: "w", until: time, failure: .rateLimit, reason: "429\n")),
      "worker w starts nothing until 2026-01-31 18:00: rate_limit: 429\\u{A}",
      "워커 w이(가) 2026-01-31 18:00까지 아무것도 시작하지 않습니다: rate_limit: 429\\u{A}"
    ),
    (
      .queuePause(.init(actor: "ann@a", since: time, reason: "an incident\n")),
      "ann@a paused the queue: an incident\\u{A}", "ann@a이(가) 큐를 일시 정지했습니다: an incident\\u{A}"
    ),
    (
      .queuePause(.init(actor: "ann@a", since: time, reason: nil, endedBy: "ben@b")),
      "ben@b ended the pause by ann@a since 2026-01-31 18:00",
      "ann@a이(가) 2026-01-31 18:00에 시작한 일시 정지를 ben@b이(가) 끝냈습니다"
    ),
    (
      .budgetUsedUp(budget), "budget.usd_per_row: 3.20 of 3.00 USD spent on A",
      "budget.usd_per_row: A에 3.00 USD 중 3.20 사용"
    ),
    (
      reminder(.answer, hours: 24), "A has waited 24h for an answer (orch answer A TEXT)",
      "A이(가) 24h 동안 답을 기다렸습니다 (orch answer A TEXT)"
    ),
    (
      reminder(.approval, hours: 48), "A has waited 48h for approval (orch approve A)",
      "A이(가) 48h 동안 승인을 기다렸습니다 (orch approve A)"
    ),
    (
      .longWork(.init(id: "A", plan: nil, owner: "w", claim: 3, since: time, seconds: 14_400)),
      "A has been at work by w for 4h (orch show A)",
      "w이(가) A을(를) 4h 동안 작업하고 있습니다 (orch show A)"
    ),
    (
      .longWork(.init(id: "A", plan: nil, owner: nil, claim: nil, since: time, seconds: 5400)),
      "A has been at work for 90m (orch show A)", "A을(를) 90m 동안 작업하고 있습니다 (orch show A)"
    ),
    (
      .hookGaveUp(.init(hook: "chat", eventKey: "A/#3/done", error: "exit 1")),
      "hook chat gave up on event A/#3/done: exit 1",
      "훅 chat이(가) 이벤트 A/#3/done 전달을 포기했습니다: exit 1"
    ),
    (
      recurring(.began), "recurring nightly begins: cron 0 2 * * *",
      "반복 항목 nightly이(가) 시작됩니다: cron 0 2 * * *"
    ),
    (
      recurring(.ended), "recurring nightly ends: orch.json no longer has it",
      "반복 항목 nightly이(가) 끝났습니다. orch.json에 더는 없습니다"
    ),
  ]

  @Test(arguments: cases.indices) func `a fact is said in both languages`(_ index: Int) {
    let (fact, english, korean) = Self.cases[index]
    #expect(fact.sentence.english == english)
    #expect(fact.sentence.korean == korean)
  }
}
