import Glibc
import Host
import Model
import StoreTestSupport
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// The numbers of removed rows, so that no id is used twice.
@Suite struct RemovedNumbersTests {
  @Test func `the queue's own prefix has its place, however many others there are`() {
    var numbers = RemovedNumbers()
    for number in 1...70 { numbers.add("A\(number)-1", ownPrefix: "WEB") }
    for id in ["ORCH-3", "WEB-4"] { numbers.add(id, ownPrefix: "WEB") }
    #expect(numbers["A64"] == 1 && numbers["A65"] == 0)
    #expect(numbers["ORCH"] == 3 && numbers["WEB"] == 4)
  }

  @Test func `numbers that JSON does not keep are none`() {
    var numbers = RemovedNumbers()
    for id in ["ORCH-1000000000000000", "A-999999999999999"] {
      numbers.add(id, ownPrefix: "ORCH")
    }
    #expect(numbers["ORCH"] == 0 && numbers["A"] == 999_999_999_999_999)
    #expect(RemovedNumbers(numbers.json) == numbers)
  }

  // MARK: In the journal

  private static let new = Transition.NewItem(priority: .p1, task: "t", successCriteria: "c")

  /// The numbers in the journal's last entry.
  private func recorded(_ scene: QueueScene) throws -> RemovedNumbers? {
    try JournalHistory(sidecar: scene.sidecar).last()?.removedNumbers
  }

  @Test func `a journal without numbers is read for them once`() throws {
    try withQueue(QueueFixture.text(QueueFixture.row("ORCH-001"))) { scene in
      try scene.perform(.cancel(id: "ORCH-001"))
      // The last line of an older release: it removed a row.
      var entry = JournalEntryTests.entry
      let last = try #require(try JournalHistory(sidecar: scene.sidecar).last())
      (entry.sequence, entry.identity) = (last.sequence + 1, last.identity)
      entry.row = RowChange(id: "ORCH-005", before: ["id": "ORCH-005"], after: [:])
      let line = String(decoding: entry.line, as: UTF8.self)
      let journal = scene.sidecar.journal
      try scene.save(contents(of: journal) + line, to: journal)
      #expect(try scene.store().snapshot().highestNumber(of: "ORCH") == 5)
      #expect(try scene.perform(.add(Self.new)).value.item?.id == "ORCH-006")
      #expect(try recorded(scene)?["ORCH"] == 5)
    }
  }

  @Test func `where no row was removed, an addition records that`() throws {
    try withQueue(QueueFixture.text(QueueFixture.row("A"))) { scene in
      try scene.perform(.cancel(id: "A"))
      #expect(try recorded(scene) == nil)
      try scene.perform(.add(Self.new))
      #expect(try recorded(scene) == RemovedNumbers())
    }
  }

  @Test func `no id is given while the archive can't be read`() throws {
    try withQueue(QueueFixture.text(QueueFixture.row("ORCH-001"))) { scene in
      let archive = try ArchiveOutcome.path(beside: scene.path)
      try scene.save(QueueFixture.text(QueueFixture.row("ORCH-007", "DONE")), to: archive)
      try withoutOpening(archive) {
        let error = SystemError(code: ENXIO, action: .read, path: archive)
        #expect(throws: StoreError.system(error)) { try scene.perform(.add(Self.new)) }
        #expect(throws: StoreError.system(error)) {
          try scene.store().read { try $0.archivedStatus(of: "ORCH-007") }
        }
        // Without the numbers, a removal does not record that there are none.
        try scene.perform(.remove(["ORCH-001"], force: false))
        #expect(try recorded(scene) == nil)
      }
      #expect(try scene.perform(.add(Self.new)).value.item?.id == "ORCH-008")
    }
  }

  // MARK: In the table and the database

  /// Removes a row with the next id.
  private func addAndRemove(_ perform: (Transition) throws -> Void) throws {
    try perform(.add(.init(id: "ORCH-002", priority: .p1, task: "t", successCriteria: "c")))
    try perform(.remove(["ORCH-002"], force: false))
  }

  @Test func `an id of a row that the table had is not used in the database`() throws {
    for isMirrored in [false, true] {
      try withMirror([QueueFixture.row("ORCH-001")]) { scene in
        if isMirrored {
          // The mirror then reads the later entries alone.
          try scene.file.perform(.cancel(id: "ORCH-001"))
          try scene.migrate()
        }
        try addAndRemove { try scene.file.perform($0) }
        if isMirrored {
          _ = try scene.database().mirror(scene.table(), context: scene.context()) { _ in }
        } else {
          try scene.migrate()
        }
        let added = try scene.database().perform(.add(Self.new), context: scene.context())
        #expect(added.value.item?.id == "ORCH-003", "mirrored: \(isMirrored)")
      }
    }
  }

  @Test func `an id of a row that the database had is not used in the table`() throws {
    try withMirror([QueueFixture.row("ORCH-001")]) { scene in
      try scene.migrate()
      try addAndRemove { try scene.perform($0) }
      try scene.render()
      #expect(try scene.file.perform(.add(Self.new)).value.item?.id == "ORCH-003")
      let journal = try scene.file.journal()
      try scene.migrate()
      try scene.render()
      #expect(try scene.file.journal() == journal)
    }
  }
}
