import Testing

@testable import Model

private func row(_ task: String, _ status: String = "PENDING") -> ItemFields {
  ItemFields(cells: ["id": "A", "status": status, "task": task])
}

@Suite struct RowImportTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var file = row("x")
    var database: ItemFields?
    var mirror: ItemFields?
    var isChanged = false
    let result: RowImport
    /// With `--force`.
    let forced: RowImport
  }

  @Test(arguments: [
    Case(testDescription: "a row that neither knows", result: .added, forced: .added),
    Case(
      testDescription: "a row that went from the database", mirror: row("x"), result: .gone,
      forced: .added),
    Case(testDescription: "the same", database: row("x"), result: .agreed, forced: .agreed),
    Case(
      testDescription: "both changed to the same", database: row("x"), mirror: row("old"),
      result: .agreed, forced: .agreed),
    Case(
      testDescription: "the table changed", database: row("old"), mirror: row("old"),
      result: .changed([.task]), forced: .changed([.task])),
    Case(
      testDescription: "the database changed", database: row("new"), mirror: row("x"),
      result: .kept([.task]), forced: .changed([.task])),
    Case(
      testDescription: "both changed", database: row("new", "DONE"), mirror: row("old"),
      result: .kept([.status, .task]), forced: .changed([.status, .task])),
    Case(
      testDescription: "never agreed, and no change is recorded", database: row("new"),
      result: .changed([.task]), forced: .changed([.task])),
    Case(
      testDescription: "never agreed, and changes are recorded", database: row("new"),
      isChanged: true, result: .kept([.task]), forced: .changed([.task])),
  ])
  func `a row is imported unless the database changed it`(_ test: Case) {
    func decide(_ force: Bool) -> RowImport {
      RowImport(
        test.file, database: test.database, agreed: test.mirror, isChanged: test.isChanged,
        force: force)
    }
    #expect(decide(false) == test.result)
    #expect(decide(true) == test.forced)
  }
}

@Suite struct RowRenderingTests {
  @Test(arguments: [
    // file, database, mirror, both afterwards; taken, refused, changed
    (row("x"), row("x"), row("x"), row("x"), [], [], []),
    (row("x"), row("new"), row("x"), row("new"), [], [], [ItemFields.Field.task]),
    (row("mine"), row("x"), row("x"), row("mine"), [ItemFields.Field.task], [], []),
    (row("mine"), row("new"), row("x"), row("mine"), [.task], [], []),
    (row("mine"), row("mine"), row("x"), row("mine"), [], [], []),
    (row("x", "DONE"), row("x"), row("x"), row("x"), [], [ItemFields.Field.status], []),
    (row("x", "DONE"), row("x", "FAILED"), row("x"), row("x", "FAILED"), [], [.status], []),
    (row("x"), row("x", "DONE"), row("x"), row("x", "DONE"), [], [], [.status]),
    (row("mine"), row("x", "DONE"), row("x"), row("mine", "DONE"), [.task], [], [.status]),
    // What the table said before is not known.
    (row("mine"), row("x"), nil, row("x"), [], [], [.task]),
  ])
  func `an edit by hand wins, but for what commands say`(
    _ test: (
      file: ItemFields, database: ItemFields, mirror: ItemFields?, both: ItemFields,
      taken: [ItemFields.Field], refused: [ItemFields.Field], changed: [ItemFields.Field]
    )
  ) {
    let result = RowRendering(test.file, database: test.database, agreed: test.mirror)
    #expect(result.row == test.both)
    #expect(result.taken == test.taken)
    #expect(result.refused == test.refused)
    #expect(result.changed == test.changed)
  }

  @Test(arguments: [
    // notes of the file, of the database, of both before; afterwards
    ("x / worker=b", "done / worker=a", "x / worker=a", "done / worker=b"),
    ("x / worker=a", "done / worker=a", "worker=a / x", "done / worker=a"),
    ("x / worker=a", "done", "x", "done / worker=a"),
    ("mine / worker=a", "done / worker=c", "x / worker=a", "mine / worker=c"),
    ("x", "done / timeout=2h / worker=a", "x / worker=a", "done / timeout=2h"),
    ("x / worker=b / after=B", "x / worker=a", "x / worker=a", "x / worker=b / after=B"),
  ])
  func `notes that were edited keep what commands changed beside it`(
    _ notes: (file: String, database: String, agreed: String, both: String)
  ) {
    func row(_ notes: String) -> ItemFields { ItemFields(cells: ["id": "A", "notes": notes]) }
    var policy = Policy()
    policy.namesWorkers = true
    let result = RowRendering(
      row(notes.file), database: row(notes.database), agreed: row(notes.agreed), policy)
    #expect(result.row[.notes] == notes.both)
    let isTaken = notes.both != notes.database
    #expect(
      result.taken == (isTaken ? [.notes] : []) && result.changed == (isTaken ? [] : [.notes]))
  }

  @Test func `a row that was added by hand is PENDING, without an owner`() {
    let file = ItemFields(
      cells: ["id": "A", "status": "DONE", "task": "t", "owner_session": "me", "notes": "n"])
    let result = RowRendering(new: file)
    #expect(result.row.cells == ["id": "A", "status": "PENDING", "task": "t", "notes": "n"])
    #expect(result.refused == [.status, .ownerSession])
  }

  @Test func `every field is either free to edit or the commands' own`() {
    let own = ItemFields.Field.allCases.filter { !$0.isFreeToEdit }
    #expect(
      own == [
        .id, .status, .ownerSession, .startedAt, .attemptCount, .maxAttempts, .idempotencyKey,
      ])
  }
}

@Suite struct ClaimHandoverTests {
  private static func claim(
    _ number: Int, _ owner: String? = nil, until end: Int = 100, lost: Int = 0
  ) -> Claim {
    let lease = owner.map { Lease(owner: $0, expiresAt: end, hasHeartbeat: true) }
    return Claim(number: number, nonce: "abc", madeAt: 1, lease: lease, streak: .lost(lost))
  }

  private static func item(_ status: Status, _ owner: String? = nil) -> QueueItem {
    QueueItem(
      id: "A", status: status, priority: .p1, task: nil, successCriteria: nil,
      ownerSession: owner)
  }

  @Test(arguments: [
    (nil, nil, item(.inProgress, "w"), nil),
    (claim(2, "w"), nil, item(.inProgress, "w"), claim(2, "w")),
    (nil, claim(2, "w"), item(.inProgress, "w"), claim(2, "w")),
    (claim(3, "w"), claim(2, "v"), item(.inProgress, "w"), claim(3, "w")),
    (claim(2, "w"), claim(3, "w"), item(.inProgress, "w"), claim(3, "w")),
    // The lease of another session than the row's owner is over.
    (claim(2, "w"), claim(3, "v"), item(.inProgress, "w"), claim(3)),
    // Heartbeats of one claim went to one of the stores.
    (
      claim(2, "w", until: 50), claim(2, "w", until: 90), item(.inProgress, "w"),
      claim(2, "w", until: 90)
    ),
    (
      claim(2, "w", until: 90), claim(2, "w", until: 50), item(.inProgress, "w"),
      claim(2, "w", until: 90)
    ),
    (claim(2, "w"), nil, item(.done, "w"), claim(2)),
    (claim(2, "w"), nil, item(.pending), claim(2, "w")),
  ])
  func `the later claim counts, with the later end of its lease`(
    _ claim: Claim?, known: Claim?, item: QueueItem, result: Claim?
  ) {
    #expect(Claim.handedOver(claim, to: known, for: item) == result)
  }

  @Test func `what is over need not be known beside the table`() {
    #expect(Self.claim(1).mustBeKept(for: Self.item(.inProgress)))
    #expect(Self.claim(1, "w").mustBeKept(for: Self.item(.pending)))
    #expect(Self.claim(1, lost: 1).mustBeKept(for: Self.item(.pending)))
    #expect(!Self.claim(1).mustBeKept(for: Self.item(.done)))
  }
}
