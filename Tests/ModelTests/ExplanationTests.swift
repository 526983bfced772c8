import Model
import StoreTestSupport
import TestSupport
import Testing

/// Why a row is not running, and the command that would change that.
@Suite struct ExplanationTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let items: [QueueItem]
    var maxWorkers = 3
    var roster: WorkerRoster? = .usual
    /// Each PENDING row: its id, why, and what to do.
    let lines: [String]
  }

  private static func roster(_ workers: [WorkerRoster.Worker]) -> WorkerRoster {
    var docs = WorkerRoute(worker: "docs")
    docs.id = "DOC-*"
    return WorkerRoster(workers: workers, routes: [docs], isNamed: true)
  }

  private static let soon = now.epochSeconds + 300

  private static func busy(_ ids: String..., touches: String = "") -> [QueueItem] {
    ids.map {
      .sample($0, .inProgress, owner: "w", notes: touches.isEmpty ? "" : "touches=\(touches)")
        .started("17:40")
    }
  }

  @Test(arguments: [
    Case(testDescription: "nothing waits", items: busy("X") + [.sample("A", .done)], lines: []),
    Case(
      testDescription: "nothing keeps them: one starts, the others have their turn",
      items: [.sample("A"), .sample("B", .pending, .p0), .sample("C"), .sample("D"), .sample("E")],
      lines: [
        "B: starts with the next dispatch: orch dispatch",
        "A: it is behind 1 row: orch dispatch --parallel 2",
        "C: 2 rows are ahead of it: orch dispatch --parallel 3",
        "D: 3 rows are ahead of it: orch dispatch --parallel 3",
        "E: 4 rows are ahead of it: orch dispatch --parallel 3",
      ]),
    Case(
      testDescription: "without a worker a person picks",
      items: busy("X", "Y", touches: "docs/") + [
        .sample("A"), .sample("B"), .sample("C", notes: "touches=docs/x"),
      ], roster: nil,
      lines: [
        "A: is the next to pick: orch pick A", "B: it is behind 1 row: orch pick B",
        "C: overlaps X in docs/x: orch show X",
      ]),
    Case(
      testDescription: "without a worker a person picks, however many do",
      items: busy("X") + [.sample("A")],
      maxWorkers: 1, roster: nil,
      lines: ["A: is the next to pick: orch pick A"]),
    Case(
      testDescription: "a worker is free, and more rows are",
      items: busy("X", "Y") + [.sample("A"), .sample("B")],
      lines: [
        "A: starts with the next dispatch: orch dispatch", "B: it is behind 1 row: orch dispatch",
      ]),
    Case(
      testDescription: "leased",
      items: [
        QueueItem.sample("A").claimed(by: "v\u{202E}", for: 1200, beats: true),
        QueueItem.sample("B").claimed(by: "v", for: .max - now.epochSeconds),
        QueueItem.sample("C").claimed(by: "v", for: 86_400),
      ],
      lines: [
        "A: leased to v\\u{202E} until 18:20: orch release A --force",
        "B: leased to v until it is released: orch release B --force",
        "C: leased to v until 2026-02-01 18:00: orch release C --force",
      ]),
    Case(
      testDescription: "a lease that has ended, or is the caller's, excludes no session",
      items: [
        QueueItem.sample("A").claimed(by: "v", for: 0),
        QueueItem.sample("B").claimed(by: "dispatcher"),
      ],
      lines: [
        "A: starts with the next dispatch: orch dispatch",
        "B: it is behind 1 row: orch dispatch --parallel 2",
      ]),
    Case(
      testDescription: "a duplicate",
      items: [
        .sample("A", .done, notes: "idempotency_key=k"),
        .sample("B", notes: "idempotency_key=k"),
      ],
      lines: [
        "B: was done under another id (idempotency_key k): a pick or dispatch closes it: "
          + "orch pick B"
      ]),
    Case(
      testDescription: "backs off, today and later",
      items: [
        .sample("A", notes: "retry_not_before=\(soon)"),
        .sample("B", notes: "retry_not_before=\(now.epochSeconds + 86_400)"),
        .sample("C", notes: "retry_not_before=\(now.epochSeconds)"),
      ],
      lines: [
        "A: backs off until 18:05: ops retry A",
        "B: backs off until 2026-02-01 18:00: ops retry B",
        "C: starts with the next dispatch: orch dispatch",
      ]),
    Case(
      testDescription: "put off, in the notes and in a column",
      items: [
        .sample("A", notes: "not_before=2026-01-31T18:05"), .sample("B", startCell: "2026-02-01"),
        .sample("C", startCell: "2026-01-31 18:00"), .sample("D", startCell: "soon"),
      ],
      lines: [
        "A: is put off until 18:05: ops retry A",
        "B: is put off until 2026-02-01 00:00: ops retry B",
        "C: starts with the next dispatch: orch dispatch",
        "D: has the note 'not_before=soon', which no rule reads: write "
          + "not_before=YYYY-MM-DDTHH:MM, or put it in backticks: orch edit D --editor",
      ]),
    Case(
      testDescription: "all workers busy", items: busy("X", "Y", "Z") + [.sample("A")],
      lines: [
        "A: 3 of 3 workers busy: X (w, since 17:40), Y (w, since 17:40), Z (w, since 17:40): "
          + "orch dispatch --max-workers 4"
      ]),
    Case(
      testDescription: "the only worker busy, for an unknown session since an unknown time",
      items: [.sample("X", .inProgress), .sample("A")], maxWorkers: 1,
      lines: ["A: 1 of 1 worker busy: X (nobody): orch dispatch --max-workers 2"]),
    Case(
      testDescription: "no more workers than there may be, since yesterday",
      items: (100..<165).map {
        QueueItem.sample("R\($0)", .inProgress, owner: "w")
          .claimed(by: "w", beats: true).started("17:40")
      } + [.sample("A")],
      maxWorkers: 64,
      lines: [
        "A: 65 of 64 workers busy: R100 (w, since 17:40), R101 (w, since 17:40), "
          + "R102 (w, since 17:40), R103 (w, since 17:40), R104 (w, since 17:40), and 60 more: "
          + "ops workers"
      ]),
    Case(
      testDescription: "a worker that is not there, of the row and of a route",
      items: [
        .sample("A", notes: "worker=claud"), .sample("B", notes: "worker=x\u{202E}"),
        .sample("DOC-1"), .sample("E", notes: "worker=claude"),
        .sample("F", after: ["A"]),
      ],
      roster: roster([.init(name: "claude", timeoutSeconds: 9, graceSeconds: 9)]),
      lines: [
        "A: orch.json has no worker 'claud'; did you mean claude?: orch edit A --worker NAME",
        "B: orch.json has no worker 'x\\u{202E}': orch edit B --worker NAME",
        "DOC-1: orch.json has no worker 'docs', which routes[0] names: fix orch.json",
        "E: starts with the next dispatch: orch dispatch",
        "F: waits for A (PENDING), which has no worker: orch.json has no worker 'claud'; "
          + "did you mean claude?: orch edit A --worker NAME",
      ]),
    Case(
      testDescription: "attempts used up, where orch starts workers",
      items: [
        .sample("A", notes: "review_attempts=3"),
        .sample("B", notes: "max_attempts=1 / review_attempts=1 / retry_not_before=\(soon)"),
        .sample("C", notes: "review_attempts=3 / attempts_allowed=4"),
        .sample("D", notes: "max_attempts=0"), .sample("E", after: ["A"]),
      ],
      roster: WorkerRoster(
        workers: [.init(name: "default", timeoutSeconds: 9, graceSeconds: 9)], isNamed: true),
      lines: [
        "A: no attempts left (3/3): ops retry A --force",
        "B: no attempts left (1/1): ops retry B --force",
        "C: starts with the next dispatch: orch dispatch",
        "D: it is behind 1 row: orch dispatch --parallel 2",
        "E: waits for A (PENDING), which can't start: no attempts left (3/3): "
          + "ops retry A --force",
      ]),
    Case(
      testDescription: "attempts used up, where sessions pick",
      items: [.sample("A", notes: "review_attempts=3 / retry_not_before=\(soon)")], roster: nil,
      lines: ["A: backs off until 18:05: ops retry A --force"]),
    Case(
      testDescription: "backs off, and its worker is paused",
      items: [.sample("A", notes: "retry_not_before=\(soon)")],
      roster: WorkerRoster(
        workers: [
          .init(
            name: "default", timeoutSeconds: 9, graceSeconds: 9,
            obstacle: .cannotStart(
              StartProblem(.workerPaused, "a limit", .resumeWorker("default"), until: soon)))
        ], isNamed: true),
      lines: ["A: a limit: ops worker resume default"]),
    Case(
      testDescription: "no default",
      items: [.sample("A")],
      roster: roster([.init(name: "claude", timeoutSeconds: 9, graceSeconds: 9)]),
      lines: ["A: no route matches, and orch.json has no worker 'default': fix orch.json"]),
    Case(
      testDescription: "a worker that has all its rows, at work or before",
      items: [
        QueueItem.sample("X", .inProgress, owner: "orch-x", notes: "worker=a")
          .claimed(by: "orch-x", isForWorker: true),
        .sample("A", notes: "worker=a"), .sample("B", notes: "worker=b"),
        .sample("C", notes: "worker=b"), .sample("D", notes: "worker=c"),
      ], maxWorkers: 9,
      roster: roster([
        .init(name: "a", timeoutSeconds: 9, graceSeconds: 9, limit: 1),
        .init(name: "b", timeoutSeconds: 9, graceSeconds: 9, limit: 1),
        .init(
          name: "c", timeoutSeconds: 9, graceSeconds: 9,
          obstacle: .cannotStart(
            StartProblem(.workerPaused, "c is paused", .resumeWorker("c"), until: 7))),
      ]),
      lines: [
        "A: worker a has 1 of 1 rows: X: ops workers",
        "B: starts with the next dispatch: orch dispatch",
        "C: worker b takes 1 row at a time, and B comes before it: orch dispatch",
        "D: c is paused: ops worker resume c",
      ]),
    Case(
      testDescription: "busy with work that is stale",
      items: [QueueItem.sample("X", .inProgress, owner: "w").started("16:59"), .sample("A")],
      maxWorkers: 1,
      lines: ["A: 1 of 1 worker busy: X (w, since 16:59): orch watchdog"]),
    Case(
      testDescription: "overlaps with a row at work",
      items: busy("X", touches: "Sources/,docs/x.md") + [
        .sample("A", notes: "touches=./Sources/Host"), .sample("B", notes: "touches=docs"),
        .sample("C", notes: "touches=docs/x.md.bak"),
      ],
      lines: [
        "A: overlaps X in ./Sources/Host: orch show X", "B: overlaps X in docs/x.md: orch show X",
        "C: starts with the next dispatch: orch dispatch",
      ]),
    Case(
      testDescription: "overlaps with a row that starts before it",
      items: [
        .sample("A", notes: "touches=docs/"), .sample("B", notes: "touches=docs/x.md"),
        .sample("C"),
      ],
      lines: [
        "A: starts with the next dispatch: orch dispatch",
        "B: overlaps A in docs/x.md, which starts before it: orch dispatch",
        "C: it is behind 1 row: orch dispatch --parallel 2",
      ]),
    Case(
      testDescription: "the label of a row at work",
      items: busy("a.b") + [.sample("A_B"), .sample("A-B")],
      lines: [
        "A_B: starts with the next dispatch: orch dispatch",
        "A-B: same label as a.b (orch-a-b): orch show a.b",
      ]),
    Case(
      testDescription: "the same work as a row at work",
      items: [
        .sample("X", .inProgress, owner: "w", notes: "idempotency_key=k"),
        .sample("A", notes: "idempotency_key=k"), .sample("B", notes: "idempotency_key=l"),
        .sample("C", notes: "idempotency_key=l"),
      ],
      lines: [
        "A: same work as X (idempotency_key k): orch watchdog",
        "B: starts with the next dispatch: orch dispatch",
        "C: same work as B (idempotency_key l): orch dispatch",
      ]),
    Case(
      testDescription: "the row's own reason comes before busy workers",
      items: busy("X", touches: "docs/") + [
        .sample("A", notes: "touches=docs/ / retry_not_before=\(soon)"),
        .sample("B", notes: "retry_not_before=\(soon)", after: ["X"]),
        QueueItem.sample("C", after: ["X"]).claimed(by: "v"),
        .sample("D", notes: "touches=docs/"),
      ], maxWorkers: 1,
      lines: [
        "A: backs off until 18:05: ops retry A", "B: waits for X (IN_PROGRESS): orch show X",
        "C: leased to v until 18:10: orch release C --force",
        "D: 1 of 1 worker busy: X (w, since 17:40): orch dispatch --max-workers 2",
      ]),
  ])
  func `each row that waits has one reason`(_ queue: Case) {
    let analysis = WaitAnalysis.by(maxWorkers: queue.maxWorkers, roster: queue.roster)
    #expect(analysis.lines(of: queue.items) == queue.lines)
  }

  @Test func `what a dispatch would claim is what nothing keeps`() throws {
    let items: [QueueItem] =
      Self.busy("X", touches: "docs/") + [
        .sample("A", after: ["X"]), .sample("B"), .sample("C", notes: "touches=docs/x"),
        .sample("D", notes: "touches=a/"), .sample("E", notes: "touches=a/b"), .sample("F"),
        .sample("G"), .sample("b"),
      ]
    for maxWorkers in 0...5 {
      let table = MemoryTable(items)
      let decision = try Transition.dispatch(.init(maxWorkers: maxWorkers, limit: 9))
        .decide(in: table, context: context("dispatcher"))
      let free = max(0, maxWorkers - 1)
      let explanations = try WaitAnalysis.by(maxWorkers: maxWorkers).explanations(in: table)
      let queued = explanations.compactMap { row in
        if case .queued(let rows) = row.reason, rows < free { row.id } else { nil }
      }
      #expect(decision.changes.map(\.id) == queued, "\(maxWorkers)")
    }
  }

  @Test(arguments: [
    ("DONE", QueueItem.sample("A", .done, owner: "w"), "A: DONE: nothing"),
    (
      "IN_PROGRESS", QueueItem.sample("A", .inProgress, owner: "w").claimed(by: "w"),
      "A: IN_PROGRESS by w since 09:00, lease until 18:10: orch show A"
    ),
    (
      "leased to another",
      QueueItem.sample("A", .inProgress, owner: "w").started("soon").claimed(by: "v"),
      "A: IN_PROGRESS by w since 17:50, leased to v until 18:10: orch show A"
    ),
    (
      "a heartbeat that stopped",
      QueueItem.sample("A", .inProgress, owner: "w").started("17:00")
        .claimed(by: "w", for: -1, beats: true),
      "A: IN_PROGRESS by w since 17:00, whose lease has ended: orch watchdog"
    ),
    (
      "FAILED", QueueItem.sample("A", .failed, notes: "a / b\u{202E}c / after=Z"),
      "A: FAILED: a / b\\u{202E}c: ops retry A"
    ),
    (
      "FAILED for good", QueueItem.sample("A", .failed, notes: "failure=permanent"),
      "A: FAILED: ops retry A --force"
    ),
    (
      "FAILED too often", QueueItem.sample("A", .failed).recorded(attempts: 3, of: 3),
      "A: FAILED: ops retry A --force"
    ),
    (
      "BLOCKED", QueueItem.sample("A", .blocked, notes: "no key"),
      "A: BLOCKED: no key: ops retry A"
    ),
    (
      "BLOCKED with a question",
      QueueItem.sample(
        "A", .blocked, notes: "review:QUESTION question:where? / question=1 / awaits=answer"),
      "A: BLOCKED: asks: where?: orch answer A TEXT"
    ),
    (
      "BLOCKED in a database", QueueItem.sample("A", .blocked).recorded(),
      "A: BLOCKED: ops retry A --force"
    ),
  ])
  func `a row that does not wait says where it stands`(
    _ name: String, _ item: QueueItem, line: String
  ) {
    var analysis = WaitAnalysis.by()
    if item.record != nil { analysis.context.policy = .forDatabase }
    #expect(analysis.line(of: "A", in: MemoryTable([item])) == line)
  }

  @Test func `a worker that is known to be alive, or dead, decides on the watchdog`() throws {
    let item = QueueItem.sample("A", .inProgress, owner: "w").started("16:00")
      .claimed(3, by: "w", for: -1)
    func command(_ workers: KnownWorkers) throws -> Remedy? {
      try WaitAnalysis.by(workers: workers).explanations(
        in: MemoryTable([item, .sample("B", after: ["A"])])
      ).first?.remedy
    }
    #expect(try command(KnownWorkers()) == .watchdog)
    #expect(try command(KnownWorkers(alive: ["3-abcdef"])) == .show("A"))
  }
}

extension QueueItem {
  /// A row of a table with the column `not_before`.
  fileprivate static func sample(_ id: String, startCell: String) -> QueueItem {
    var item = QueueItem.sample(id)
    item.fieldCells[.notBefore] = startCell
    return item
  }
}
