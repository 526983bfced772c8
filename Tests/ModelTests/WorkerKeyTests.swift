import StoreTestSupport
import Testing

@testable import Model

/// `worker` and `timeout` are control where the settings have workers, and prose elsewhere.
@Suite struct WorkerKeyTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let transition: Transition
    var item = QueueItem.sample("A", .inProgress, notes: "old / worker=a / touches=x")
    /// The notes afterwards, without workers in the settings and with them.
    let prose: String
    let control: String
  }

  private static let typed = "new / worker=b / timeout=1h"

  private static func finish(_ ending: Transition.Finish.Ending, appends: Bool = false)
    -> Transition
  {
    .finish(.init(id: "A", as: ending, notes: typed, appends: appends))
  }

  @Test(arguments: [
    Case(
      testDescription: "done", transition: finish(.done),
      prose: "new / worker=b / timeout=1h / touches=x",
      control: "new / `worker=b` / `timeout=1h` / worker=a / touches=x"),
    Case(
      testDescription: "fail", transition: finish(.failed(isPermanent: false)),
      prose: "new / worker=b / timeout=1h / touches=x",
      control: "new / `worker=b` / `timeout=1h` / worker=a / touches=x"),
    Case(
      testDescription: "block, which appends", transition: finish(.blocked, appends: true),
      prose: "old / worker=a / touches=x / new / worker=b / timeout=1h",
      control: "old / worker=a / touches=x / new / `worker=b` / `timeout=1h`"),
    Case(
      testDescription: "edit of the notes", transition: .edit(.init(id: "A", [.notes: typed])),
      prose: "new / worker=b / timeout=1h / touches=x",
      control: "new / worker:b / timeout:1h / worker=a / touches=x"),
    Case(
      testDescription: "edit of the notes to what they are",
      transition: .edit(.init(id: "A", [.notes: "old"])), prose: "old / touches=x",
      control: "old / worker=a / touches=x"),
    Case(
      testDescription: "replan", transition: .replan(id: "A", reason: typed, force: false),
      prose: "old / worker=a / touches=x / replan:new / worker=b / timeout=1h",
      control: "old / worker=a / touches=x / replan:new / `worker=b` / `timeout=1h`"),
    Case(
      testDescription: "add",
      transition: .add(
        .init(id: "B", priority: .p1, task: "t", successCriteria: "c", notes: typed)),
      prose: "new / worker=b / timeout=1h", control: "new / worker:b / timeout:1h"),
  ])
  func `the settings say whether a worker in the notes is control`(_ row: Case) throws {
    for namesWorkers in [false, true] {
      var context = TransitionContext(session: nil, now: now)
      context.policy.namesWorkers = namesWorkers
      let table = MemoryTable([row.item])
      let decision = try row.transition.decide(in: table, context: context)
      let notes = (decision.changes.first?.after ?? row.item).notes.text
      #expect(notes == (namesWorkers ? row.control : row.prose), "\(namesWorkers)")
    }
  }

  @Test func `where orch has a spawn alone, time and repository are control`() throws {
    var context = TransitionContext(session: nil, now: now)
    context.policy.spawnsWorker = true
    let item = QueueItem.sample("A", .inProgress, notes: "old / worker=a / timeout=2h / repo=web")
    let decision = try Self.finish(.done).decide(in: MemoryTable([item]), context: context)
    #expect(
      decision.changes.first?.after?.notes.text
        == "new / worker=b / `timeout=1h` / timeout=2h / repo=web")
    context.policy.spawnsWorker = false
    let prose = try Self.finish(.done).decide(in: MemoryTable([item]), context: context)
    #expect(prose.changes.first?.after?.notes.text == "new / worker=b / timeout=1h")
  }

  @Test(
    arguments: [
      ("", nil, false, "a", "worker=a", nil), ("", nil, true, "a", "", "a"),
      ("worker=b", nil, true, "a", "", "a"), ("worker=b", nil, false, "", "", nil),
      ("worker=b", "c", true, "", "", nil), ("x", "c", true, "a", "x", "a"),
      ("worker=a", "c", true, "a", "worker=a", nil),
    ] as [(String, String?, Bool, String, String, String?)])
  func `a worker is written to its column, where there is one`(
    _ before: String, _ cellBefore: String?, _ hasColumn: Bool, _ worker: String, _ notes: String,
    _ cell: String?
  ) throws {
    var item = QueueItem.sample("A", notes: before)
    item.fieldCells[.worker] = cellBefore
    var context = TransitionContext(session: nil, now: now)
    context.policy.namesWorkers = true
    let edit = Transition.edit(.init(id: "A", [.worker: worker]))
    let decision = try edit.decide(in: MemoryTable([item]), context: context)
      .encoded(for: .notes(hasAfterColumn: false, columns: hasColumn ? [.worker] : []))
    let after = try #require(decision.changes.first?.after)
    #expect(after.notes.text == notes && after.fieldCells[.worker] == cell)
    #expect(after.workerName == (worker.isEmpty ? nil : worker))
  }

  @Test(arguments: ["a", nil])
  func `an undo gives column and notes back what each of them had`(_ cell: String?) throws {
    let cells: (before: [String: String], after: [String: String]) =
      if let cell { (["worker": cell], ["worker": "-"]) } else { ([:], [:]) }
    var context = TransitionContext(session: nil, now: now, author: Author(actor: "me@desk"))
    context.policy.namesWorkers = true
    context.history = [
      HistoryEntry(
        sequence: 1, time: now.iso8601, traceID: "t", command: "edit", actor: "me@desk",
        row: RowChange(
          id: "A", before: cells.before.merging(["notes": "worker=b / x"]) { $1 },
          after: cells.after.merging(["notes": "x"]) { $1 }))
    ]
    let decision = try Transition.undo(id: "A")
      .decide(in: MemoryTable([.sample("A", notes: "x")]), context: context)
      .encoded(for: .notes(hasAfterColumn: false, columns: [.worker]))
    let after = try #require(decision.changes.first?.after)
    #expect(after.notes.text == "worker=b / x" && after.fieldCells[.worker] == cell)
  }

  @Test(arguments: [
    ("2h", 7200), ("90m", 5400), ("1s", 1), ("168h", 604_800), ("169h", nil), ("0s", nil),
    ("2", nil), ("-2h", nil), ("2d", nil), ("h", nil), ("99999999999999999999h", nil),
  ])
  func `the time of a row`(_ text: String, _ seconds: Int?) {
    let item = QueueItem.sample("A", notes: "x / timeout=\(text)")
    #expect(item.timeoutSeconds == seconds && item.timeoutText == text)
    if let seconds { #expect(DurationText.exactText(seconds) == text) }
  }
}
