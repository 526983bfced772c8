import Facts
import QueueModel
import TestSupport
import Testing

@testable import Engine

/// A command is taken back with the briefs that it wrote, all or none, also where a crash cuts it.
@Suite struct UndoWorkTests {
  private static func row(_ id: String) -> Transition.NewItem {
    Transition.NewItem(id: id, priority: .p1, task: "t", successCriteria: "c")
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `a brief goes with its row, and comes back with it`(_ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      _ = try scene.queue.add([Self.row("A"), Self.row("B")], briefs: [("A", "all")], as: Caller())
      let undone = try scene.queue.undo(UndoneCommand(), as: Caller())
      #expect(undone.changes.map(\.id) == ["A", "B"] && undone.skipped.isEmpty)
      #expect(try scene.ids == [] && scene.briefs == [:])
      _ = try scene.queue.restore("A", as: Caller())
      #expect(try scene.briefs == ["A.md": "all"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `what a crash cut behind the rows is done by the next command`(
    _ store: StoreScene.Store
  ) throws {
    try withStore(store) { scene in
      _ = try scene.queue.add(Self.row("A"), brief: "all", as: Caller())
      let killed = scene.queue
      let workspace = try killed.workspace()
      let brief = KeptBriefs.Change(id: "A", old: nil, newText: "all")
      try killed.perform(.undo(id: nil), as: Caller())
      // As the killed command wrote it before the rows.
      try KeptBriefs(key: killed.commandKey, [brief]).writePending(in: workspace)
      #expect(try scene.ids == [] && scene.briefs == ["A.md": "all"])
      _ = try scene.queue.add(Self.row("B"), as: Caller())
      #expect(try scene.briefs == [:] && !KeptBriefs.hasPending(in: workspace))
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `what a crash cut before the rows is nothing`(_ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      _ = try scene.queue.add(Self.row("A"), brief: "all", as: Caller())
      let workspace = try scene.queue.workspace()
      let brief = KeptBriefs.Change(id: "A", old: nil, newText: "all")
      try KeptBriefs(key: "killed", [brief]).writePending(in: workspace)
      _ = try scene.queue.add(Self.row("B"), as: Caller())
      #expect(try scene.ids == ["A", "B"] && scene.briefs == ["A.md": "all"])
      #expect(!KeptBriefs.hasPending(in: workspace))
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `only the command that is meant is taken back`(_ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      let first = scene.queue
      _ = try first.add(Self.row("A"), as: Caller())
      _ = try scene.queue.add(Self.row("B"), as: Caller())
      #expect {
        try scene.queue.undo(UndoneCommand(key: first.commandKey), as: Caller())
      } throws: {
        ($0 as? Problem)?.refusal?.code == .movedOn
      }
      #expect(try scene.ids == ["A", "B"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `three hundred rows are one command`(_ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      let ids = (1...300).map { "R-\($0)" }
      _ = try scene.queue.add(ids.map(Self.row), as: Caller())
      try scene.queue.perform(.remove(ids, force: false), as: Caller())
      _ = try scene.queue.undo(UndoneCommand(), as: Caller())
      #expect(try scene.ids == ids)
      _ = try scene.queue.undo(UndoneCommand(), as: Caller())
      #expect(try scene.ids == [])
    }
  }
}
