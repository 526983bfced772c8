import Glibc
import Host
import Model
import StoreTestSupport
import Table
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// A queue's file that was removed or emptied is put back.
@Suite struct RestoredFileTests {
  enum Slip: CaseIterable {
    case removed, emptied

    func happen(to path: String) throws {
      switch self {
      case .removed: try Directory.remove(path)
      case .emptied: try FileDescriptor(opening: path, for: .updating).truncate(to: 0)
      }
    }
  }

  private func restore(_ scene: QueueScene) throws(StoreError) -> RestoredFile? {
    try scene.store().restoreFile(scene.context())
  }

  /// Without the drafts of this process, which the next one removes.
  private func names(_ scene: QueueScene) throws -> [String] {
    try scene.names(in: scene.folder).filter { !$0.contains(/^\.QUEUE\.md\.[0-9]+-/) }
  }

  @Test(arguments: Slip.allCases)
  func `a fault at any change leaves what another try puts back`(_ slip: Slip) throws {
    for code in [ENOSPC, EIO] {
      var isDone = false
      for place in 0..<40 where !isDone {
        try withQueue(QueueFixture.text(QueueFixture.row("A"))) { (scene) throws in
          try scene.perform(.finish(.init(id: "A", as: .done, notes: "n", force: true)))
          let (text, names) = (try scene.text(), try self.names(scene))
          try slip.happen(to: scene.path)
          var count = 0
          isDone = FileChange.watching({ _ in
            count += 1
            return count > place ? code : nil
          }) { (try? restore(scene)) != nil }
          if try !scene.exists(scene.path) || scene.text() != text {
            #expect(!isDone)
            #expect(try restore(scene)?.rowCount == 1)
          }
          #expect(try scene.text() == text)
          #expect(try self.names(scene) == names)
          #expect(try scene.store().document().rowCount == 1)
        }
      }
      #expect(isDone)
    }
  }

  @Test(arguments: Slip.allCases)
  func `what an editor saves meanwhile stays`(_ slip: Slip) throws {
    let saved = QueueFixture.text(QueueFixture.row("S"))
    var isDone = false
    for place in 0..<40 where !isDone {
      try withQueue(QueueFixture.text(QueueFixture.row("A"))) { (scene) throws in
        try scene.perform(.finish(.init(id: "A", as: .done, notes: "n", force: true)))
        try slip.happen(to: scene.path)
        var count = 0
        var hasSaved = false
        let restored = try? FileChange.watching({ _ in
          if count == place { hasSaved = (try? scene.save(saved)) != nil }
          count += 1
          return nil
        }) { try restore(scene) }
        isDone = !hasSaved
        if isDone {
          #expect(restored != nil)
        } else {
          #expect(try scene.text() == saved, "at change \(place)")
        }
      }
    }
    #expect(isDone)
  }

  @Test func `a file that has text is not replaced`() throws {
    try withQueue(QueueFixture.text(QueueFixture.row("A"))) { (scene) throws in
      try scene.perform(.finish(.init(id: "A", as: .done, notes: "n", force: true)))
      try scene.save("no table\n")
      #expect(throws: StoreError.system(.taken(scene.path))) { try restore(scene) }
      #expect(try scene.text() == "no table\n")
    }
  }
}
