import QueueModel
import QueueStore

// Claims are numbered, counted where they are lost, and made once for the same work.

extension StoreConformance {
  private static func row(_ id: String, notes: String = "") -> QueueItem {
    QueueItem(id: id, priority: .p1, task: "t", successCriteria: "c", notes: Notes(notes))
  }

  private static func new(_ id: String, key: String? = nil, maxAttempts: Int? = nil) -> Transition {
    .add(
      .init(
        id: id, priority: .p1, task: "t", successCriteria: "c", idempotencyKey: key,
        maxAttempts: maxAttempts))
  }

  private static let watchdog = Transition.rescue(staleSeconds: 3600)

  static let claims: [Case] = [
    Case(testDescription: "claims: numbers only grow", items: [row("A"), row("B")]) { scene in
      var numbers: [Int] = []
      for (id, end) in [
        ("A", finish(.done)), ("B", .release(id: "B", force: false)), ("B", .cancel(id: "B")),
      ] as [(String, Transition)] {
        let scene = try scene.reopened()
        _ = try scene.answer(to: .pick(id: id))
        numbers.append(try scene.store.snapshot().value.item(id)?.claim?.number ?? 0)
        _ = try scene.answer(to: end)
        try scene.expect(scene.claims(), [], "the claims")
      }
      try scene.expect("\(numbers)", "[1, 2, 3]", "the numbers")
    },
    Case(testDescription: "claims: the third that is lost blocks the row", items: [row("A")]) {
      scene in
      var states: [String] = []
      for attempt in 1...3 {
        let start = attempt * 100_000
        _ = try scene.answer(to: .pick(id: "A"), at: time(start))
        _ = try scene.answer(to: watchdog, session: nil, at: time(start + 3599))
        states += try scene.states()
        _ = try scene.answer(to: watchdog, session: nil, at: time(start + 3600))
        states += try scene.states() + scene.claims()
      }
      try scene.expect(
        states,
        [
          "A IN_PROGRESS s1", "A PENDING -", "A: claim 1, lost 1", "A IN_PROGRESS s1",
          "A PENDING -", "A: claim 2, lost 2", "A IN_PROGRESS s1", "A BLOCKED s1",
        ], "the row")
    },
    Case(
      testDescription: "claims: where nobody says when work began, it counts from now",
      items: [item(.inProgress, startedAt: "at noon")]
    ) { scene in
      _ = try scene.answer(to: watchdog, session: nil)
      try scene.expectUntouched()
      try scene.expect(scene.claims(), ["A: claim 1, s1 until 2026-01-31 19:00"], "the claims")
      try scene.expect(
        scene.answer(to: watchdog, session: nil, at: time(3599)), "nothing pending", "the answer")
      _ = try scene.answer(to: watchdog, session: nil, at: time(3600))
      try scene.expect(scene.states(), ["A PENDING -"], "the rows")
    },
    Case(testDescription: "claims: work that was done under another id is closed", items: []) {
      scene in
      for (id, key) in [("A", "k"), ("B", "k"), ("C", "other")] {
        _ = try scene.answer(to: new(id, key: key))
      }
      _ = try scene.answer(to: .pick(id: "A"))
      _ = try scene.answer(to: finish(.done))
      _ = try scene.answer(to: .pick(id: nil), session: "s2")
      try scene.expect(
        scene.states(), ["A DONE s1", "B DONE -", "C IN_PROGRESS s2"], "the rows")
      let notes = try scene.store.snapshot().value.item("B")?.notes.prose ?? "-"
      try scene.expect(notes, "Skipped duplicate by idempotency_key", "the notes")
      try scene.expect(
        scene.store.snapshot().value.item("C")?.idempotencyKey ?? "-", "other", "the key")
    },
    Case(testDescription: "claims: a pick may close rows only", items: []) { scene in
      for id in ["A", "B", "C"] { _ = try scene.answer(to: new(id, key: "k")) }
      _ = try scene.answer(to: finish(.done))
      let answer = try scene.answer(to: .pick(id: nil))
      try scene.expect("\(answer.split(separator: "\n").count)", "4", "the answer's lines")
      try scene.expect(scene.states(), ["A DONE -", "B DONE -", "C DONE -"], "the rows")
      try scene.expect(scene.claims(), [], "the claims")
      try scene.expect(scene.answer(to: .pick(id: nil)), "nothing pending", "the answer")
    },
    Case(testDescription: "claims: a row is tried as often as it says", items: []) { scene in
      _ = try scene.answer(to: new("A", maxAttempts: 1))
      for force in [false, true] {
        _ = try scene.answer(to: finish(.failed(isPermanent: false), force: true))
        try scene.expect(
          scene.answer(to: .retry(id: "A", force: force)).prefixed, "changed", "the answer")
      }
      _ = try scene.answer(to: finish(.failed(isPermanent: false)))
      try scene.expect(
        scene.answer(to: .retry(id: "A", force: false)).prefixed, "refused", "the answer")
      let item = try scene.store.snapshot().value.item("A")
      try scene.expect(
        "\(item?.attemptCount ?? 0) of \(item?.maxAttempts ?? 0)", "2 of 1", "the attempts")
    },
  ]
}
