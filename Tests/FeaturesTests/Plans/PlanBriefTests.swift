import Foundation
import Model
import QueueStore
import TestSupport
import Testing
import Text

@testable import Door
@testable import Plans
@testable import Worktrees

/// The briefs of a plan's rows: `tasks/ID.md`.
@Suite struct PlanBriefTests {
  private func a(_ brief: String?) -> JSONValue { PlanScene.task("a", brief: brief) }

  @Test func `briefs come and go with the versions, byte for byte`() throws {
    try PlanScene.with { scene in
      let text = " é\u{301}\r\n\tlast line, no end"
      #expect(scene.apply(a(text), PlanScene.task("b")) == "1: + p.a, + p.b")
      #expect(scene.brief("a").map { Array($0.utf8) } == Array(text.utf8))
      #expect(scene.brief("b") == nil)
      #expect(
        scene.apply(a("two"), PlanScene.task("b", brief: "new"))
          == "2: = p.a, brief changed, = p.b, brief changed")
      #expect(scene.brief("a") == "two" && scene.brief("b") == "new")
      #expect(scene.apply(a(nil), PlanScene.task("b", brief: "new")) == "3: = p.a, brief changed")
      #expect(scene.brief("a") == nil && scene.brief("b") == "new")
    }
  }

  @Test func `a brief of the other form of the same letter is another one`() throws {
    try PlanScene.with { scene in
      _ = scene.apply(a("\u{E9}"))
      #expect(scene.apply(a("e\u{301}")) == "2: = p.a, brief changed")
      #expect(scene.brief("a").map { Array($0.utf8) } == Array("e\u{301}".utf8))
    }
  }

  @Test func `what a person wrote stays, and is named`() throws {
    try PlanScene.with { scene in
      _ = scene.apply(a("one"), PlanScene.task("b"))
      try scene.write("mine", to: "tasks/p.a.md")
      try scene.write("mine, too", to: "tasks/p.b.md")
      let b = PlanScene.task("b", brief: "new")
      #expect(scene.apply(a("two"), b) == "2: = p.a, brief kept, = p.b, brief kept")
      #expect(scene.apply(a(nil), b) == "3: = p.a, brief kept, = p.b, brief kept")
      #expect(scene.brief("a") == "mine" && scene.brief("b") == "mine, too")
      // The person took over what the plan says.
      try scene.write("two", to: "tasks/p.a.md")
      #expect(scene.apply(a("two"), PlanScene.task("b")) == "4: = p.b, brief kept")
    }
  }

  @Test func `a brief that a person removed stays away`() throws {
    try PlanScene.with { scene in
      _ = scene.apply(a("one"))
      try scene.remove("tasks/p.a.md")
      #expect(scene.apply(a("two")) == "2: = p.a, brief kept")
      #expect(scene.brief("a") == nil)
    }
  }

  @Test func `a row at work keeps its brief`() throws {
    try PlanScene.with { scene in
      _ = scene.apply(a("one"), PlanScene.task("b", brief: "one"))
      _ = try scene.queue.pick("p.a", as: .session("s"))
      try scene.queue.perform(.finish(.init(id: "p.b", as: .done, notes: "")), as: Caller())
      let b = PlanScene.task("b", brief: "two")
      #expect(scene.apply(a("two"), b) == "2: = p.a, brief kept, = p.b, brief kept")
      #expect(scene.brief("a") == "one" && scene.brief("b") == "one")
    }
  }

  @Test func `the brief of a row that is gone is not written`() throws {
    try PlanScene.with { scene in
      _ = scene.apply(a(nil))
      try scene.queue.perform(.remove(["p.a"], force: false), as: Caller())
      #expect(scene.apply(a("one"), PlanScene.task("b")) == "2: gone p.a, + p.b")
      #expect(scene.brief("a") == nil)
    }
  }

  @Test func `another text at the brief's place refuses the plan`() throws {
    try PlanScene.with { scene in
      try scene.write("mine", to: "tasks/p.b.md")
      let files = try scene.files
      let line = scene.apply(a("one"), PlanScene.task("b", brief: "plan's"))
      #expect(line.hasPrefix("brief_exists: "), "\(line)")
      #expect(scene.preview(a("one"), PlanScene.task("b", brief: "plan's")) == line)
      #expect(try scene.files == files)
      #expect(scene.apply(a("one"), PlanScene.task("b", brief: "mine")) == "1: + p.a, + p.b")
    }
  }

  @Test func `a refusal takes the briefs back`() throws {
    try PlanScene.with(QueueFixture.row("p.c")) { (scene) throws in
      _ = scene.apply(a("one"))
      let line = scene.apply(a("two"), PlanScene.task("b", brief: "b"), PlanScene.task("c"))
      #expect(line == "already_exists: Row id already exists: p.c")
      #expect(scene.brief("a") == "one" && scene.brief("b") == nil)
      #expect(try scene.versions == ["1.json"])
    }
  }

  /// The queue refuses after the briefs were written, because it changed in between.
  @Test func `a refusal after the briefs takes them back`() throws {
    try PlanScene.with { scene in
      let tasks = [a("one"), PlanScene.task("d", brief: "d")]
      _ = scene.apply(tasks[0], tasks[1])
      let next = [a("two"), PlanScene.task("b", brief: "b"), PlanScene.task("d")]
      let briefs = try PlanBriefs(
        of: scene.plan(next), [scene.plan(tasks)], gone: [], scene.queue.snapshot(),
        scene.queue.workspace())
      let queue = try scene.queue.queue(as: Caller(), for: "plan")
      var seen: [String?] = []
      #expect(throws: Problem.self) {
        try briefs.writing(for: queue) { _ in
          seen = [scene.brief("a"), scene.brief("b"), scene.brief("d")]
          throw Problem.refused(.alreadyExists("p.b"))
        } isThere: { _ in
          nil
        }
      }
      #expect(seen == ["two", "b", nil])
      #expect(scene.brief("a") == "one" && scene.brief("b") == nil && scene.brief("d") == "d")
    }
  }
}
