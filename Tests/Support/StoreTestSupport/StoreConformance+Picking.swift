import Model
import QueueStore

extension StoreConformance {
  /// Picks until no row is left, and checks which rows were picked, in order.
  private static func picked(_ name: String, _ items: [QueueItem], _ ids: String...) -> Case {
    Case(testDescription: "pick: \(name)", items: items) { scene in
      var picked: [String] = []
      while let id = try pick(from: scene) { picked.append(id) }
      try scene.expect(picked, ids, "the order of picking")
    }
  }

  static func pick(from scene: ConformanceScene) throws -> String? {
    let context = TransitionContext(session: "s1", now: now)
    switch try scene.store.perform(.pick(id: nil), context: context).value {
    case .unchanged, .addedBefore, .noted: return nil
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
      try scene.expectAnswer("refused: \(answer)", to: .pick(id: id))
      try scene.expectUntouched()
    }
  }

  private static let nothingLeft = Case(
    testDescription: "pick: nothing left", items: bystanders.filter { $0.status == .done }
  ) { scene in
    try scene.expectAnswer("nothing pending", to: .pick(id: nil))
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
      try scene.perform(.finish(.init(id: id, as: .done, notes: "")))
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

  private static let watchdog = Transition.rescue(staleTimeout: .seconds(3600))

  static let claims: [Case] = [
    Case(testDescription: "claims: numbers only grow", items: [row("A"), row("B")]) {
      scene in
      var numbers: [Int] = []
      for (id, end) in [
        ("A", finish(.done)), ("B", .release(id: "B", force: false)), ("B", .cancel(id: "B")),
      ] as [(String, Transition)] {
        let scene = try scene.reopened()
        try scene.perform(.pick(id: id))
        numbers.append(try scene.store.snapshot().item(id)?.claim?.number ?? 0)
        try scene.perform(end)
        try scene.expectClaims([])
      }
      try scene.expect("\(numbers)", "[1, 2, 3]", "the numbers")
    },
    Case(testDescription: "claims: the third that is lost blocks the row", items: [row("A")]) {
      scene in
      var states: [String] = []
      for attempt in 1...3 {
        let start = attempt * 100_000
        try scene.perform(.pick(id: "A"), at: time(start))
        try scene.perform(watchdog, session: nil, at: time(start + 3599))
        states += try scene.states()
        try scene.perform(watchdog, session: nil, at: time(start + 3600))
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
      testDescription: "claims: work without a readable start counts from now",
      items: [item(.inProgress, startedAt: "at noon")]
    ) { scene in
      try scene.perform(watchdog, session: nil)
      try scene.expectUntouched()
      try scene.expectClaims(["A: claim 1, s1 until 2026-01-31 19:00"])
      try scene.expectAnswer("nothing pending", to: watchdog, session: nil, at: time(3599))
      try scene.perform(watchdog, session: nil, at: time(3600))
      try scene.expectStates(["A PENDING -"])
    },
    Case(testDescription: "claims: work that was done under another id is closed", items: []) {
      scene in
      for (id, key) in [("A", "k"), ("B", "k"), ("C", "other")] {
        try scene.perform(.add(newItem(id, key: key)))
      }
      try scene.perform(.pick(id: "A"))
      try scene.perform(finish(.done))
      try scene.perform(.pick(id: nil), session: "s2")
      try scene.expectStates(["A DONE s1", "B DONE -", "C IN_PROGRESS s2"])
      let notes = try scene.store.snapshot().item("B")?.notes.prose ?? "-"
      try scene.expect(notes, "Skipped duplicate by idempotency_key", "the notes")
      try scene.expect(
        scene.store.snapshot().item("C")?.idempotencyKey ?? "-", "other", "the key")
    },
    Case(testDescription: "claims: a pick may close rows only", items: []) { scene in
      for id in ["A", "B", "C"] { try scene.perform(.add(newItem(id, key: "k"))) }
      try scene.perform(finish(.done))
      let answer = try scene.answer(to: .pick(id: nil))
      try scene.expect("\(answer.split(separator: "\n").count)", "4", "the answer's lines")
      try scene.expectStates(["A DONE -", "B DONE -", "C DONE -"])
      try scene.expectClaims([])
      try scene.expectAnswer("nothing pending", to: .pick(id: nil))
    },
    Case(testDescription: "claims: a row is tried as often as it says", items: []) { scene in
      try scene.perform(.add(newItem("A", maxAttempts: 1)))
      for force in [false, true] {
        try scene.perform(finish(.failed(isPermanent: false), force: true))
        try scene.expect(
          scene.answer(to: .retry(id: "A", force: force)).prefixed, "changed", "the answer")
      }
      try scene.perform(finish(.failed(isPermanent: false)))
      try scene.expect(
        scene.answer(to: .retry(id: "A", force: false)).prefixed, "refused", "the answer")
      let item = try scene.store.snapshot().item("A")
      try scene.expect(
        "\(item?.attemptCount ?? 0) of \(item?.maxAttempts ?? 0)", "2 of 1", "the attempts")
    },
  ]
}
