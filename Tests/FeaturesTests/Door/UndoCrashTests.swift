import Foundation
import Host
import Model
import TestSupport
import Testing
import Text

@testable import Door
@testable import Interchange
@testable import Worktrees

/// An undo that is cut at any change of a file has taken back all, or nothing, once the next command
/// has run.
@Suite struct UndoCrashTests {
  enum Command: String, CaseIterable {
    case plan, laterVersion, `import`, removal

    /// The commands; the last one is taken back.
    func play(in scene: PlanScene, isFirst: Bool) throws {
      switch (self, isFirst) {
      case (.plan, true), (.import, true): break
      case (.plan, false), (.laterVersion, true):
        #expect(
          scene.apply(PlanScene.task("a", brief: "one"), PlanScene.task("b", "u", after: ["a"]))
            == "1: + p.a, + p.b")
      case (.laterVersion, false):
        let line = scene.apply(
          PlanScene.task("a", "t2", brief: "two"), PlanScene.task("c", brief: "new"))
        #expect(line == "2: ~ p.a task, brief changed, + p.c, - p.b")
      case (.import, false):
        let issues = ["x", "y"].map { id in
          #"{"id": "\#(id)", "title": "t", "description": "of \#(id)"}"#
        }
        let reading = InterchangeForm.beads.read([
          ForeignFile(path: nil, bytes: Array(issues.joined(separator: "\n").utf8))
        ])
        let outcome = try scene.queue.importTasks(reading, from: .beads, as: Caller())
        #expect(outcome.rows.map(\.fate) == [.added, .added])
      case (.removal, true):
        let rows = ["A", "B"].map {
          Transition.NewItem(id: $0, priority: .p1, task: "t", successCriteria: "c")
        }
        _ = try scene.queue.add(rows, briefs: [("A", "a"), ("B", "b")], as: Caller())
      case (.removal, false):
        try scene.queue.perform(.remove(["A", "B"], force: false), as: Caller())
      }
    }
  }

  /// The rows and their briefs.
  private static func state(of scene: PlanScene) throws -> [String] {
    let tasks =
      (try? FileManager.default.contentsOfDirectory(atPath: "\(scene.folder)/tasks")) ?? []
    return try scene.rows
      + tasks.filter { !$0.hasPrefix(".") }.sorted().map {
        "\($0): \(scene.text(of: "tasks/\($0)") ?? "-")"
      }
  }

  @Test(arguments: Command.allCases)
  func `all is taken back, or nothing`(_ command: Command) throws {
    var (cut, isCut, ends) = (0, true, [Bool: Int]())
    while isCut {
      try PlanScene.with { scene in
        // Each is a process of its own.
        func next() -> PlanScene { scene.opened(.file("QUEUE.md")) }
        try command.play(in: next(), isFirst: true)
        let before = try Self.state(of: next())
        try command.play(in: next(), isFirst: false)
        let after = try Self.state(of: next())
        #expect(before != after)
        var count = 0
        let undo = next().queue
        try? FileChange.watching({ _ in
          count += 1
          return count > cut ? EIO : nil
        }) { () throws(Problem) in _ = try undo.undo(UndoneCommand(), as: Caller()) }
        isCut = count > cut
        // Changes nothing, but may have to do what was cut.
        _ = try? next().queue.undo(UndoneCommand(key: "none"), as: Caller())
        let state = try Self.state(of: next())
        #expect(state == before || state == after, "cut before change \(cut + 1): \(state)")
        if !isCut { #expect(state == before) }
        ends[state == before, default: 0] += 1
      }
      cut += 1
    }
    #expect(ends[false] ?? 0 > 0 && ends[true] ?? 0 > 0 && cut > 5, "\(cut) cuts: \(ends)")
  }
}
