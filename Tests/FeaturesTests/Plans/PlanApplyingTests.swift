import Foundation
import Host
import Model
import QueueStore
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Interchange
@testable import Plans
@testable import Work
@testable import Worktrees

/// Versions of a plan, as they are applied one after the other.
@Suite struct PlanApplyingTests {
  private let a = PlanScene.task("a")
  private let b = PlanScene.task("b", "u", after: ["a"])
  private let a2 = PlanScene.task("a", "t2")
  private let a3 = PlanScene.task("a", "t3")
  private static let own = QueueFixture.row("A")

  @Test func `a plan is rows, and the same content again is none`() throws {
    try PlanScene.with(Self.own) { scene in
      #expect(scene.apply(a, b) == "1: + p.a, + p.b")
      #expect(
        try scene.rows == ["A work []", "p.a t [plan=p]", "p.b u [plan=p / after=p.a]"])
      #expect(scene.head == "1 applied")
      let files = try scene.files
      #expect(scene.apply(a, b) == "1 again")
      let other =
        #"{"$schema": "x", "tasks":[{"task":"t", "id":"a", "tags": []}, "#
        + #"{"id":"b","after":["a"],"task":"u"}], "plan":"p"}"#
      let plan = try scene.queue.readPlan(Array(other.utf8)).plan
      let again = try scene.queue.apply(plan, as: Caller())
      #expect(again.isRepeated)
      #expect(
        again.rows.map(\.id) == ["p.a", "p.b"]
          && again.rows.allSatisfy { $0.outcome == .unchanged(.pending) })
      #expect(try scene.files == files)
    }
  }

  @Test func `a repetition has the rows as they are now`() throws {
    try PlanScene.with { (scene) throws in
      func rows(_ tasks: JSONValue..., key: String? = nil) throws -> [AppliedPlan.Row] {
        let applied = try scene.queue.apply(scene.plan(tasks), key: key, as: Caller())
        #expect(applied.isRepeated)
        return applied.rows
      }
      func row(_ id: String, _ outcome: AppliedPlan.Row.Outcome) -> AppliedPlan.Row {
        AppliedPlan.Row(id: id, outcome: outcome, kept: [])
      }
      _ = scene.apply(a, b, key: "k1")
      let both = [row("p.a", .unchanged(.pending)), row("p.b", .unchanged(.pending))]
      #expect(try rows(a, b) == both)
      #expect(try rows(a, b, key: "k1") == both)
      _ = scene.apply(a)
      // The key is of a version that the rows follow no more.
      let blocked = row("p.b", .unchanged(.blocked))
      #expect(try rows(a, b, key: "k1") == [both[0], blocked])
      #expect(try rows(a) == [both[0]])
      try scene.queue.perform(.remove(["p.a"], force: true), as: Caller())
      #expect(try rows(a, b, key: "k1") == [row("p.a", .gone), blocked])
      // A row that can't be read is not told as gone.
      let text = try #require(scene.text(of: "QUEUE.md"))
      try scene.write(text.replacing("BLOCKED", with: "BLOKED"), to: "QUEUE.md")
      #expect(scene.apply(a, b, key: "k1").hasPrefix("malformed_row: "))
    }
  }

  @Test func `a preview says what apply does, and does nothing`() throws {
    try PlanScene.with(Self.own) { (scene) throws in
      let files = try scene.files
      let brief = PlanScene.task("a", brief: "more")
      #expect(scene.preview(brief, b) == "1: + p.a, + p.b")
      #expect(try scene.files == files)
      #expect(scene.apply(brief, b) == "1: + p.a, + p.b")
      let after = try scene.files
      #expect(scene.preview(brief, b) == "1 again")
      let changed = PlanScene.task("a", "t2", brief: "less")
      #expect(scene.preview(changed) == "2: ~ p.a task, brief changed, - p.b")
      #expect(try scene.files == after)
      #expect(scene.apply(changed) == "2: ~ p.a task, brief changed, - p.b")
    }
  }

  @Test func `versions count from 1, also where an old content comes back`() throws {
    try PlanScene.with { (scene) throws in
      let lines = [
        scene.apply(a, b), scene.apply(a2, b), scene.apply(a, b), scene.apply(a), scene.apply(a3),
      ]
      #expect(
        lines == [
          "1: + p.a, + p.b", "2: ~ p.a task", "3: ~ p.a task", "4: - p.b", "5: ~ p.a task",
        ])
      #expect(scene.head == "5 applied")
      #expect(try scene.versions == ["1.json", "2.json", "3.json", "4.json", "5.json"])
      #expect(
        try scene.rows == [
          "p.a t3 [plan=p]",
          "p.b BLOCKED u [plan=p / after=p.a / cancelled_by_operator: no longer in plan p]",
        ])
    }
  }

  @Test func `a key names one content`() throws {
    try PlanScene.with { (scene) throws in
      let used = "key_used: key 'k1' was used for a different version of plan p"
      #expect(scene.apply(a, key: "k1") == "1: + p.a")
      #expect(scene.apply(a, key: "k1") == "1 again")
      #expect(scene.apply(a2, key: "k1") == used)
      #expect(scene.apply(a2, key: "k2") == "2: ~ p.a task")
      // Who repeats the first call does not want back what the second one changed.
      #expect(scene.apply(a, key: "k1") == "1 again")
      #expect(try scene.rows == ["p.a t2 [plan=p]"])
      #expect(scene.apply(a, key: "k3") == "3: ~ p.a task")
      #expect(scene.apply(a2, key: "k1") == used)
      #expect(scene.apply(a2, key: "k2") == "2 again")
      #expect(scene.apply(a) == "3 again")
    }
  }

  @Test func `a key also names a content that was there already`() throws {
    try PlanScene.with { (scene) throws in
      #expect(scene.apply(a) == "1: + p.a")
      #expect(scene.apply(a, key: "k") == "1 again")
      #expect(
        scene.apply(a2, key: "k")
          == "key_used: key 'k' was used for a different version of plan p")
      #expect(try scene.rows == ["p.a t [plan=p]"])
    }
  }

  @Test func `a key of a refused plan names nothing`() throws {
    try PlanScene.with(QueueFixture.row("p.b")) { scene in
      #expect(scene.apply(a, b, key: "k") == "already_exists: Row id already exists: p.b")
      try scene.write("mine", to: "tasks/p.a.md")
      let brief = PlanScene.task("a", brief: "the plan's")
      #expect(scene.apply(brief, key: "k").hasPrefix("brief_exists: "))
      #expect(try scene.rows == ["p.b work []"])
      #expect(scene.apply(a, key: "k") == "1: + p.a")
    }
  }

  @Test func `a plan that must be new changes nothing if there is one`() throws {
    try PlanScene.with { (scene) throws in
      let exists = "plan_exists: plan p already exists"
      #expect(scene.apply(a, b, mustBeNew: true) == "1: + p.a, + p.b")
      let files = try scene.files
      #expect(scene.apply(a2, b, mustBeNew: true) == exists)
      #expect(scene.apply(a, b, mustBeNew: true) == exists)
      #expect(try scene.files == files)
    }
    // A person may put rows into a plan that was never applied.
    try PlanScene.with(QueueFixture.row("A", notes: "plan=p")) { (scene) throws in
      let files = try scene.files
      #expect(scene.apply(a, mustBeNew: true) == "plan_exists: plan p already exists")
      #expect(try scene.files == files)
    }
  }

  @Test func `a plan is new if a crash kept its rows from being added`() throws {
    try PlanScene.with { (scene) throws in
      let version = try scene.plan([a2]).canonicalJSON
      try scene.write(String(decoding: version, as: UTF8.self), to: ".orch/plans/p/1.json")
      #expect(scene.apply(a, mustBeNew: true) == "2: + p.a")
    }
  }

  @Test func `the rows of a plan are in one store`() throws {
    try PlanScene.with(Self.own) { table in
      let database = table.opened(.both(file: "QUEUE.md", database: "q.db"))
      _ = try database.queue.migrate(force: false, adopting: false, as: Caller())
      #expect(table.apply(a) == "1: + p.a")
      let files = try table.files
      #expect(database.apply(a, b) == "other_store: the rows of plan p are in QUEUE.md")
      #expect(database.preview(a, b) == "other_store: the rows of plan p are in QUEUE.md")
      #expect(try database.queue.plans().isEmpty)
      #expect(try table.files == files)
    }
  }

  @Test func `a database that follows the table has the rows, too`() throws {
    try PlanScene.with(Self.own, settings: #"{"mirror": true, "db_path": "q.db"}"#) { scene in
      #expect(scene.apply(a, b) == "1: + p.a, + p.b")
      #expect(scene.apply(a2) == "2: ~ p.a task, - p.b")
      let store: any QueueStore = try scene.queue.ownDatabase(at: "\(scene.folder)/q.db")
      let database = try store.snapshot { _ in }
      #expect(
        ["A", "p.a", "p.b"].map { "\(database.status(of: $0)?.rawValue ?? "-")" }
          == ["PENDING", "PENDING", "BLOCKED"])
      #expect(try database.item("p.a")?.task == "t2")
    }
  }

  @Test func `a database of its own has plans of its own`() throws {
    try PlanScene.with(Self.own) { table in
      let scene = table.opened(.both(file: "QUEUE.md", database: "q.db"))
      _ = try scene.queue.migrate(force: false, adopting: false, as: Caller())
      let limited = PlanScene.task("a", with: ["max_attempts": 5])
      #expect(scene.apply(a, b) == "1: + p.a, + p.b")
      #expect(scene.apply(limited, b) == "2: ~ p.a max_attempts")
      #expect(scene.apply(a) == "3: ~ p.a max_attempts, - p.b")
      #expect(scene.apply(a) == "3 again")
      #expect(try table.rows == ["A work []"])
      #expect(table.apply(a) == "other_store: the rows of plan p are in q.db")
    }
  }
}

/// What a person, or the work, did to the rows between two versions.
@Suite struct PlanRowsBetweenTests {
  private let a = PlanScene.task("a")
  private let b = PlanScene.task("b", "u", after: ["a"])
  private let b2 = PlanScene.task("b", "u2", after: ["a"])

  @Test func `what a person deleted stays deleted, and no row waits for it`() throws {
    try PlanScene.with { scene in
      #expect(scene.apply(a, b) == "1: + p.a, + p.b")
      try scene.queue.perform(.remove(["p.a"], force: true), as: Caller())
      #expect(scene.apply(a, b) == "1: gone p.a, ~ p.b after")
      #expect(scene.apply(a, b) == "1 again")
      #expect(scene.apply(a, b2) == "2: gone p.a, ~ p.b task")
      // Its row lacks what the version has: that is no edit of a person.
      let c = PlanScene.task("c")
      #expect(
        scene.apply(a, PlanScene.task("b", "u2", after: ["a", "c"]), c)
          == "3: gone p.a, ~ p.b after, + p.c")
      #expect(try scene.rows == ["p.b u2 [plan=p / after=p.c]", "p.c t [plan=p]"])
      #expect(scene.apply(PlanScene.task("b", "u3", after: ["c"]), c) == "4: ~ p.b task")
    }
  }

  @Test func `a row whose task is gone for good is no edit of those that waited for it`() throws {
    try PlanScene.with { scene in
      let (c, x) = (PlanScene.task("c"), PlanScene.task("x"))
      #expect(scene.apply(a, x, b) == "1: + p.a, + p.x, + p.b")
      try scene.queue.perform(.remove(["p.a"], force: true), as: Caller())
      #expect(scene.apply(a, x, b2) == "2: gone p.a, ~ p.b task after")
      #expect(
        scene.apply(x, PlanScene.task("b", "u2", after: ["c"]), c) == "3: ~ p.b after, + p.c")
    }
  }

  @Test func `an archived row is over, and no row waits for it`() throws {
    let clock = FakeClock()
    try PlanScene.with(clock: clock) { scene in
      #expect(scene.apply(a) == "1: + p.a")
      try scene.queue.perform(.finish(.init(id: "p.a", as: .done, notes: "ok")), as: Caller())
      clock.pass(.seconds(86401))
      #expect(try scene.queue.archive(olderThan: .seconds(86400), as: Caller()).ids == ["p.a"])
      #expect(scene.apply(PlanScene.task("a", "t2"), b) == "2: gone p.a, + p.b")
      #expect(try scene.rows == ["p.b u [plan=p]"])
      #expect(try scene.state == .running)
      _ = try scene.queue.restore("p.a", as: Caller())
      #expect(
        scene.apply(PlanScene.task("a", "t3"), b2)
          == "3: = p.a, kept task, ~ p.b task")
    }
  }

  @Test func `a row that was there before any version was applied is not added`() throws {
    try PlanScene.with(QueueFixture.row("p.a")) { scene in
      try scene.queue.perform(.remove(["p.a"], force: false), as: Caller())
      #expect(scene.apply(a, b) == "1: gone p.a, + p.b")
      #expect(try scene.rows == ["p.b u [plan=p]"])
    }
  }

  @Test func `edits and work of others stay, and are named`() throws {
    try PlanScene.with { scene in
      #expect(
        scene.apply(a, PlanScene.task("w"), PlanScene.task("d"), PlanScene.task("x")).count > 0)
      _ = try scene.queue.edit(.init(id: "p.a", [.task: "mine"]), as: Caller())
      _ = try scene.queue.pick("p.w", as: .session("s"))
      _ = try scene.queue.pick("p.x", as: .session("s"))
      try scene.queue.perform(.finish(.init(id: "p.d", as: .done, notes: "ok")), as: Caller())
      #expect(
        scene.apply(
          PlanScene.task("a", "t2", with: ["priority": "P0"]), PlanScene.task("w", "t2"),
          PlanScene.task("d", "t2"))
          == "2: ~ p.a priority, kept task, = p.w, kept task, = p.d, kept task, "
          + "dropped p.x IN_PROGRESS")
      #expect(
        try scene.rows == [
          "p.a mine [plan=p]", "p.w IN_PROGRESS t [plan=p]", "p.d DONE t [ok / plan=p]",
          "p.x IN_PROGRESS t [plan=p]",
        ])
    }
  }

  @Test func `a time that changes is a change`() throws {
    try PlanScene.with { (scene) throws in
      func later(_ day: Int) -> String {
        scene.apply(PlanScene.task("a", with: ["not_before": .string("2099-01-0\(day) 00:00")]))
      }
      #expect(later(1) == "1: + p.a")
      #expect(later(2) == "2: ~ p.a not_before")
      #expect(scene.apply(a) == "3: ~ p.a not_before")
      #expect(try scene.rows == ["p.a t [plan=p]"])
    }
  }

  @Test func `a task that comes back has its row again`() throws {
    try PlanScene.with { (scene) throws in
      let briefed = PlanScene.task("b", "u", after: ["a"], brief: "one")
      #expect(scene.apply(a, briefed) == "1: + p.a, + p.b")
      #expect(scene.apply(a) == "2: - p.b")
      #expect(scene.apply(PlanScene.task("a", "t2")) == "3: ~ p.a task")
      let changed = PlanScene.task("b", "u2", after: ["a"], brief: "two")
      #expect(
        scene.apply(PlanScene.task("a", "t2"), changed)
          == "4: ~ p.b status task notes, brief changed")
      #expect(try scene.rows == ["p.a t2 [plan=p]", "p.b u2 [plan=p / after=p.a]"])
      #expect(scene.brief("b") == "two")
    }
  }
}
