import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Random edits of the table and commands on the database, with imports and renderings in between:
/// neither edits nor changes by commands are lost.
@Suite struct MirrorPropertyTests {
  @Test(arguments: LongTests.sample(8, of: 0..<24, named: "mirror"))
  func `no edit and no state is lost, and a second time nothing changes`(seed: Int) throws {
    let random = SeededGenerator(seed: UInt64(seed))
    try withMirror((0..<4).map { QueueFixture.row("R\($0)", notes: "n\($0)") }) { scene in
      try scene.migrate()
      var play = MirrorPlay(scene: scene, random: random)
      try play.migrate()
      for _ in 0..<40 { try play.step() }
      try play.render()
    }
  }
}

/// What happened so far, and what must be true of it.
struct MirrorPlay {
  let scene: MirrorScene
  var random: SeededGenerator
  /// What was typed since the table was rendered, by row and column.
  private var typed: [String: [String: String]] = [:]
  /// The rows that came by hand since.
  private var added: Set<String> = []
  /// The rows that were deleted by hand since: they are gone, or were put back as they were.
  private var deleted: Set<String> = []
  /// What the database said of each row when both last agreed.
  private var agreed: [String: [String: String]] = [:]
  private var script: [String] = []
  private var count = 0

  init(scene: MirrorScene, random: SeededGenerator) {
    self.scene = scene
    self.random = random
  }

  mutating func step() throws {
    switch Int.random(in: 0..<14, using: &random) {
    case 0..<4: try typeCell()
    case 4: try typeRow()
    case 5: try deleteRow()
    case 6..<10: try command()
    case 10: try migrate()
    case 11: try moveRow()
    case 12: try moveInDatabase()
    default: try render()
    }
  }

  // MARK: What people do

  private static let columns = ["task", "success_criteria", "priority", "due_at_kst", "notes"]

  private mutating func typeCell() throws {
    var table = try EditedTable(scene.file.text())
    guard table.lines.count > 2 else { return }
    let row = Int.random(in: 2..<table.lines.count, using: &random)
    let column = Self.columns[Int.random(in: 0..<Self.columns.count, using: &random)]
    guard let place = table.columns.firstIndex(of: column) else { return }
    let id = table.lines[row][0]
    count += 1
    let text = "typed \(count)"
    table.lines[row][place] = text
    script.append("\(id).\(column) = \(text)")
    typed[id, default: [:]][column] = text
    try scene.save(table.text)
  }

  private mutating func typeRow() throws {
    var table = try EditedTable(scene.file.text())
    count += 1
    let id = "H\(count)"
    let cells = [id, "PENDING", "P2", "by hand", "c", "-", "-", "-", ""]
    table.lines.append(cells)
    script.append("+ \(id)")
    added.insert(id)
    try scene.save(table.text)
  }

  private mutating func deleteRow() throws {
    var table = try EditedTable(scene.file.text())
    guard table.lines.count > 3 else { return }
    // Some command comes before and takes what was typed: two saves that no command saw
    // between are one, and what the second does not have was never there.
    _ = try? scene.file.perform(.pick(id: "none"))
    let row = Int.random(in: 2..<table.lines.count, using: &random)
    let id = table.lines[row][0]
    script.append("- \(id)")
    table.lines.remove(at: row)
    deleted.insert(id)
    added.remove(id)
    try scene.save(table.text)
  }

  private mutating func moveRow() throws {
    var table = try EditedTable(scene.file.text())
    guard table.lines.count > 3 else { return }
    let line = table.lines.remove(at: Int.random(in: 2..<table.lines.count, using: &random))
    table.lines.insert(line, at: Int.random(in: 2...table.lines.count, using: &random))
    script.append("\(line[0]) is moved")
    try scene.save(table.text)
  }

  // MARK: What commands do

  private mutating func moveInDatabase() throws {
    let ids = try scene.sql("SELECT id FROM queue_items")
    guard let id = ids.randomElement(using: &random) else { return }
    script.append("move \(id)")
    try scene.perform(.move([id], to: .top))
    if try scene.sql("SELECT id FROM queue_items ORDER BY rowid").first != id {
      Issue.record("\(id) is not the first row")
    }
  }

  private mutating func command() throws {
    let ids = try scene.sql("SELECT id FROM queue_items")
    count += 1
    let id = ids.randomElement(using: &random) ?? "none"
    let transition: Transition =
      switch Int.random(in: 0..<6, using: &random) {
      case 0: .pick(id: nil)
      case 1: .finish(.init(id: id, as: .done, notes: "done \(count)", force: true))
      case 2: .finish(.init(id: id, as: .blocked, notes: "stop \(count)", force: true))
      case 3: .retry(id: id, force: true)
      case 4: .undo(id: id)
      default:
        .add(.init(priority: .p1, task: "t\(count)", successCriteria: "c", maxAttempts: 4))
      }
    let before = try rows()
    _ = try? scene.perform(transition)
    let after = try rows()
    let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    script.append("\(transition): \(changed.sorted())")
  }

  // MARK: From one to the other

  mutating func migrate() throws {
    script.append("migrate")
    let (text, before) = (try scene.file.text(), try rows())
    let report = try scene.migrate()
    try require(try scene.file.text() == text, "the table changed")
    let after = try rows()
    for (id, row) in before where agreed[id] != row {
      try require(after[id] == row, "\(id) is not kept")
    }
    let dump = try scene.dump()
    try scene.migrate()
    try require(try scene.dump() == dump, "a second import changed something")
    let apart = Set(report.lines.filter { $0.action == .kept || $0.action == .gone }.map(\.id))
    for (id, cells) in EditedTable(text).rows where !apart.contains(id) {
      try require(after[id]?["task"] == cells["task"], "\(id) was not imported")
      agreed[id] = after[id]
      typed[id] = nil
      added.remove(id)
    }
  }

  mutating func render() throws {
    script.append("render")
    let before = try rows()
    let report = try scene.render()
    let after = try rows()
    try checkState(before, after)
    try checkEdits(after)
    let left = report.lines.filter { $0.action == .left }.map(\.id)
    let (text, dump) = (try scene.file.text(), try scene.dump())
    try require(
      try scene.render().lines.allSatisfy { $0.action == .left }, "a second time rows change")
    try require(try scene.file.text() == text, "a second time the table changes")
    try require(try scene.dump() == dump, "a second time the database changes")
    let consistency = try scene.consistency()
    try require(
      consistency.missingInFile.isEmpty && consistency.mismatches.isEmpty
        && consistency.moved.isEmpty
        && Set(consistency.missingInDatabase) == Set(left), "\(consistency)")
    agreed = after
    added = []
    deleted = []
    typed = typed.filter { left.contains($0.key) }
  }

  /// Commands alone say how far a row is, and which rows there are.
  private func checkState(
    _ before: [String: [String: String]], _ after: [String: [String: String]]
  ) throws {
    for (id, row) in before {
      for column in ["status", "owner_session", "started_at_kst", "max_attempts"] {
        try require(after[id]?[column] == row[column], "\(id).\(column) was lost")
      }
      for column in Self.columns where after[id]?[column] != row[column] {
        try require(
          says(after[id]?[column], typed[id]?[column] ?? "?", column),
          "\(id).\(column) was overwritten")
      }
    }
  }

  /// What was typed stands in the table, and in the database where it has the row.
  private func checkEdits(_ after: [String: [String: String]]) throws {
    let table = try EditedTable(scene.file.text()).rows
    for (id, cells) in typed where !deleted.contains(id) {
      for (column, text) in cells {
        try require(
          says(table[id]?[column], text, column), "\(id).\(column) is not in the table")
        guard after[id] != nil else { continue }
        try require(
          says(after[id]?[column], text, column), "\(id).\(column) is not in the database")
      }
    }
    for id in added { try require(after[id] != nil && table[id] != nil, "\(id) is lost") }
  }

  /// Whether a cell says what was typed there; behind notes stands what commands wrote for
  /// others.
  private func says(_ cell: String?, _ text: String, _ column: String) -> Bool {
    cell == text || column == "notes" && cell?.hasPrefix("\(text) / ") ?? false
  }

  /// What the database says, by row and column.
  private func rows() throws -> [String: [String: String]] {
    let columns = Column.allCases.map(\.name) + ["max_attempts", "attempt_count"]
    let cells = try scene.rows("SELECT \(columns.joined(separator: ", ")) FROM queue_items")
    return Dictionary(cells.map { ($0[0], Dictionary(zip(columns, $0)) { $1 }) }) { $1 }
  }

  private func require(_ isTrue: Bool, _ complaint: String) throws {
    try #require(isTrue, "\(complaint)\n\(script.joined(separator: "\n"))")
  }
}
