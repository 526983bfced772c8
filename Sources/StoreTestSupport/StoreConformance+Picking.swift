import QueueModel
import QueueStore

extension StoreConformance {
  /// A row that may wait for others.
  private static func row(
    _ id: String, _ status: Status = .pending, _ priority: Priority = .p1, after: [String] = [],
    notes: String = ""
  ) -> QueueItem {
    var notes = Notes(notes)
    notes.after = after
    return QueueItem(
      id: id, status: status, priority: priority, task: "task", successCriteria: "it works",
      notes: notes, after: after)
  }

  /// Picks until there is nothing left, and checks which rows came, in order.
  private static func picked(_ name: String, _ items: [QueueItem], _ ids: String...) -> Case {
    Case(testDescription: "pick: \(name)", items: items) { scene in
      var picked: [String] = []
      while let id = try pick(from: scene) { picked.append(id) }
      try scene.expect(picked, ids, "the order of picking")
    }
  }

  private static func pick(from scene: ConformanceScene) throws -> String? {
    let context = TransitionContext(session: "s1", now: now)
    switch try scene.store.perform(.pick(id: nil), context: context).value {
    case .nothingPending: return nil
    case .change(let change): return change.id
    case .changes(let changes): return changes.last?.id
    case .alreadySo(let item):
      throw Failure(what: "picking", found: "\(item.id) already so", expected: "another row")
    }
  }

  private static func notPicked(
    _ name: String, _ items: [QueueItem], id: String, _ answer: String
  ) -> Case {
    Case(testDescription: "pick refused: \(name)", items: items) { scene in
      try scene.expect(scene.answer(to: .pick(id: id)), "refused: \(answer)", "the answer")
      try scene.expectUntouched()
    }
  }

  private static let nothingLeft = Case(
    testDescription: "pick: nothing left", items: bystanders.filter { $0.status == .done }
  ) { scene in
    try scene.expect(scene.answer(to: .pick(id: nil)), "nothing pending", "the answer")
    try scene.expectUntouched()
  }

  private static let chain = Case(
    testDescription: "pick: a row starts when all that it waits for are DONE",
    items: [row("A", after: ["B", "C"]), row("B"), row("C")]
  ) { scene in
    for id in ["B", "C"] {
      try scene.expect(pick(from: scene) ?? "nothing", id, "the next row")
      try scene.expect(
        String(scene.answer(to: .pick(id: "A")).prefix(14)), "refused: waits", "the answer")
    }
    for id in ["B", "C"] {
      try scene.expect(pick(from: scene) ?? "nothing", "nothing", "the next row")
      _ = try scene.answer(to: .finish(.init(id: id, as: .done, notes: "")))
    }
    try scene.expect(pick(from: scene) ?? "nothing", "A", "the next row")
  }

  static let picking: [Case] = [
    nothingLeft, chain,
    picked(
      "by priority, then by place, unknown priorities last",
      [
        row("e", .pending, .unknown("urgent")), row("c", .pending, .p2), row("b"),
        row("a", .pending, .p0), row("d", .pending, .p2), row("b2"),
      ], "a", "b", "b2", "c", "d", "e"),
    picked(
      "no row that is not PENDING",
      [row("a", .inProgress), row("b", .done), row("c", .failed), row("d", .blocked), row("e")],
      "e"),
    picked(
      "a row that waits is passed over, whatever it waits for",
      [
        row("a", .pending, .p0, after: ["f"]), row("b", .pending, .p0, after: ["k"]),
        row("c", .pending, .p0, after: ["d"]), row("d", .done), row("e", after: ["d", "x"]),
        row("f", .failed), row("k", .blocked), row("l", after: ["d"]),
      ], "c", "l"),
    picked(
      "a row that backs off is passed over until then",
      [
        row("a", notes: "retry_not_before=1769850001"),
        row("b", notes: "retry_not_before=1769850000"),
      ], "b"),
    notPicked(
      "one that waits", [row("A", after: ["B", "Z"]), row("B", .failed)], id: "A",
      "waits: A waits for B (FAILED), Z (no readable row)"),
    notPicked(
      "one that backs off", [row("A", notes: "retry_not_before=1769850060")], id: "A",
      "backs_off: A is not tried again before 2026-01-31 18:01"),
  ]

  // MARK: Claims: numbers, lost claims, and idempotency keys

  private static func claimRow(_ id: String, notes: String = "") -> QueueItem {
    QueueItem(id: id, priority: .p1, task: "t", successCriteria: "c", notes: Notes(notes))
  }

  private static func newItem(_ id: String, key: String? = nil, maxAttempts: Int? = nil)
    -> Transition
  {
    .add(
      .init(
        id: id, priority: .p1, task: "t", successCriteria: "c", idempotencyKey: key,
        maxAttempts: maxAttempts))
  }

  private static let watchdog = Transition.rescue(staleSeconds: 3600)

  static let claims: [Case] = [
    Case(testDescription: "claims: numbers only grow", items: [claimRow("A"), claimRow("B")]) {
      scene in
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
    Case(testDescription: "claims: the third that is lost blocks the row", items: [claimRow("A")]) {
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
        _ = try scene.answer(to: newItem(id, key: key))
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
      for id in ["A", "B", "C"] { _ = try scene.answer(to: newItem(id, key: "k")) }
      _ = try scene.answer(to: finish(.done))
      let answer = try scene.answer(to: .pick(id: nil))
      try scene.expect("\(answer.split(separator: "\n").count)", "4", "the answer's lines")
      try scene.expect(scene.states(), ["A DONE -", "B DONE -", "C DONE -"], "the rows")
      try scene.expect(scene.claims(), [], "the claims")
      try scene.expect(scene.answer(to: .pick(id: nil)), "nothing pending", "the answer")
    },
    Case(testDescription: "claims: a row is tried as often as it says", items: []) { scene in
      _ = try scene.answer(to: newItem("A", maxAttempts: 1))
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
