import Glibc
import Host
import Model
import TestSupport
import Testing
import Text

@testable import Door
@testable import Interchange
@testable import Worktrees

/// A command is taken back with the briefs that it wrote, all or none, also where a crash cuts it.
@Suite struct UndoWorkTests {
  private static func row(_ id: String) -> Transition.NewItem {
    Transition.NewItem(id: id, priority: .p1, task: "t", successCriteria: "c")
  }

  private static func refusal<Value>(_ body: () throws -> Value) -> Refusal.Code? {
    do { _ = try body() } catch { return (error as? Problem)?.refusal?.code }
    return nil
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
  func `what a crash cut behind the rows is done by the next command of the store`(
    _ store: StoreScene.Store
  ) throws {
    try withStores(store) { scene, other in
      _ = try scene.queue.add(Self.row("A"), brief: "all", as: Caller())
      let killed = scene.queue
      let pending = PendingUndo(in: try killed.workspace())
      try killed.perform(.undo(id: nil), as: Caller())
      // As the killed command wrote it before the rows.
      try pending.write(killed.commandKey)
      #expect(try scene.ids == [] && scene.briefs == ["A.md": "all"])
      _ = try other.queue.add(Self.row("C"), as: Caller())
      #expect(try scene.briefs == ["A.md": "all"])
      _ = try scene.queue.add(Self.row("B"), as: Caller())
      #expect(try scene.briefs == [:] && pending.key() == nil)
      _ = try scene.queue.restore("A", as: Caller())
      #expect(try scene.briefs == ["A.md": "all"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `what a crash cut before the rows is nothing`(_ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      _ = try scene.queue.add(Self.row("A"), brief: "all", as: Caller())
      let pending = PendingUndo(in: try scene.queue.workspace())
      try pending.write("killed")
      _ = try scene.queue.add(Self.row("B"), as: Caller())
      #expect(try scene.ids == ["A", "B"] && scene.briefs == ["A.md": "all"])
      #expect(try pending.key() == nil)
    }
  }

  // MARK: Briefs alone

  @Test(arguments: StoreScene.Store.allCases)
  func `what another store has is not taken back`(_ store: StoreScene.Store) throws {
    try withStores(store) { scene, other in
      _ = try scene.queue.add(Self.row("A"), brief: "all", as: Caller())
      _ = try other.queue.add(Self.row("B"), as: Caller())
      #expect(try other.queue.commandsToUndo(as: Caller()).map(\.ids) == [["B"]])
      _ = try other.queue.undo(UndoneCommand(), as: Caller())
      let refusal = Self.refusal { try other.queue.undo(UndoneCommand(), as: Caller()) }
      #expect(refusal == .nothingToUndo)
      #expect(try scene.briefs == ["A.md": "all"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `a brief that was changed since stops it`(_ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      _ = try scene.queue.add([Self.row("A"), Self.row("B")], as: Caller())
      for id in ["A", "B"] {
        _ = try scene.queue.edit(.init(id: id, [:]), brief: "of \(id)", as: Caller())
      }
      try writeAged("by hand", to: "\(scene.folder)/tasks/B.md")
      for skips in [false, true] {
        let refusal = Self.refusal {
          try scene.queue.undo(UndoneCommand(skipsChanged: skips), as: Caller())
        }
        #expect(refusal == .changedSince)
      }
      let commands = try scene.queue.commandsToUndo(as: Caller()).map(\.ids)
      #expect(commands == [["B"], ["A"], ["A", "B"]])
      #expect(try scene.briefs == ["A.md": "of A", "B.md": "by hand"])
      try writeAged("of B", to: "\(scene.folder)/tasks/B.md")
      let undo = scene.queue
      #expect(try undo.undo(UndoneCommand(), as: Caller()).changes.map(\.id) == ["B"])
      #expect(try scene.briefs == ["A.md": "of A"])
      // The text that went is kept.
      let kept = try KeptBriefs.kept(of: undo.commandKey, in: try undo.workspace())
      #expect(kept.map(\.old) == ["of B"])
      #expect(try scene.queue.commandsToUndo(as: Caller()).map(\.ids) == [["A"], ["A", "B"]])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `while what is kept of a brief can't be read, nothing is taken back`(
    _ store: StoreScene.Store
  ) throws {
    try withStore(store) { scene in
      let add = scene.queue
      _ = try add.add(Self.row("A"), brief: "all", as: Caller())
      let files = try add.workspace().sharedFiles
      let kept = try #require(
        try files.names(in: KeptBriefs.folder).first { $0.hasSuffix(".json") })
      let path = files.shownPath(of: "\(KeptBriefs.folder)/\(kept)")
      try Directory.move(path, to: "\(scene.folder)/kept")
      try #require(symlink("\(scene.folder)/kept", path) == 0)
      #expect(throws: Problem.self) { try scene.queue.undo(UndoneCommand(), as: Caller()) }
      #expect(try scene.ids == ["A"] && scene.briefs == ["A.md": "all"])
      try Directory.remove(path)
      try Directory.move("\(scene.folder)/kept", to: path)
      _ = try scene.queue.undo(UndoneCommand(), as: Caller())
      #expect(try scene.ids == [] && scene.briefs == [:])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `a brief whose text of before is not kept is not taken back`(
    _ store: StoreScene.Store
  ) throws {
    try withStore(store) { scene in
      let add = scene.queue
      _ = try add.add(Self.row("A"), brief: "all", as: Caller())
      let files = try add.workspace().sharedFiles
      for name in try files.names(in: KeptBriefs.folder) {
        try files.remove("\(KeptBriefs.folder)/\(name)")
      }
      let refusal = Self.refusal { try scene.queue.undo(UndoneCommand(), as: Caller()) }
      #expect(refusal == .nothingToUndo)
      #expect(try scene.ids == ["A"] && scene.briefs == ["A.md": "all"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `a row that stays is of no command any more`(_ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      let rows = ["A", "B", "C"].map { Self.row($0) }
      _ = try scene.queue.add(rows, briefs: [("A", "a"), ("B", "b"), ("C", "c")], as: Caller())
      _ = try scene.queue.edit(.init(id: "B", [.priority: "P0"]), as: Caller(session: "w"))
      try writeAged("by hand", to: "\(scene.folder)/tasks/C.md")
      var hint = ""
      do throws(Problem) { _ = try scene.queue.undo(UndoneCommand(), as: Caller()) } catch {
        hint = error.hint.english
      }
      #expect(
        hint == "nothing was changed; orch undo --skip-changed takes the other rows back")
      let undone = try scene.queue.undo(UndoneCommand(skipsChanged: true), as: Caller())
      #expect(undone.changes.map(\.id) == ["A"] && undone.skipped == ["B", "C"])
      #expect(try scene.ids == ["B", "C"] && scene.briefs == ["B.md": "b", "C.md": "by hand"])
      #expect(try scene.queue.commandsToUndo(as: Caller()).isEmpty)
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `only the command that is meant is taken back`(_ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      let first = scene.queue
      _ = try first.add(Self.row("A"), as: Caller())
      _ = try scene.queue.add(Self.row("B"), as: Caller())
      let refusal = Self.refusal {
        try scene.queue.undo(UndoneCommand(key: first.commandKey), as: Caller())
      }
      #expect(refusal == .movedOn)
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

/// Runs `body` with two empty queues that share a folder: one in `store`, and one in the other kind.
private func withStores(
  _ store: StoreScene.Store, _ body: (_ scene: StoreScene, _ other: StoreScene) throws -> Void
) throws {
  try withStore(.table) { table in
    try TaskQueue.createDatabase(at: table.folder + "/queue.db")
    let database = StoreScene(folder: table.folder, store: .database)
    try store == .table ? body(table, database) : body(database, table)
  }
}
