import StoreTestSupport
import Testing

@testable import Model

/// What `dispatch` claims: as many rows as there are workers for, none in another's way.
@Suite struct DispatchTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let items: [QueueItem]
    var maxWorkers = 3
    var limit = 9
    /// `id number`, for each row that is claimed; others with what happened to them.
    let claims: [String]
  }

  private static let three: [QueueItem] = [.sample("A"), .sample("B"), .sample("C")]

  private static func running(_ id: String, touches paths: String = "") -> QueueItem {
    .sample(id, .inProgress, owner: "s2", notes: paths.isEmpty ? "" : "touches=\(paths)")
  }

  private static func waiting(_ id: String, touches paths: String) -> QueueItem {
    .sample(id, notes: "touches=\(paths)")
  }

  @Test(arguments: [
    Case(
      testDescription: "claim numbers grow along the rows", items: three,
      claims: ["A 8", "B 9", "C 10"]),
    Case(
      testDescription: "no more than the limit", items: three, limit: 2, claims: ["A 8", "B 9"]),
    Case(
      testDescription: "no more than there are workers", items: three, maxWorkers: 1,
      claims: ["A 8"]),
    Case(
      testDescription: "rows at work take their workers",
      items: [running("X"), running("Y")] + three, claims: ["A 8"]),
    Case(
      testDescription: "all workers busy",
      items: [running("X"), running("Y"), running("Z")] + three,
      claims: []),
    Case(
      testDescription: "more at work than there may be",
      items: [running("X"), running("Y")] + three,
      maxWorkers: 1, claims: []),
    Case(testDescription: "no worker at all", items: three, maxWorkers: 0, claims: []),
    Case(
      testDescription: "priority, then place",
      items: [.sample("A", .pending, .p2), .sample("B", .pending, .p0), .sample("C")], limit: 2,
      claims: ["B 8", "C 9"]),
    Case(
      testDescription: "past what overlaps with a row at work",
      items: [
        running("X", touches: "Sources/,docs/x.md"), waiting("A", touches: "Sources/Host/"),
        waiting("B", touches: "docs/"), waiting("C", touches: "docs/y.md"),
      ], claims: ["C 8"]),
    Case(
      testDescription: "past what overlaps with a row just claimed",
      items: [
        waiting("A", touches: "Sources/Host/"), waiting("B", touches: "Tests/,Sources/"),
        waiting("C", touches: "Tests/"),
      ], claims: ["A 8", "C 9"]),
    Case(
      testDescription: "paths of several repositories are not the same",
      items: [
        running("X", touches: "src"), waiting("A", touches: "src / repo=web"),
        waiting("B", touches: "src/a / repo=api"), waiting("C", touches: "src/b / repo=web"),
      ], claims: ["A 8", "B 9"]),
    Case(
      testDescription: "rows that name no paths conflict with none",
      items: [running("X"), .sample("A"), waiting("B", touches: "Sources/")],
      claims: ["A 8", "B 9"]),
    Case(
      testDescription: "past what waits, backs off or is leased",
      items: [
        .sample("A", after: ["X"]), .sample("B", notes: "retry_not_before=1769850001"),
        QueueItem.sample("C").claimed(by: "s2"), .sample("E"),
      ], claims: ["E 8"]),
    Case(
      testDescription: "a row does not wait for one that is only claimed with it",
      items: [.sample("A"), .sample("B", after: ["A"])], claims: ["A 8"]),
    Case(
      testDescription: "duplicates are closed, and take no worker and no number",
      items: [
        .sample("A"), .sample("B", notes: "idempotency_key=k"), .sample("C"),
        .sample("D", .done, notes: "idempotency_key=k"),
      ], maxWorkers: 2, claims: ["A 8", "B idempotency_skipped", "C 9"]),
    Case(
      testDescription: "past what is the same work as a row at work",
      items: [
        .sample("X", .inProgress, owner: "s2", notes: "idempotency_key=k"),
        .sample("A", notes: "idempotency_key=k"), .sample("B", notes: "idempotency_key=l"),
      ], claims: ["B 8"]),
    Case(
      testDescription: "past what is the same work as a row just claimed",
      items: [
        .sample("A", notes: "idempotency_key=k"), .sample("B", notes: "idempotency_key=k"),
        .sample("C"),
      ], claims: ["A 8", "C 9"]),
    Case(
      testDescription: "a row that failed lets another of the same work run",
      items: [
        .sample("X", .failed, notes: "idempotency_key=k"),
        .sample("A", notes: "idempotency_key=k"),
      ], claims: ["A 8"]),
  ])
  func `rows are claimed for the workers that are free`(_ queue: Case) throws {
    var table = MemoryTable(queue.items)
    table.nextClaimNumber = 8
    let dispatch = Transition.dispatch(.init(maxWorkers: queue.maxWorkers, limit: queue.limit))
    let decision = try dispatch.decide(in: table, context: context("d"))
    let claims = decision.changes.map { change in
      "\(change.id) " + (change.after?.claim.map { "\($0.number)" } ?? change.event.rawValue)
    }
    #expect(claims == queue.claims)
    if queue.claims.isEmpty { #expect(decision == .unchanged) }
  }

  @Test func `a dispatching session owns the claimed row until it is assigned`() {
    let dispatch = Transition.dispatch(.init(maxWorkers: 3, limit: 1))
    #expect(
      dispatch.fate(of: .sample("A"), context("d"))
        == "picked: A IN_PROGRESS d 18:00 [], claim 1 d 3600 s")
    #expect(
      dispatch.fate(of: .sample("A"), context(nil)) == "picked: A IN_PROGRESS - 18:00 [], claim 1")
  }

  @Test func `a worker that is started owns its row by its label, whichever session dispatches`() {
    let worker = WorkerRoster.Worker(name: "default", timeoutSeconds: 5400, graceSeconds: 10)
    let roster = WorkerRoster(workers: [worker], isNamed: false)
    let dispatch = Transition.dispatch(.init(maxWorkers: 3, limit: 1, roster: roster))
    for session in ["d", nil] {
      #expect(
        dispatch.fate(of: .sample("REL-1"), context(session))
          == "picked: REL-1 IN_PROGRESS orch-rel-1 18:00 [], claim 1 orch-rel-1 5470 s worker")
    }
  }

  @Test func `no worker is started on a row whose attempts are used up, unless by force`() throws {
    let worker = WorkerRoster.Worker(name: "default", timeoutSeconds: 5400, graceSeconds: 10)
    let roster = WorkerRoster(workers: [worker], isNamed: false)
    let table = MemoryTable([
      .sample("A", notes: "review_attempts=3"),
      .sample("B", notes: "max_attempts=1 / review_attempts=1"),
      .sample("C", notes: "review_attempts=3 / attempts_allowed=4"), .sample("D"),
    ])
    func started(by roster: WorkerRoster?) throws -> [String] {
      let dispatch = Transition.dispatch(.init(maxWorkers: 9, limit: 9, roster: roster))
      return try dispatch.decide(in: table, context: context("d")).changes.map(\.id)
    }
    #expect(try started(by: roster) == ["C", "D"])
    #expect(try started(by: nil) == ["A", "B", "C", "D"])
    #expect(Transition.pick(id: "A").fate(in: table).hasPrefix("picked: A IN_PROGRESS"))
  }

  @Test func `rows with one label are not at work at once`() throws {
    let table = MemoryTable([.sample("a.1"), .sample("A-1"), .sample("a_1")])
    let dispatch = Transition.dispatch(.init(maxWorkers: 3, limit: 3))
    #expect(
      try dispatch.decide(in: table, context: context("d")).changes.map(\.id) == ["a.1", "a_1"])
    let running = MemoryTable([.sample("a.1", .inProgress, owner: "s"), .sample("A-1")])
    #expect(try dispatch.decide(in: running, context: context("d")) == .unchanged)
  }
}

@Suite struct TouchesTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let mine: String
    let theirs: String
    /// What both touch; `nil` for nothing.
    let overlap: String?

    init(_ description: String, _ mine: String, _ theirs: String, _ overlap: String?) {
      testDescription = description
      self.mine = mine
      self.theirs = theirs
      self.overlap = overlap
    }
  }

  @Test(arguments: [
    Case("the same file", "docs/x.md", "docs/x.md", "docs/x.md"),
    Case("a name that goes on is another", "docs/x.md", "docs/x.md.bak", nil),
    Case("a folder's name that goes on is another", "Sources/Host", "Sources/HostTests/", nil),
    Case("a file in a folder", "Sources/", "Sources/Host/Path.swift", "Sources/Host/Path.swift"),
    Case("a folder without its slash", "Sources", "Sources/Host/", "Sources/Host/"),
    Case("with and without", "Sources", "Sources/", "Sources"),
    Case("side by side", "Sources/", "Tests/", nil),
    Case("all", ".", "docs/x.md", "docs/x.md"),
    Case("all, by its slash", "/", "docs/x.md", "docs/x.md"),
    Case("all, by ./", "./", ".", "./"),
    Case("from here", "./Sources", "Sources/a.swift", "Sources/a.swift"),
    Case("from the root", "/Sources", "Sources/a.swift", "Sources/a.swift"),
    Case("slashes in a row", "Sources//Host", "Sources/Host", "Sources//Host"),
    Case("there and back", "Sources/../docs", "docs/x.md", "docs/x.md"),
    Case("there, and not where it leads", "Sources/../docs", "Sources/", nil),
    Case("out of the project may be anywhere", "../other/x", "docs/", "docs/"),
    Case("case counts", "Docs/", "docs/", nil),
    Case("the second of several", "Tests/,docs/", "README.md, docs/x.md", "docs/x.md"),
    Case("none of several", "Tests/,docs/", "README.md,Sources/", nil),
    Case("a comma is not a path", ",", "docs/", nil),
    Case("no path", "", "docs/", nil),
  ])
  func `paths overlap where one is the other, or below it`(_ paths: Case) {
    let mine = QueueItem.sample(notes: "touches=\(paths.mine)").touches
    let theirs = QueueItem.sample(notes: "touches=\(paths.theirs)").touches
    #expect(mine.overlap(with: theirs) == paths.overlap)
    #expect((theirs.overlap(with: mine) == nil) == (paths.overlap == nil))
  }
}
