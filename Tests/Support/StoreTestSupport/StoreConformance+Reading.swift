import Model
import QueueStore

extension StoreConformance {
  private static let mixture = [
    QueueItem(
      id: "ORCH-012", status: .inProgress, priority: .p0, task: "a | b", successCriteria: "é 한",
      ownerSession: "s1", startedAt: "2026-01-31 09:00", dueAt: "soon",
      notes: Notes("x / after=B,C"), after: ["B", "C"]),
    QueueItem(
      id: "B", status: .failed, priority: .unknown("urgent"), task: nil, successCriteria: nil),
    QueueItem(id: "C", status: .pending, priority: .p2, task: "c", successCriteria: "c"),
    QueueItem(id: "D", status: .blocked, priority: .p1, task: "d", successCriteria: "d"),
    QueueItem(id: "E", status: .done, priority: .p1, task: "e", successCriteria: "e"),
    QueueItem(id: "F", status: .pending, priority: .p1, task: "f", successCriteria: "f"),
  ]

  private static func read(
    _ name: String,
    _ check: @escaping @Sendable (any QueueSnapshot, ConformanceScene) throws -> Void
  ) -> Case {
    Case(testDescription: "read: \(name)", items: mixture) { scene in
      try check(scene.store.snapshot(), scene)
    }
  }

  static let reading: [Case] = [
    read("every row as it was stored") { _, scene in
      try scene.expectRows(mixture.map(\.rowText))
    },
    read("a row by its place says the same in all forms") { snapshot, scene in
      let columns: [Column] = [.notes, .id, .task, .dueAt]
      for (row, item) in mixture.enumerated() {
        var cells: [UInt8] = Array("> ".utf8)
        snapshot.append(columns, ofRow: row, separator: 9, to: &cells)
        try scene.expect(
          [
            snapshot.status(at: row)?.rawValue ?? "none", "\(snapshot.priorityRank(at: row))",
            String(decoding: cells, as: UTF8.self),
          ],
          [
            item.status.rawValue, "\(item.priority.rank)",
            "> " + columns.map { item.text(of: $0) ?? "" }.joined(separator: "\t"),
          ], "row \(row)")
      }
    },
    read("a row that waits is never said to wait for nothing") { snapshot, scene in
      for (row, item) in mixture.enumerated() where !item.after.isEmpty {
        try scene.expect("\(snapshot.mayWait(at: row))", "true", "whether \(item.id) may wait")
      }
    },
    read("a row by its id") { snapshot, scene in
      for item in mixture {
        try scene.expect(snapshot.item(item.id)?.rowText ?? "none", item.rowText, "row \(item.id)")
        try scene.expect(
          "\(snapshot.status(of: item.id)?.rawValue ?? "none"), \(snapshot.contains(item.id))",
          "\(item.status.rawValue), true", "the status of \(item.id)")
      }
    },
    read("a question about a row is answered like the whole queue") { snapshot, scene in
      for id in mixture.map(\.id) + ["Z"] {
        let answer = try scene.store.read { table in
          "\(try table.contains(id)) \(try table.item(id)?.rowText ?? "none")"
        }
        try scene.expect(
          answer, "\(snapshot.contains(id)) \(snapshot.item(id)?.rowText ?? "none")",
          "row \(id)")
      }
    },
    read("ids differ by case, and one that is not there is not found") { snapshot, scene in
      for id in ["b", "ORCH-12", "", "-"] {
        try scene.expect(
          "\(snapshot.item(id)?.rowText ?? "none") \(snapshot.status(of: id)?.rawValue ?? "none") "
            + "\(snapshot.contains(id))", "none none false", "row '\(id)'")
      }
    },
    read("numbers: of rows, and the highest of an id") { snapshot, scene in
      try scene.expect(
        "\(snapshot.rowCount) \(snapshot.highestNumber(of: NumberedID.usualPrefix))",
        "\(mixture.count) 12", "the numbers")
    },
    read("nothing is malformed") { snapshot, scene in
      try scene.expect("\(snapshot.rowsToMend.count)", "0", "the malformed rows")
    },
    read("PENDING rows in their order, until enough was seen") { snapshot, scene in
      for (limit, ids) in [(1, ["F"]), (9, ["F", "C"])] {
        var seen: [String] = []
        snapshot.visit(.pending) { item in
          seen.append(item.id)
          return seen.count < limit ? .more : .enough
        }
        try scene.expect(seen, ids, "the rows seen")
      }
    },
    read("PENDING rows, scanned and counted") { snapshot, scene in
      var seen: [String] = []
      try snapshot.scan(.pending) { _, item in
        seen.append(item()?.id ?? "none")
        return .more
      }
      try scene.expect(seen, ["F", "C"], "the rows seen")
      try scene.expect("\(try snapshot.count(.pending))", "2", "the count")
    },
    read("a snapshot stays what it was") { snapshot, scene in
      try scene.perform(.pick(id: "C"))
      try scene.expect(snapshot.status(of: "C")?.rawValue ?? "none", "PENDING", "the snapshot")
      try scene.expect(
        scene.store.snapshot().status(of: "C")?.rawValue ?? "none", "IN_PROGRESS", "the queue"
      )
    },
  ]

  // MARK: Rows that are not there

  /// What became of removed and archived rows that others wait for. A transaction and a snapshot,
  /// which a database reads as a whole, have to agree.
  static let absences: [Case] = [
    Case(
      testDescription: "absence: removed, archived and unknown rows",
      items: [row("D"), row("F"), row("R"), row("A", after: ["R", "Z"])]
    ) { scene in
      for (id, result) in [("D", Transition.Finish.Ending.done), ("F", .failed(isPermanent: true))]
      {
        try scene.perform(.pick(id: id))
        try scene.perform(.finish(.init(id: id, as: result, notes: "")))
      }
      try scene.perform(.remove(["R"], force: true))
      try scene.expectAbsences(["R: removed", "Z: -"])
      guard let archiving = scene.store.archiving else { return }
      // The second time, the last event of the row is archived, too.
      for days in [30, 80] {
        let (limit, now) = (time(days * 86400), time((days + 10) * 86400))
        try scene.perform(.edit(.init(id: "A", [.after: ""])), at: now)
        _ = try archiving.archive(
          ArchiveRule(endedBefore: limit, now: now),
          context: TransitionContext(session: nil, now: now, author: author), isDryRun: false
        ) { _ in }
        try scene.perform(.edit(.init(id: "A", [.after: "D,F"])), at: now)
        try scene.expectAbsences(["D: archived DONE", "F: archived FAILED"])
      }
    }
  ]

  // MARK: History

  static let histories: [Case] = [
    Case(testDescription: "history: one store, several actors", items: mixture) { scene in
      for (id, actor) in [("C", "ann"), ("F", "bob"), ("E", "ann")] {
        var context = TransitionContext(session: "s1", now: now, author: author)
        context.author.actor = actor
        _ = try scene.store.perform(.replan(id: id, reason: "r", force: true), context: context)
      }
      let actors = try scene.store.history(of: nil).map { "\($0.id ?? "-") \($0.actor)" }
      try scene.expect(actors, ["C ann", "F bob", "E ann"], "who did it")
    },
    Case(testDescription: "history: behind each of its entries", items: mixture) { scene in
      let context = TransitionContext(session: "s1", now: now, author: author)
      let id = try scene.store.historyID(context)
      for id in ["C", "F", "E"] { try scene.perform(.replan(id: id, reason: "r", force: true)) }
      try scene.perform(.cancel(id: "C", reason: "r"))
      let all = try scene.store.history(of: nil)
      for start in 0...all.count {
        let sequence = start == 0 ? 0 : all[start - 1].sequence
        var found: [HistoryEntry] = []
        let newest = try scene.store.visitHistory(after: sequence) { found.append($0) }
        try scene.expect(
          found.map(\.text), all[start...].map(\.text), "the history behind \(sequence)")
        try scene.expect(
          "\(newest ?? -1)", "\(all.last?.sequence ?? 0)", "the number of the last entry")
      }
      try scene.expect(scene.open().historyID(context), id, "the id of the history")
    },
    Case(testDescription: "history: what happened, oldest first", items: mixture) { scene in
      let context = TransitionContext(session: "s1", now: now, author: author)
      let later = TransitionContext(
        session: "s1", now: QueueTime(epochSeconds: now.epochSeconds + 61, offset: -7200),
        author: author)
      _ = try scene.store.perform(.pick(id: "C"), context: context)
      _ = try scene.store.perform(.cancel(id: "F"), context: context)
      try scene.perform(.cancel(id: "E"))
      _ = try scene.store.perform(.finish(.init(id: "C", as: .done, notes: "n")), context: later)
      let first =
        "2026-01-31T18:00:00+09:00 trace-1 test tester C: status PENDING > IN_PROGRESS, "
        + "owner_session - > s1, started_at_kst - > 2026-01-31 18:00"
      let second =
        "2026-01-31T18:00:00+09:00 trace-1 test tester F: status PENDING > BLOCKED, "
        + "notes - > cancelled_by_operator"
      let third =
        "2026-01-31T07:01:01-02:00 trace-1 test tester C: status IN_PROGRESS > DONE, notes - > n"
      try scene.expect(scene.history(), [first, second, third], "the history")
      try scene.expect(scene.history(of: "C"), [first, third], "the history of C")
      try scene.expect(scene.history(of: "c"), [], "the history of no row")
      for (ids, expected) in [
        (["C"], [first, third]), (["F", "C"], [first, second, third]), (["F", "f"], [second]),
        (["c"], []), ([], []),
      ] {
        let found = try scene.store.history(ofRows: Set(ids)).map(\.text)
        try scene.expect(found, expected, "the history of \(ids)")
      }
      for count in 0...5 {
        let latest = try scene.store.latestHistory(count).map(\.text)
        try scene.expect(latest, [first, second, third].suffix(count), "the last \(count)")
      }
      let numbers = try scene.store.history(of: nil).map(\.sequence)
      try scene.expect("\(numbers)", "\(Set(numbers).sorted())", "the numbers of the entries")
    },
  ]

  // MARK: A clock that is set an hour forward or back during work

  private static let hour = 3600

  private static func stepping(
    _ name: String, _ check: @escaping @Sendable (ConformanceScene) throws -> Void
  ) -> Case {
    Case(testDescription: "clock: \(name)", items: [item(notes: "x")]) { scene in
      try scene.perform(.pick(id: "A"))
      try scene.perform(lease(.renew(seconds: 900)))
      try check(scene)
    }
  }

  static let clockSteps: [Case] = [
    stepping("an hour back: a lease lasts longer, and stays its owner's") { scene in
      for session in ["s2", nil] {
        try scene.expectAnswer(
          "refused: leased: A is leased to s1 until 2026-01-31 18:15",
          to: lease(.acquire(seconds: nil)), session: session, at: time(-hour))
      }
      try scene.expect(
        scene.answer(to: .rescue(staleTimeout: .seconds(60)), session: nil, at: time(-hour)),
        "nothing pending", "the watchdog's answer")
      try scene.expect(
        scene.answer(to: finish(.done), at: time(-hour)).prefixed, "changed", "the answer")
    },
    stepping("an hour on: another may take over, and keeps the row when it is set back") { scene in
      try scene.expectAnswer(
        "refused: lease_ended: The lease of s1 on A has ended", to: lease(.renew(seconds: nil)),
        at: time(hour))
      try scene.perform(lease(.acquire(seconds: nil)), session: "s2", at: time(hour))
      try scene.expectAnswer(
        "refused: leased: A is leased to s2 until 2026-01-31 19:15", to: lease(.renew(seconds: nil))
      )
      try scene.expectAnswer("refused: not_owner: A belongs to s2, not to s1", to: finish(.done))
    },
    stepping("an hour on and back: what was ended in writing stays ended") { scene in
      try scene.perform(lease(.expire), session: nil, at: time(hour))
      try scene.expectAnswer(
        "refused: lease_ended: The lease of s1 on A has ended", to: lease(.renew(seconds: nil)))
      try scene.perform(lease(.acquire(seconds: nil)), session: "s2")
      try scene.expectClaims(["A: claim 2, s2 until 2026-01-31 18:15, beats, lost 1"])
    },
    stepping("an hour on: the watchdog takes the row back once") { scene in
      for time in [time(hour), now, time(hour)] {
        try scene.perform(.rescue(staleTimeout: .seconds(60)), session: nil, at: time)
      }
      try scene.expectStates(["A PENDING -"])
      try scene.expectClaims(["A: claim 1, lost 1"])
    },
  ]
}
