import Model
import TestSupport
import Testing

@testable import Table

/// Rows of two branches that have one id, and rows that an earlier merge renamed.
@Suite struct BranchIDTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var base: [String] = []
    let ours: [String]
    let theirs: [String]
    let merged: [String]
    var renamed: [RenamedRow] = []
    var isConflict = false
  }

  private static func task(
    _ number: Int, _ task: String, _ status: Status = .pending, owner: String = "-",
    notes: String = ""
  ) -> String {
    "| ORCH-00\(number) | \(status.rawValue) | P1 | \(task) | c | \(owner) | - | - "
      + "| \(notes.isEmpty ? "" : notes + " ")|"
  }

  private static func theirs(_ id: String, was formerID: String) -> RenamedRow {
    RenamedRow(id: id, formerID: formerID, isTheirs: true)
  }

  @Test(arguments: cases)
  func `two rows with one id get one each`(_ test: Case) throws {
    func text(_ rows: [String]) throws -> QueueDocument {
      try document(queue() + rows.map { $0 + "\n" }.joined())
    }
    let merged = try QueueDocument.mergeBranches(
      base: text(test.base), ours: text(test.ours), theirs: text(test.theirs))
    let result = merged.bytes.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(result == queue() + test.merged.map { $0 + "\n" }.joined())
    #expect(merged.renamed == test.renamed)
    #expect(merged.rows.filter(\.isConflict).isEmpty != test.isConflict)
  }

  static let cases = [
    Case(
      testDescription: "both PENDING: that of the other branch", ours: [task(1, "ours")],
      theirs: [task(1, "theirs")],
      merged: [
        task(2, "theirs", notes: "was=ORCH-001"), task(1, "ours", notes: "twin=ORCH-002"),
      ], renamed: [theirs("ORCH-002", was: "ORCH-001")]),
    Case(
      testDescription: "theirs at work: ours",
      ours: [task(1, "ours"), task(2, "x", notes: "after=ORCH-001")],
      theirs: [task(1, "theirs", .inProgress, owner: "w")],
      merged: [
        task(1, "theirs", .inProgress, owner: "w", notes: "twin=ORCH-003"),
        task(3, "ours", notes: "was=ORCH-001"),
        task(2, "x", notes: "after=ORCH-003"),
      ], renamed: [RenamedRow(id: "ORCH-003", formerID: "ORCH-001", isTheirs: false)]),
    Case(
      testDescription: "both done: a person decides", ours: [task(1, "ours", .done)],
      theirs: [task(1, "theirs", .failed)],
      merged: [task(1, "ours", .done), task(1, "theirs", .failed)], isConflict: true),
    Case(
      testDescription: "the same task is one row", ours: [task(1, "same")],
      theirs: [task(1, "same", notes: "n")], merged: [task(1, "same", notes: "n")]),
    Case(
      testDescription: "above all ids of the three", base: [task(7, "old")],
      ours: [task(7, "old"), task(8, "ours")],
      theirs: [
        task(7, "old"), task(8, "theirs"), task(9, "waits", notes: "after=ORCH-008, ORCH-007"),
      ],
      merged: [
        task(7, "old"), "| ORCH-010 | PENDING | P1 | theirs | c | - | - | - | was=ORCH-008 |",
        "| ORCH-009 | PENDING | P1 | waits | c | - | - | - | after=ORCH-010,ORCH-007 |",
        task(8, "ours", notes: "twin=ORCH-010"),
      ], renamed: [theirs("ORCH-010", was: "ORCH-008")]),
    Case(
      testDescription: "a second merge", base: [task(1, "theirs")],
      ours: [task(1, "ours"), task(2, "theirs", notes: "was=ORCH-001")],
      theirs: [task(1, "theirs", .done), task(2, "next", notes: "after=ORCH-001")],
      merged: [
        task(1, "ours"), task(2, "theirs", .done, notes: "was=ORCH-001 / twin=ORCH-003"),
        task(3, "next", notes: "after=ORCH-002 / was=ORCH-002"),
      ], renamed: [theirs("ORCH-003", was: "ORCH-002")]),
    Case(
      testDescription: "a second merge, the other way", base: [task(1, "mine")],
      ours: [task(1, "mine", .done, notes: "n")],
      theirs: [task(1, "other"), task(2, "mine", notes: "was=ORCH-001")],
      merged: [task(1, "other"), task(2, "mine", .done, notes: "n / was=ORCH-001")]),
    Case(
      testDescription: "a row that kept its id changes", base: [task(1, "theirs")],
      ours: [task(1, "ours", .done), task(2, "theirs", notes: "was=ORCH-001")],
      theirs: [task(1, "theirs")],
      merged: [task(1, "ours", .done), task(2, "theirs", notes: "was=ORCH-001")]),
    Case(
      testDescription: "a second merge, after the renamed row was removed",
      base: [task(1, "draw theirs")], ours: [task(1, "write ours", notes: "twin=ORCH-002")],
      theirs: [task(1, "draw theirs", .done), task(2, "next", notes: "after=ORCH-001")],
      merged: [
        task(3, "draw theirs", .done, notes: "was=ORCH-001"),
        task(2, "next", notes: "after=ORCH-003"),
        task(1, "write ours", notes: "twin=ORCH-002,ORCH-003"),
      ], renamed: [theirs("ORCH-003", was: "ORCH-001")], isConflict: true),
    Case(
      testDescription: "the same, where the other branch has no other row",
      base: [task(1, "draw theirs")], ours: [task(1, "write ours", notes: "twin=ORCH-002")],
      theirs: [task(1, "draw theirs", .done)],
      merged: [
        task(2, "draw theirs", .done, notes: "was=ORCH-001"),
        task(1, "write ours", notes: "twin=ORCH-002"),
      ], isConflict: true),
    Case(
      testDescription: "a second merge, after the task of the renamed row was mended",
      base: [task(1, "write the docs")],
      ours: [
        task(1, "fix login", notes: "twin=ORCH-002"),
        task(2, "Write the docs!", notes: "was=ORCH-001"),
      ], theirs: [task(1, "write the docs", .done)],
      merged: [
        task(1, "fix login", notes: "twin=ORCH-002"),
        task(2, "Write the docs!", .done, notes: "was=ORCH-001"),
      ]),
    Case(
      testDescription: "a second merge, after both tasks were written anew",
      base: [task(1, "write the docs")],
      ours: [
        task(1, "mend everything", notes: "twin=ORCH-002"),
        task(2, "explain usage", notes: "was=ORCH-001"),
      ], theirs: [task(1, "write the docs", .done)],
      merged: [
        task(3, "write the docs", .done, notes: "was=ORCH-001"),
        task(1, "mend everything", notes: "twin=ORCH-002,ORCH-003"),
        task(2, "explain usage", notes: "was=ORCH-001"),
      ], renamed: [theirs("ORCH-003", was: "ORCH-001")], isConflict: true),
    Case(
      testDescription: "each branch merged the other",
      ours: [
        task(2, "side A", notes: "was=ORCH-001"), task(1, "main A", notes: "twin=ORCH-002"),
      ],
      theirs: [
        task(2, "main A", notes: "was=ORCH-001"), task(1, "side A", notes: "twin=ORCH-002"),
      ],
      merged: [
        task(2, "side A", notes: "was=ORCH-001"),
        task(1, "main A", notes: "was=ORCH-002 / twin=ORCH-002"),
      ]),
    Case(
      testDescription: "a hostile circle of former ids",
      base: [task(1, "a"), task(2, "b")],
      ours: [task(1, "a", notes: "was=ORCH-002"), task(2, "b", notes: "was=ORCH-001,ORCH-002")],
      theirs: [task(1, "a", .done), task(2, "b")],
      merged: [
        task(1, "a", .done, notes: "was=ORCH-002"), task(2, "b", notes: "was=ORCH-001"),
      ]),
  ]

  /// A row is found by its task, which nobody changes.
  @Test func `whatever two branches add, finish and merge, no row takes another's place`() throws {
    var renamed = 0
    for seed in 0..<200 as Range<UInt64> {
      var play = BranchPlay(seed: seed)
      for _ in 0..<12 { renamed += try play.step() }
    }
    #expect(renamed > 150, "\(renamed)")
  }
}

/// Two branches that grow and merge each other.
private struct BranchPlay {
  private struct Row: Equatable {
    var isDone = false
    var after: String?
  }

  private var random: SeededGenerator
  private var texts = [queue(), queue()]
  /// What a merge into a branch goes back to, and the tasks that both had then.
  private var base = queue()
  private var shared: Set<String> = []
  /// The rows of each branch by task, as they have to be.
  private var rows: [[String: Row]] = [[:], [:]]
  private let seed: UInt64

  init(seed: UInt64) { (self.seed, random) = (seed, SeededGenerator(seed: seed)) }

  /// - Returns: how many rows a merge renamed.
  mutating func step() throws -> Int {
    let side = Int.random(in: 0...1, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0, 1: try add(on: side)
    case 2: try finish(on: side)
    default: return try merge(into: side)
    }
    return 0
  }

  private mutating func add(on side: Int) throws {
    let document = try document(texts[side])
    let id = NumberedID.id(number: document.highestNumber(of: "ORCH") + 1, prefix: "ORCH")
    let task =
      "task \(rows[0].count) \(rows[1].count) \(side) \(UInt32.random(in: 0...(.max), using: &random))"
    let after = rows[side].keys.sorted().randomElement(using: &random)
    let awaited = try after.map { try self.id(of: $0, on: side) }
    let notes = awaited.map { "after=\($0) " } ?? ""
    texts[side] += "| \(id) | PENDING | P1 | \(task) | c | - | - | - | \(notes)|\n"
    rows[side][task] = Row(after: after)
  }

  /// Of rows that only one branch has, only those of the first are finished: of two finished ones
  /// with one id a person decides.
  private mutating func finish(on side: Int) throws {
    let tasks = rows[side].keys.filter { side == 0 || shared.contains($0) }.sorted()
    guard let task = tasks.randomElement(using: &random) else { return }
    rows[side][task]?.isDone = true
    let lines = texts[side].split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    texts[side] = lines.map {
      $0.contains("| \(task) |") ? $0.replacing("| PENDING |", with: "| DONE |") : $0
    }.joined(separator: "\n")
  }

  private mutating func merge(into side: Int) throws -> Int {
    let theirs = texts[1 - side]
    let merged = try QueueDocument.mergeBranches(
      base: document(base), ours: document(texts[side]), theirs: document(theirs))
    let scene =
      "seed \(seed)\nbase:\n\(base)\nours:\n\(texts[side])\ntheirs:\n\(theirs)"
    texts[side] = merged.bytes.withBytes { String(decoding: $0, as: UTF8.self) }
    base = theirs
    rows[side].merge(rows[1 - side]) { mine, other in
      Row(isDone: mine.isDone || other.isDone, after: mine.after)
    }
    shared = Set(rows[1 - side].keys)
    let result = try document(texts[side])
    #expect(result.rowCount == rows[side].count, "\(scene)\nmerged:\n\(texts[side])")
    #expect(Set(result.ids).count == result.rowCount, "\(scene)\nmerged:\n\(texts[side])")
    let conflicts = merged.rows.filter(\.isConflict)
    #expect(conflicts.isEmpty, "\(scene)\nmerged:\n\(texts[side])")
    for (task, row) in rows[side] {
      let item = try self.item(task, on: side)
      let isDone = item?.status == .done
      let after = try row.after.map { [try id(of: $0, on: side)] } ?? []
      let isRight = isDone == row.isDone && item?.after == after
      #expect(isRight, "\(task): \(scene)\nmerged:\n\(texts[side])")
    }
    return merged.renamed.count
  }

  private func item(_ task: String, on side: Int) throws -> QueueItem? {
    let document = try document(texts[side])
    return (0..<document.rowCount).lazy.compactMap(document.item).first { $0.task == task }
  }

  private func id(of task: String, on side: Int) throws -> String {
    try #require(try item(task, on: side)).id
  }
}
