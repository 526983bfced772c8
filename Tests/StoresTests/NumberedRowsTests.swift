import Model
import QueueStore
import TestSupport
import Testing

/// The numbers of moved rows in a database.
@Suite struct NumberedRowsTests {
  private func move(_ id: String, below above: String?) -> ItemChange {
    let item = QueueItem(id: id, priority: .p1, task: "t", successCriteria: "c")
    let place = above.map(RowPlace.behind) ?? .first
    return ItemChange(.moved, before: item, after: item, move: RowMove(from: .first, to: place))
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let moves: [(id: String, above: String?)]
    /// The rows that get other numbers, as `id number`, in their new order.
    let changed: [String]
  }

  /// The rows A 1, B 2, C 3, D 9.
  @Test(arguments: [
    Case(testDescription: "to the top", moves: [("C", nil)], changed: ["C 0"]),
    Case(testDescription: "to the end", moves: [("A", "D")], changed: ["A 10"]),
    Case(testDescription: "between free numbers", moves: [("A", "C")], changed: ["A 4"]),
    Case(
      testDescription: "two between free numbers", moves: [("B", "C"), ("A", "B")],
      changed: ["B 4", "A 5"]),
    Case(
      testDescription: "where no number is free", moves: [("D", "A")],
      changed: ["D 2", "B 3", "C 9"]),
    Case(testDescription: "there and back", moves: [("A", "D"), ("A", nil)], changed: []),
    Case(testDescription: "below a row that is not there", moves: [("A", "X")], changed: []),
  ])
  func `as few rows as possible get other numbers`(_ test: Case) {
    var rows = NumberedRows([("A", 1), ("B", 2), ("C", 3), ("D", 9)])
    rows.move(test.moves.map { move($0.id, below: $0.above) })
    #expect(rows.renumbered.rows.map { "\($0.id) \($0.number)" } == test.changed)
  }

  @Test(arguments: [
    ([Int.min, 2, 3], ["C -9223372036854775808", "A 2", "B 3"]),
    ([Int.min + 9, 2, 3], ["C \(Int.min + 8)"]),
    ([1, 2, Int.max], ["C 0"]),
    ([Int.min, 2, Int.max], ["C -9223372036854775808", "A 2", "B \(Int.max)"]),
  ])
  func `numbers of other programs may be as far apart as numbers can be`(
    _ numbers: [Int], _ changed: [String]
  ) {
    var rows = NumberedRows(zip(["A", "B", "C"], numbers).map { ($0, $1) })
    rows.move([move("C", below: nil)])
    #expect(rows.renumbered.rows.map { "\($0.id) \($0.number)" } == changed)
  }

  @Test func `rows are arranged with as few moves as possible`() {
    var random = SeededGenerator(seed: 74)
    for _ in 0..<2000 {
      let ids = (0..<Int.random(in: 1...7, using: &random)).map { "R\($0)" }
      let order = ids.shuffled(using: &random)
      var rows = NumberedRows(ids.enumerated().map { ($1, $0) })
      rows.arrange(as: order + ["X"], keeping: [])
      #expect(rows.order == order)
      let moved = RowPlace.moved(from: ids, to: order)
      // No larger set of rows has the same order before and after.
      let longest = (0..<(1 << ids.count)).map { mask in
        let chosen = Set(ids.indices.filter { mask >> $0 & 1 == 1 }.map { ids[$0] })
        return ids.filter(chosen.contains) == order.filter(chosen.contains) ? chosen.count : 0
      }.max()
      #expect(ids.count - moved.count == longest, "\(order)")
    }
  }

  @Test func `after any moves the numbers have the order of the rows, and none is used twice`() {
    var random = SeededGenerator(seed: 76)
    for _ in 0..<2000 {
      let ids = (0..<Int.random(in: 1...9, using: &random)).map { "R\($0)" }
      var next = 0
      let before = ids.map { id in
        next += Int.random(in: 1...3, using: &random)
        return (id: id, number: next)
      }
      var (rows, expected) = (NumberedRows(before), ids)
      var moves: [ItemChange] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        guard let id = ids.randomElement(using: &random),
          let above = ids.randomElement(using: &random), id != above
        else { continue }
        moves.append(move(id, below: above))
        expected.removeAll { $0 == id }
        expected.insert(id, at: (expected.firstIndex(of: above) ?? 0) + 1)
      }
      rows.move(moves)
      let (changed, distance) = rows.renumbered
      let old = Dictionary(uniqueKeysWithValues: before)
      let new = old.merging(changed) { $1 }
      #expect(expected.map { new[$0] ?? 0 } == new.values.sorted(), "\(before) \(changed)")
      #expect(Set(new.values).count == ids.count, "\(changed)")
      // No row that is put aside meets another one.
      let aside = Set(changed.map { (old[$0.id] ?? 0) + distance })
      #expect(aside.count == changed.count)
      #expect(aside.isDisjoint(with: Set(old.values).union(new.values)))
    }
  }
}
