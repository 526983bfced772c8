import StoreTestSupport
import Testing

@testable import Model

/// Which worker a row gets, and which rows a dispatch claims for workers.
@Suite struct WorkerRosterTests {
  private static func route(
    _ worker: String, id: String? = nil, priority: Priority? = nil, role: String? = nil,
    words: [String] = []
  ) -> WorkerRoute {
    var route = WorkerRoute(worker: worker)
    (route.id, route.priority, route.role, route.words) = (id, priority, role, words)
    return route
  }

  private static func worker(
    _ name: String, limit: Int? = nil, seconds: Int = 30, obstacle: WaitReason? = nil
  ) -> WorkerRoster.Worker {
    .init(name: name, timeoutSeconds: seconds, graceSeconds: 10, limit: limit, obstacle: obstacle)
  }

  @Test(arguments: [
    ("DOC-*", "DOC-1", true), ("DOC-*", "DOC-", true), ("DOC-*", "doc-1", false),
    ("DOC-?", "DOC-1", true), ("DOC-?", "DOC-12", false), ("DOC-?", "DOC-", false),
    ("*", "A", true), ("**", "A", true), ("", "A", false), ("A", "AB", false), ("AB", "A", false),
    ("*-fix", "web-fix", true), ("*-fix", "web-fix-2", false), ("a*b*c", "a-b-b-c", true),
    ("a*b*c", "a-b-b-d", false), ("?*?", "A", false), ("A.1", "A-1", false),
    // Takes no longer than the product of both lengths.
    (String(repeating: "*a", count: 30) + "b", String(repeating: "a", count: 64), false),
  ])
  func `a pattern of ids`(_ pattern: String, _ id: String, _ fits: Bool) {
    let roster = WorkerRoster(
      workers: [], routes: [Self.route("r", id: pattern)], isNamed: true)
    #expect(roster.name(for: .sample(id)) == (fits ? "r" : "default"))
  }

  private static func doing(_ task: String, _ priority: Priority = .p1) -> QueueItem {
    var item = QueueItem.sample("A", .pending, priority)
    item.task = task
    return item
  }

  struct Routed: CustomTestStringConvertible {
    let testDescription: String
    let item: QueueItem
    var routes: [WorkerRoute] = []
    var isNamed = true
    let worker: String

    init(
      _ description: String, _ item: QueueItem, _ routes: [WorkerRoute] = [], isNamed: Bool = true,
      worker: String
    ) {
      testDescription = description
      (self.item, self.routes, self.isNamed) = (item, routes, isNamed)
      self.worker = worker
    }
  }

  @Test(arguments: [
    Routed("without routes", .sample("A"), worker: "default"),
    Routed("a route that fits every row", .sample("A"), [route("r")], worker: "r"),
    Routed(
      "the first that fits", .sample("A"), [route("r", id: "B"), route("s"), route("t")],
      worker: "s"),
    Routed("none that fits", .sample("A"), [route("r", id: "B")], worker: "default"),
    Routed("the row's own", .sample("A", notes: "x / worker=s"), [route("r")], worker: "s"),
    Routed("the last of the row's own", .sample("A", notes: "worker=r / worker=s"), worker: "s"),
    Routed("prose is none", .sample("A", notes: "worker=the new one"), [route("r")], worker: "r"),
    Routed(
      "without workers it is prose", .sample("A", notes: "worker=s"), [route("r")], isNamed: false,
      worker: "default"),
    Routed("a priority", .sample("A", .pending, .p0), [route("r", priority: .p0)], worker: "r"),
    Routed("another priority", .sample("A"), [route("r", priority: .p0)], worker: "default"),
    Routed(
      "a role", .sample("A", notes: "owner_role:lead / x"), [route("r", role: "lead")], worker: "r"),
    Routed(
      "another role", .sample("A", notes: "owner_role:leader"), [route("r", role: "lead")],
      worker: "default"),
    Routed(
      "a word in any case", doing("Mend the CSS of it"),
      [route("r", words: ["layout", "css"])], worker: "r"),
    Routed(
      "plain text", doing("axb"), [route("r", words: ["a.b"])], worker: "default"),
    Routed("ends with the word", doing("Mend the cSs"), [route("r", words: ["CsS"])], worker: "r"),
    Routed(
      "letters in several parts", doing("\u{1107}\u{1162}\u{1111}\u{1169}하기"),
      [route("r", words: ["배포"])], worker: "r"),
    Routed(
      "letters of any kind", doing("die ÜBERSICHT"), [route("r", words: ["übers"])], worker: "r"),
    Routed(
      "all conditions", doing("css", .p0),
      [
        route("r", id: "B*", priority: .p0, words: ["css"]),
        route("s", id: "A", priority: .p0, words: ["css"]),
      ],
      worker: "s"),
  ])
  func `a row gets one worker`(_ row: Routed) {
    let roster = WorkerRoster(workers: [], routes: row.routes, isNamed: row.isNamed)
    #expect(roster.name(for: row.item) == row.worker)
    #expect(roster.worker(for: row.item) == nil)
    if row.item.notes.text.utf8.contains(UInt8(ascii: "=")) { return }
    // Its bytes say the same, but for a role.
    var (id, task) = (row.item.id, row.item.task ?? "")
    let place = id.withUTF8 { id in
      task.withUTF8 { task in
        roster.place(
          for: PlainRow(
            id: UnsafeRawBufferPointer(id), task: UnsafeRawBufferPointer(task),
            priority: row.item.priority))
      }
    }
    let name = place.map { (row.routes.map(\.worker) + ["default"])[$0] }
    #expect(name == (row.routes.contains { $0.role != nil } ? nil : row.worker))
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let items: [QueueItem]
    let workers: [WorkerRoster.Worker]
    var limit = 9
    /// The recorded workers of rows.
    var working: [String: String] = [:]
    /// `id seconds`, for each row that is claimed, with the length of its lease.
    let claims: [String]
  }

  private static func running(_ id: String, _ worker: String, isForWorker: Bool = true) -> QueueItem
  {
    QueueItem.sample(id, .inProgress, owner: "orch-\(id)", notes: "worker=\(worker)")
      .claimed(by: "orch-\(id)", isForWorker: isForWorker)
  }

  private static func waiting(_ id: String, _ worker: String, _ notes: String = "") -> QueueItem {
    .sample(id, notes: "worker=\(worker)\(notes)")
  }

  private static let untrusted = WaitReason.cannotStart(StartProblem(.untrusted, "no"))

  @Test(arguments: [
    Case(
      testDescription: "each row has the time of its worker, or its own",
      items: [waiting("A", "a"), waiting("B", "b"), waiting("C", "a", " / timeout=2h")],
      workers: [worker("a"), worker("b", seconds: 600)], claims: ["A 100", "B 670", "C 7270"]),
    Case(
      testDescription: "past rows whose worker is not there",
      items: [waiting("A", "x"), .sample("B"), waiting("C", "a")], workers: [worker("a")], limit: 1,
      claims: ["C 100"]),
    Case(
      testDescription: "past rows whose worker can't start",
      items: [waiting("A", "a"), waiting("B", "b")],
      workers: [worker("a", obstacle: untrusted), worker("b")], limit: 1, claims: ["B 100"]),
    Case(
      testDescription: "as many rows of a worker as it may have",
      items: [waiting("A", "a"), waiting("B", "a"), waiting("C", "a"), waiting("D", "b")],
      workers: [worker("a", limit: 2), worker("b", limit: 1)], claims: ["A 100", "B 100", "D 100"]),
    Case(
      testDescription: "with its rows at work",
      items: [running("X", "a"), running("Y", "b"), waiting("A", "a"), waiting("B", "a")],
      workers: [worker("a", limit: 2), worker("b")], claims: ["A 100"]),
    Case(
      testDescription: "with a row at work that names another one since",
      items: [running("X", "b"), waiting("A", "a"), waiting("B", "b")],
      workers: [worker("a", limit: 1), worker("b", limit: 1)], working: ["X": "a"],
      claims: ["B 100"]),
    Case(
      testDescription: "rows that sessions picked take no place of a worker",
      items: [running("X", "a", isForWorker: false), waiting("A", "a")],
      workers: [worker("a", limit: 1)], claims: ["A 100"]),
    Case(
      testDescription: "a row that is passed over is in no other's way",
      items: [waiting("A", "x", " / touches=a"), waiting("B", "a", " / touches=a")],
      workers: [worker("a")], claims: ["B 100"]),
  ])
  func `rows are claimed for workers that can start`(_ queue: Case) throws {
    var roster = WorkerRoster(workers: queue.workers, isNamed: true)
    for item in queue.items { roster.claimed[item.claim?.token ?? ""] = queue.working[item.id] }
    let dispatch = Transition.dispatch(.init(maxWorkers: 9, limit: queue.limit, roster: roster))
    let decision = try dispatch.decide(in: MemoryTable(queue.items), context: context("d"))
    let claims = decision.changes.map { change in
      let end = change.after?.claim?.lease?.expiresAt ?? 0
      return "\(change.id) \(end - now.epochSeconds)"
    }
    #expect(claims == queue.claims)
    #expect(decision.changes.allSatisfy { $0.after?.claim?.isForWorker ?? false })
  }

  @Test func `a worker that was not looked at starts nothing`() throws {
    var roster = WorkerRoster(workers: [Self.worker("a"), Self.worker("b")], isNamed: true)
    roster.allowStarts(of: ["b"])
    let rows = MemoryTable([Self.waiting("A", "a"), Self.waiting("B", "b")])
    let dispatch = Transition.dispatch(.init(maxWorkers: 9, limit: 9, roster: roster))
    #expect(try dispatch.decide(in: rows, context: context("d")).changes.map(\.id) == ["B"])
  }

  @Test func `a row waits for what keeps its repository from being worked`() throws {
    var (a, b) = (Self.worker("a"), Self.worker("b"))
    (a.projectObstacle, b.elsewhereObstacle) = (Self.untrusted, Self.untrusted)
    var roster = WorkerRoster(workers: [a, b], isNamed: true)
    roster.repositoryObstacles["lost"] = Self.untrusted
    let rows = MemoryTable([
      Self.waiting("A", "a", " / repo=lost"), Self.waiting("B", "a", " / repo=web"),
      Self.waiting("C", "a"), Self.waiting("D", "b", " / repo=web"), Self.waiting("E", "b"),
    ])
    let dispatch = Transition.dispatch(.init(maxWorkers: 9, limit: 9, roster: roster))
    #expect(try dispatch.decide(in: rows, context: context("d")).changes.map(\.id) == ["B", "E"])
    var analysis = WaitAnalysis(maxWorkers: 9, context: context("d"))
    analysis.roster = roster
    #expect(
      try analysis.explanations(in: rows).map(\.reason.code)
        == [.untrusted, .next, .untrusted, .untrusted, .queued])
  }

  @Test func `a row whose brief can't be read waits, and the next one starts`() throws {
    var roster = WorkerRoster(workers: [Self.worker("a")], isNamed: true)
    roster.rowObstacles["A"] = .badBrief(path: "A.md", id: "A", .folder)
    let rows = MemoryTable([Self.waiting("A", "a"), Self.waiting("B", "a")])
    let dispatch = Transition.dispatch(.init(maxWorkers: 9, limit: 1, roster: roster))
    let decision = try dispatch.decide(in: rows, context: context("d"))
    #expect(decision.changes.map(\.id) == ["B"])
    var analysis = WaitAnalysis(maxWorkers: 9, context: context("d"))
    analysis.roster = roster
    #expect(try analysis.explanations(in: rows).map(\.reason.code) == [.badBrief, .next])
  }
}
