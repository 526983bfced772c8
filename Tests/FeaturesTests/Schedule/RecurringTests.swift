import Attempts
import Foundation
import Host
import Model
import StoreTestSupport
import TestSupport
import Testing

@testable import Door
@testable import Plans
@testable import Schedule
@testable import Work

/// Rows and plans that a tick adds again and again, each once.
@Suite struct RecurringTests {
  private static let nightly = #"{"nightly": {"cron": "0 2 * * *", "add": {"task": "Soak"}}}"#
  private static let overlapping =
    #"{"nightly": {"cron": "0 2 * * *", "overlap": true, "add": {"task": "Soak"}}}"#

  @Test(arguments: StoreScene.Store.allCases)
  func `an entry begins with its first tick, and adds each time once`(
    _ store: StoreScene.Store
  ) throws {
    try withRecurring(Self.nightly, in: store) { scene in
      #expect(try scene.tick(at: "2026-02-01 02:00") == [])
      #expect(try scene.facts == ["recurring nightly begins: cron 0 2 * * *"])
      #expect(try scene.tick(at: "2026-02-02 01:59") == [])
      #expect(try scene.tick(at: "2026-02-02 02:00") == ["nightly-20260202-0200"])
      #expect(try scene.tick() == [])
      #expect(try scene.tick(at: "2026-02-02 02:29") == [])
      try scene.forget()
      #expect(try scene.tick() == [])
      #expect(try scene.scene.ids == ["nightly-20260202-0200"])
      #expect(try scene.facts == ["recurring nightly begins: cron 0 2 * * *"])
    }
  }

  @Test func `a row has what the entry says`() throws {
    let entry = #"""
      {"deps": {"every": "7d", "add": {"task": "Update | not", "criteria": ["a", "b"]}},
       "full": {"every": "7d", "add": {"task": "Update", "criteria": ["file: a.txt"],
         "priority": "P0", "brief": "All of it\n", "tags": ["x"], "max_attempts": 2,
         "timeout": "2h", "approval": "start", "touches": ["src/"], "notes": "by itself"}}}
      """#
    try withRecurring(entry) { scene in
      try scene.at("2026-02-01 00:00")
      #expect(throws: Problem.self) { try scene.tick() }
      try scene.at("2026-02-05 00:00")
      #expect(scene.outcomeOfTick.added.map(\.rows) == [["full-20260205-0000"]])
      let row = try #require(
        try scene.scene.queue.read { try $0.item("full-20260205-0000") })
      #expect(row.task == "Update" && row.successCriteria == "file: a.txt" && row.priority == .p0)
      #expect(row.labels == ["x"] && row.maxAttempts == 2 && row.timeoutSeconds == 7200)
      #expect(row.approval == .start && row.touchedPaths == ["src/"] && row.planName == nil)
      #expect(row.notes.prose.hasPrefix("by itself"))
      #expect(try scene.scene.briefs == ["full-20260205-0000.md": "All of it\n"])
    }
  }

  @Test(arguments: [true, false]) func `of times that were missed the last is added`(
    _ catchesUp: Bool
  ) throws {
    let entry = #"""
      {"nightly": {"cron": "0 2 * * *", "catch_up": \#(catchesUp), "overlap": true,
        "add": {"task": "Soak"}}}
      """#
    try withRecurring(entry) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      // The machine slept.
      let caught = try scene.tick(at: "2026-02-09 11:00")
      #expect(caught == (catchesUp ? ["nightly-20260209-0200"] : []))
      #expect(try scene.tick(at: "2026-02-10 02:30") == ["nightly-20260210-0200"])
      #expect(
        try scene.tick(at: "2026-02-11 02:31") == (catchesUp ? ["nightly-20260211-0200"] : []))
    }
  }

  @Test(arguments: [false, true]) func `a clock that is set back adds nothing`(
    _ forgets: Bool
  ) throws {
    try withRecurring(Self.overlapping) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      #expect(try scene.tick(at: "2026-02-04 02:00") == ["nightly-20260204-0200"])
      for day in ["02", "03", "04"] {
        if forgets { try scene.forget() }
        #expect(try scene.tick(at: "2026-02-\(day) 02:05") == [])
      }
      #expect(try scene.tick(at: "2026-02-05 02:05") == ["nightly-20260205-0200"])
    }
  }

  @Test func `one waits while the one before is unfinished`() throws {
    try withRecurring(Self.nightly) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      #expect(try scene.tick(at: "2026-02-02 02:00") == ["nightly-20260202-0200"])
      for time in ["2026-02-03 02:00", "2026-02-04 02:00", "2026-02-04 09:00"] {
        #expect(try scene.tick(at: time) == [])
      }
      try scene.finish("nightly-20260202-0200", as: .blocked)
      #expect(try scene.tick() == [])
      #expect(
        try scene.scene.queue.recurringWork().map(\.heldBy) == ["nightly-20260202-0200"])
      try scene.finish("nightly-20260202-0200")
      // Of the times that it waited for the last one is added.
      #expect(try scene.tick() == ["nightly-20260204-0200"])
      try scene.finish("nightly-20260204-0200", as: .failed(isPermanent: true))
      #expect(try scene.tick(at: "2026-02-05 02:00") == ["nightly-20260205-0200"])
    }
  }

  @Test func `without catching up, what waited for longer than half an hour is passed over`() throws
  {
    let entry = #"""
      {"nightly": {"cron": "0 2 * * *", "catch_up": false, "add": {"task": "Soak"}}}
      """#
    try withRecurring(entry) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      #expect(try scene.tick(at: "2026-02-02 02:00") == ["nightly-20260202-0200"])
      #expect(try scene.tick(at: "2026-02-03 02:10") == [])
      #expect(try scene.tick(at: "2026-02-03 02:40") == [])
      try scene.finish("nightly-20260202-0200")
      #expect(try scene.tick(at: "2026-02-03 02:41") == [])
      #expect(try scene.tick(at: "2026-02-04 02:00") == ["nightly-20260204-0200"])
    }
  }

  @Test func `with overlap each time comes`() throws {
    try withRecurring(
      #"{"often": {"every": "10m", "overlap": true, "add": {"task": "Look"}}}"#
    ) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      #expect(
        try scene.tick(at: "2026-02-01 00:31") == [
          "often-20260201-0010", "often-20260201-0020", "often-20260201-0030",
        ])
      #expect(try scene.tick(at: "2026-02-01 00:40") == ["often-20260201-0040"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases, [false, true])
  func `one that was deleted or archived stays so`(
    _ store: StoreScene.Store, _ forgets: Bool
  ) throws {
    try withRecurring(Self.overlapping, in: store) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      #expect(try scene.tick(at: "2026-02-02 02:00") == ["nightly-20260202-0200"])
      try scene.perform(.remove(["nightly-20260202-0200"], force: false))
      if forgets { try scene.forget() }
      #expect(try scene.tick() == [])
      #expect(try scene.tick(at: "2026-02-03 02:00") == ["nightly-20260203-0200"])
      try scene.finish("nightly-20260203-0200")
      try scene.at("2026-02-03 02:10")
      _ = try scene.scene.queue.archive(olderThan: .zero, as: Caller())
      #expect(try scene.scene.ids == [])
      if forgets { try scene.forget() }
      #expect(try scene.tick() == [])
      if forgets { try scene.forget() }
      #expect(try scene.tick(at: "2026-02-04 02:00") == ["nightly-20260204-0200"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `a row that a person gave an id of years ahead keeps nothing back`(
    _ store: StoreScene.Store
  ) throws {
    try withRecurring(Self.overlapping, in: store) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      try scene.perform(
        .addAll(
          [.init(id: "nightly-20991231-0200", priority: .p1, task: "mine", successCriteria: "")],
          inSequence: false))
      try scene.forget()
      #expect(try scene.tick(at: "2026-02-02 02:00") == ["nightly-20260202-0200"])
    }
  }

  @Test func `a row that a person gave the id counts as added`() throws {
    try withRecurring(Self.overlapping) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      try scene.perform(
        .addAll(
          [.init(id: "nightly-20260202-0200", priority: .p1, task: "mine", successCriteria: "")],
          inSequence: false))
      #expect(try scene.tick(at: "2026-02-02 02:00") == [])
      #expect(try scene.tick(at: "2026-02-03 02:00") == ["nightly-20260203-0200"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `a changed entry begins anew, and so does one that is put back`(
    _ store: StoreScene.Store
  ) throws {
    try withRecurring(Self.overlapping, in: store) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      #expect(try scene.tick(at: "2026-02-02 02:00") == ["nightly-20260202-0200"])
      try scene.setUp(
        #"{"nightly": {"cron": "0 1 * * *", "overlap": true, "add": {"task": "Soak"}}}"#)
      #expect(try scene.tick(at: "2026-02-03 03:00") == [])
      #expect(try scene.tick(at: "2026-02-04 01:00") == ["nightly-20260204-0100"])
      try scene.setUp("{}")
      #expect(try scene.tick(at: "2026-02-05 00:00") == [])
      try scene.setUp(Self.overlapping)
      #expect(try scene.tick(at: "2026-02-09 03:00") == [])
      // Another text of the same times is not a change.
      try scene.setUp(
        #"{"nightly": {"cron": "0  2 * * *", "overlap": true, "add": {"task": "Other"}}}"#)
      #expect(try scene.tick(at: "2026-02-10 02:00") == ["nightly-20260210-0200"])
      #expect(
        try scene.facts == [
          "recurring nightly begins: cron 0 2 * * *", "recurring nightly begins: cron 0 1 * * *",
          "recurring nightly ends: orch.json no longer has it",
          "recurring nightly begins: cron 0 2 * * *",
        ])
      try scene.forget()
      #expect(try scene.tick() == [])
    }
  }

  @Test func `a wrong entry stops only itself, and is told`() throws {
    let entries = #"""
      {"nightly": {"cron": "0 2 * *", "add": {"task": "Soak"}},
       "weekly": {"every": "7d", "add": {"task": "Update"}}}
      """#
    try withRecurring(Self.overlapping) { scene in
      _ = try scene.tick(at: "2026-02-04 00:00")
      try scene.setUp(entries)
      try scene.at("2026-02-04 12:00")
      let problem = try #require(scene.outcomeOfTick.problem)
      #expect(
        problem.messageWithHint.replacingPrefix(of: scene.scene.folder) == """
          orch.json: invalid value "0 2 * *" for 'recurring.nightly.cron' (it must be five fields: \
          minute, hour, day of the month, month, day of the week, such as 0 2 * * 1-5)
          """)
      try scene.at("2026-02-05 00:01")
      #expect(scene.outcomeOfTick.added.map(\.rows) == [["weekly-20260205-0000"]])
      // A mistake ends no entry.
      try scene.setUp(Self.overlapping)
      #expect(try scene.tick(at: "2026-02-05 09:00") == ["nightly-20260205-0200"])
    }
  }

  @Test func `a paused queue gets its rows`() throws {
    try withRecurring(Self.nightly) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      _ = try scene.scene.queue.pause(reason: nil, as: Caller())
      #expect(try scene.tick(at: "2026-02-02 02:00") == ["nightly-20260202-0200"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `a plan is applied under the name of its day`(_ store: StoreScene.Store) throws {
    let entry = #"{"deps": {"cron": "0 3 1 * *", "plan": "plans/deps.json", "overlap": true}}"#
    try withRecurring(entry, in: store) { scene in
      try Directory.create(scene.scene.folder + "/plans", permissions: 0o755)
      let path = scene.scene.folder + "/plans/deps.json"
      _ = try scene.tick(at: "2026-02-10 00:00")
      try scene.at("2026-03-01 03:00")
      let problem = try #require(scene.outcomeOfTick.problem)
      #expect(problem.message.hasPrefix("recurring.deps: "), "\(problem.message)")
      try writeAged(
        #"{"plan": "deps", "tasks": [{"id": "a", "task": "A"}, {"id": "b", "task": "B", "after": ["a"]}]}"#,
        to: path)
      #expect(try scene.tick() == ["deps-20260301.a", "deps-20260301.b"])
      #expect(try scene.tick() == [])
      // Another content is for the next time.
      try writeAged(#"{"plan": "x", "tasks": [{"id": "c", "task": "C"}]}"#, to: path)
      try scene.forget()
      #expect(try scene.tick() == [])
      try scene.perform(.remove(["deps-20260301.b"], force: false))
      try scene.forget()
      #expect(try scene.tick() == [])
      #expect(try scene.tick(at: "2026-04-01 03:00") == ["deps-20260401.c"])
      #expect(
        try scene.scene.queue.plans().map(\.name).sorted() == ["deps-20260301", "deps-20260401"])
    }
  }

  @Test func `a plan outside of the project is not read`() throws {
    try withRecurring(#"{"deps": {"every": "1d", "plan": "plan.json"}}"#) { scene in
      try withTemporaryDirectory { other in
        try writeAged(#"{"plan": "x", "tasks": [{"id": "c", "task": "C"}]}"#, to: other + "/p.json")
        try FileManager.default.createSymbolicLink(
          atPath: scene.scene.folder + "/plan.json", withDestinationPath: other + "/p.json")
        _ = try? scene.tick(at: "2026-02-10 00:00")
        try scene.at("2026-02-11 00:00")
        let problem = try #require(scene.outcomeOfTick.problem)
        #expect(problem.kind == .link)
        #expect(try scene.scene.ids == [])
      }
    }
  }

  @Test func `the next tick comes with the next time`() throws {
    try withRecurring(Self.nightly) { scene in
      func seconds(since start: String) throws -> Duration? {
        let next = try scene.scene.queue.tick(as: Caller()).next
        let start = try #require(QueueTime(start, offset: 9 * 3600))
        return next.timeToRecurring(since: start)
      }
      try scene.at("2026-02-01 01:59")
      #expect(try seconds(since: "2026-02-01 01:59") == .seconds(60))
      try scene.at("2026-02-01 02:00")
      #expect(try seconds(since: "2026-02-01 02:00") == .seconds(86400))
      // It came between the beginning of the tick and its end.
      #expect(try seconds(since: "2026-02-01 01:59") == .zero)
      try scene.setUp("{}")
      #expect(try seconds(since: "2026-02-01 01:59") == nil)
    }
  }

  @Test func `a tick with nothing due writes nothing`() throws {
    try withRecurring(Self.nightly) { scene in
      _ = try scene.tick(at: "2026-02-01 00:00")
      let path = try scene.scene.queue.workspace().sidecar + "/recurring.json"
      let before = try FileStatus(of: path).identity
      #expect(try scene.tick(at: "2026-02-01 01:59") == [])
      #expect(try FileStatus(of: path).identity == before)
      try scene.setUp("{}")
      _ = try scene.tick()
      #expect(try contents(of: path) == "{\"QUEUE.md\":{}}\n")
    }
  }

  @Test(arguments: [
    #"{"nightly": {"times": "cron 0 2 * * *", "floor": 29498040, "held_by": "other"}}"#,
    #"{"a\nb": {"times": "every 7d", "floor": 29498040}}"#,
    #"{"nightly": {"times": "cron 0 2 * * *", "floor": 4000000000000000000}}"#,
  ])
  func `a file that orch did not write keeps nothing back`(_ text: String) throws {
    try withRecurring(Self.nightly) { scene in
      _ = try scene.tick(at: "2026-01-31 18:00")
      try scene.perform(
        .addAll(
          [.init(id: "other", priority: .p1, task: "Other work", successCriteria: "")],
          inSequence: false))
      try writeAged(
        #"{"QUEUE.md": \#(text)}"#,
        to: scene.scene.queue.workspace().sidecar + "/recurring.json")
      #expect(try scene.tick(at: "2026-02-01 02:00") == ["nightly-20260201-0200"])
      #expect(try scene.facts == ["recurring nightly begins: cron 0 2 * * *"])
    }
  }

  @Test func `the list says how each entry stands`() throws {
    let entries = #"""
      {"nightly": {"cron": "0 2 * * *", "add": {"task": "Soak"}},
       "deps": {"every": "7d", "plan": "none.json"}, "wrong": {"add": {"task": "x"}}}
      """#
    try withRecurring(entries) { scene in
      try scene.at("2026-02-01 00:00")
      var work = try scene.scene.queue.recurringWork()
      #expect(work.map(\.name) == ["deps", "nightly", "wrong"])
      #expect(work.map(\.hasBegun) == [false, false, false])
      #expect(work.map(\.times) == ["every 7d", "cron 0 2 * * *", nil])
      #expect(work.map { $0.next?.text } == ["2026-02-05 00:00", "2026-02-01 02:00", nil])
      #expect(work.map { $0.problem != nil } == [true, false, true])
      _ = scene.outcomeOfTick
      try scene.at("2026-02-01 02:00")
      _ = scene.outcomeOfTick
      work = try scene.scene.queue.recurringWork()
      #expect(work.map(\.hasBegun) == [true, true, false])
      #expect(work[1].last == "nightly-20260201-0200" && work[1].heldBy == nil)
      #expect(work[1].next?.text == "2026-02-02 02:00")
    }
  }
}

extension String {
  /// The text without a folder with which it begins.
  fileprivate func replacingPrefix(of folder: String) -> String {
    hasPrefix(folder + "/") ? String(dropFirst(folder.count + 1)) : self
  }
}
