import Foundation
import Host
import Model
import Synchronization
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Replaying the history from its beginning, entry by entry, results in the table: no change is
/// missing, recorded twice, or wrong.
@Suite struct ReplayPropertyTests {
  @Test(arguments: 0..<12)
  func `the history from its beginning makes the table`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let start = Self.table(using: &random)
    try withQueue(start.text) { scene in
      let isInPlace = seed % 4 == 3
      if isInPlace { try Directory.link(scene.path, to: scene.folder + "/other name") }
      // Edits before the first change are recorded as no change.
      try scene.perform(.add(.init(priority: .p1, task: "first", successCriteria: "c")))
      var script: [String] = []
      // Rows that share an id cannot be distinguished.
      var repeated: Set<String> = []
      for _ in 0..<25 {
        if Bool.random(using: &random) { try save(scene, &script, using: &random) }
        // What a save displaces is not always kept where files are rewritten in place.
        if !isInPlace, Bool.random(using: &random) { saveMeanwhile(scene, &script, using: &random) }
        try command(scene, &script, using: &random)
        scene.fake.pass(.milliseconds(1000))
        try repeated.formUnion(EditedTable(scene.text()).repeatedIDs)
        try requireReplay(scene, from: start.rows, besides: repeated, script)
      }
    }
  }

  /// Unrecorded edits are recorded by the next change.
  private func requireReplay(
    _ scene: QueueScene, from start: [String: [String: String]], besides repeated: Set<String>,
    _ script: [String]
  ) throws {
    guard try isRecorded(scene) else { return }
    let history = try scene.store().history(of: nil)
    let replay = Replay(of: history.filter { !repeated.contains($0.id ?? "") }, from: start)
    let rows = try EditedTable(scene.text()).rows
    let differing = Set(rows.keys).union(replay.rows.keys)
      .filter { rows[$0] != replay.rows[$0] && !repeated.contains($0) }
      .map { "\($0): \(rows[$0] ?? [:]), replayed \(replay.rows[$0] ?? [:])" }
    let story = try replay.doubts + differing + script + scene.journal()
    try #require(
      differing.isEmpty && replay.doubts.isEmpty, "\(story.joined(separator: "\n"))")
  }

  private static func table(using random: inout SeededGenerator) -> EditedTable {
    var columns = Column.allCases.map(\.name)
    for name in ["after", "Team", "링크"] where Int.random(in: 0..<3, using: &random) == 0 {
      columns.insert(name, at: Int.random(in: 0...columns.count, using: &random))
    }
    var table = EditedTable(
      columns: columns, lineEnd: Bool.random(using: &random) ? "\n" : "\r\n")
    for _ in 0..<4 { table.addRow(using: &random) }
    return table
  }

  // MARK: What happens

  private func save(
    _ scene: QueueScene, _ script: inout [String], using random: inout SeededGenerator
  ) throws {
    script.append("save")
    try Self.edit(scene, age: .milliseconds(60), using: &random)
  }

  private func saveMeanwhile(
    _ scene: QueueScene, _ script: inout [String], using random: inout SeededGenerator
  ) {
    let seed = random.next()
    let looks = Mutex(Int.random(in: 0..<3, using: &random))
    script.append("save meanwhile")
    scene.fake.whenAsked {
      guard
        looks.withLock({
          $0 -= 1
          return $0 < 0
        })
      else { return false }
      var random = SeededGenerator(seed: seed)
      try Self.edit(scene, age: .zero, using: &random)
      return true
    }
  }

  private static func edit(
    _ scene: QueueScene, age: Duration, using random: inout SeededGenerator
  ) throws {
    var table = EditedTable(try scene.text())
    for _ in 0..<Int.random(in: 1...3, using: &random) { table.edit(using: &random) }
    // No two files are saved at the same nanosecond.
    scene.fake.pass(.nanoseconds(1))
    if Bool.random(using: &random) {
      try scene.save(table.text, age: age)
    } else {
      try scene.saveByRename(table.text, age: age)
    }
  }

  private func command(
    _ scene: QueueScene, _ script: inout [String], using random: inout SeededGenerator
  ) throws {
    let session = Bool.random(using: &random) ? "s1" : "s2"
    if Int.random(in: 0..<12, using: &random) == 0 {
      script.append("fmt")
      _ = try scene.store().align(scene.context(session)) { _ in }
      return
    }
    let transition = transition(using: &random)
    script.append("\(session): \(transition)")
    do { try scene.perform(transition, session: session) } catch StoreError.refused(let refusal) {
      script.append("  \(refusal)")
    }
  }

  private func transition(using random: inout SeededGenerator) -> Transition {
    let id = "R-\(Int.random(in: 0..<12, using: &random))"
    let force = Bool.random(using: &random)
    let text = EditedTable.text(for: "notes", using: &random)
    switch Int.random(in: 0..<13, using: &random) {
    case 0: return .add(.init(id: id, priority: .p1, task: text, successCriteria: "c", notes: text))
    case 1:
      return .add(.init(id: id, priority: .p0, task: "t", successCriteria: "c", after: ["R-1"]))
    case 2: return .pick(id: nil)
    case 3: return .pick(id: id)
    case 4: return .finish(.init(id: id, as: .done, notes: text, appends: force))
    case 5: return .finish(.init(id: id, as: .failed(isPermanent: true), notes: "f", force: force))
    case 6: return .assign(id: id, to: "s2", from: nil, force: true)
    case 7: return .release(id: id, force: force)
    case 8: return .cancel(id: id)
    case 9: return .replan(id: id, reason: "r", force: force)
    case 10: return .undo(id: nil)
    case 11: return .undo(id: id)
    default: return .restore(id: id)
    }
  }

  /// Whether the file is the one that the last entry left.
  private func isRecorded(_ scene: QueueScene) throws -> Bool {
    try JournalHistory(sidecar: scene.sidecar).last()?.identity
      == FileStatus(of: scene.path).identity
  }
}

/// A table replayed from the history.
private struct Replay {
  private(set) var rows: [String: [String: String]]
  /// Contradictions to earlier entries.
  private(set) var doubts: [String] = []

  init(of history: [HistoryEntry], from rows: [String: [String: String]]) {
    self.rows = rows
    for entry in history { apply(entry) }
  }

  private mutating func apply(_ entry: HistoryEntry) {
    // What was put back is as it was.
    guard let id = entry.id, !entry.before.isEmpty || !entry.after.isEmpty else { return }
    let known = rows[id] ?? [:]
    let before =
      entry.isAddition ? known : entry.before.filter { (known[$0.key] ?? "-") != $0.value }
    if !before.isEmpty || entry.isAddition != (rows[id] == nil) {
      doubts.append("\(entry.sequence) \(entry.command) \(id): \(entry.before), but \(known)")
    }
    if entry.isRemoval {
      if entry.before != known {
        doubts.append("\(entry.sequence) \(id) went with \(entry.before), not \(known)")
      }
      rows[id] = nil
    } else {
      rows[id] = known.merging(entry.after) { $1 }.filter { $1 != "-" }
    }
  }
}
