import Table
import TestSupport
import Testing

@testable import Model

/// Rows that change together change as they would one after the other.
@Suite struct SeveralChangesTests {
  @Test func `changes and removals leave the bytes that they leave one by one`() throws {
    try check(seed: 71, additions: false) { changes, queue, scene in
      let together = queue.applying(queue.edits(for: changes))
      let expected = try oneByOne(changes, queue)
      #expect(together == expected, "\(scene)")
    }
  }

  @Test func `with rows that come the table says what it says one by one`() throws {
    try check(seed: 72, additions: true) { changes, queue, scene in
      let together = queue.applying(queue.edits(for: changes))
      let expected = try document(oneByOne(changes, queue))
      let scene = "\(scene)\n\(String(decoding: together, as: UTF8.self))"
      #expect(try document(together).items == expected.items, "\(scene)")
      #expect(
        together.last == expected.rendered.last
          && lineCount(together) == lineCount(expected.rendered),
        "\(scene)")
    }
  }

  @Test func `edits are in order and none overlaps another`() throws {
    try check(seed: 73, additions: true) { changes, queue, scene in
      let ranges = queue.edits(for: changes).map(\.range)
      let isInOrder = zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
      #expect(isInOrder, "\(scene)")
    }
  }

  @Test func `moves leave the bytes that they leave one by one, and removals around them`() throws {
    try check(seed: 74, additions: false) { changes, queue, scene in
      var random = SeededGenerator(seed: UInt64(scene.utf8.count))
      let gone = Set(changes.filter { $0.after == nil }.map(\.id))
      let staying = queue.items.map(\.id).filter { !gone.contains($0) }
      guard let first = staying.randomElement(using: &random) else { return }
      let moved = staying.shuffled(using: &random).prefix(3)
      let target = ([.top, .bottom, .up, .down, .below(first)] as [Transition.Target])
        .randomElement(using: &random)
      let moves = try Placement(ids: Array(moved), target: target ?? .top).decide(in: queue).changes
      let all = changes.filter { !moved.contains($0.id) } + moves
      let together = queue.applying(queue.edits(for: all))
      let bytes = queue.applying(queue.edits(for: moves))
      #expect(try document(bytes).ids == expected(moves, in: queue), "\(scene)")
      let result = try document(together)
      #expect(result.ids == expected(moves, in: queue).filter { !gone.contains($0) }, "\(scene)")
      #expect(lineCount(together) == lineCount(queue.rendered) - gone.count, "\(scene)")
      let ranges = queue.edits(for: all).map(\.range)
      let isInOrder = zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
      #expect(isInOrder, "\(scene)")
    }
  }

  /// The order of the rows after moves.
  private func expected(_ moves: [ItemChange], in queue: QueueDocument) -> [String] {
    moves.reduce(into: queue.ids) { ids, change in
      ids.removeAll { $0 == change.id }
      switch change.move?.to {
      case .behind(let above)?: ids.insert(change.id, at: (ids.firstIndex(of: above) ?? -1) + 1)
      case .first?, nil: ids.insert(change.id, at: 0)
      }
    }
  }

  @Test(arguments: [
    (["B"], Transition.Target.top, queue(row("B"), row("A")) + row("C")),
    (["C"], .up, queue(row("A"), row("C")) + row("B")),
    (["B"], .bottom, queue(row("A"), row("C")) + row("B")),
    (["B", "C"], .top, queue(row("B"), row("C")) + row("A")),
    (["C", "A"], .bottom, queue(row("B"), row("C")) + row("A")),
  ])
  func `a table that ends the file without a line end still does after a move`(
    _ ids: [String], _ target: Transition.Target, _ after: String
  ) throws {
    let queue = try document(queue(row("A"), row("B")) + row("C"))
    let moves = try Placement(ids: ids, target: target).decide(in: queue).changes
    let text = String(decoding: queue.applying(queue.edits(for: moves)), as: UTF8.self)
    #expect(text.isSame(after), "\(text)")
  }

  @Test func `a row that moves to the end of such a file does not look cut`() throws {
    let open = "|A|PENDING|P1|t|c|-|-|-|n"
    let before = try document(header + open + "\n" + row("B"))
    let moves = try Placement(ids: ["A"], target: .bottom).decide(in: before).changes
    let text = String(decoding: before.applying(before.edits(for: moves)), as: UTF8.self)
    #expect(text.isSame(queue(row("B")) + open + "|"), "\(text)")
  }

  struct Ending: CustomTestStringConvertible {
    let testDescription, before, gone, come, after: String
  }

  @Test(arguments: [
    Ending(
      testDescription: "the last two go", before: queue(row("A"), row("B")) + row("C"),
      gone: "BC", come: "", after: header + row("A")),
    Ending(
      testDescription: "all go", before: queue(row("A")) + row("B"), gone: "AB", come: "",
      after: String(header.dropLast())),
    Ending(
      testDescription: "the last goes, two come", before: queue(row("A")) + row("B"), gone: "B",
      come: "DE", after: queue(row("A"), row("D")) + row("E")),
    Ending(
      testDescription: "all go, one comes", before: queue(row("A")) + row("B"), gone: "BA",
      come: "D", after: header + row("D")),
    Ending(
      testDescription: "the last goes of a file with a line end", before: queue(row("A"), row("B")),
      gone: "B", come: "D", after: queue(row("A"), row("D"))),
  ])
  func `the end of the file stays as it was`(_ ending: Ending) throws {
    let queue = try document(ending.before)
    let gone = try ending.gone.map {
      ItemChange(.undone, before: try queue.existing(String($0)), after: nil)
    }
    let come = ending.come.map {
      var item = QueueItem.new(String($0))
      item.priority = .p1
      return ItemChange(.added, before: nil, after: item)
    }
    for changes in [gone + come, come + gone] {
      let text = String(decoding: queue.applying(queue.edits(for: changes)), as: UTF8.self)
      #expect(text.isSame(ending.after), "\(text)")
    }
  }

  @Test func `a row that comes before another one is no part of its first cell`() throws {
    let head =
      "notes|id|status|priority|task|success_criteria|owner_session|started_at_kst|due_at_kst\n"
    let text = head + "-|-|-|-|-|-|-|-|-\n" + "n|A|PENDING|P1|t|c|-|-|-\n"
    let queue = try document(text)
    let before = try #require(try queue.item("A"))
    var after = before
    after.notes = Notes("changed")
    var item = QueueItem.new("N", notes: "new")
    item.priority = .p1
    let origin = ItemChange.Origin(place: .first, cells: [:])
    let changes = [
      ItemChange(.done, before: before, after: after),
      ItemChange(.restored, before: nil, after: item, origin: origin),
    ]
    let result = try document(queue.applying(queue.edits(for: changes)))
    #expect(result.items.map { "\($0.id) \($0.notes.text)" } == ["N new", "A changed"])
  }

  // MARK: Random changes

  private func check(
    seed: UInt64, additions: Bool, _ body: ([ItemChange], QueueDocument, String) throws -> Void
  ) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1500 {
      let generated = GeneratedQueue(using: &random)
      let queue = try document(generated.text)
      let changes = Self.changes(of: queue, additions: additions, using: &random)
      let summary = changes.map {
        "\($0.id) \($0.before == nil ? "+" : $0.after == nil ? "-" : "~")"
      }
      try body(changes, queue, "\(generated.text)\n\(summary)")
    }
  }

  private static func changes(
    of queue: QueueDocument, additions: Bool, using random: inout SeededGenerator
  ) -> [ItemChange] {
    var changes = queue.items.compactMap { item -> ItemChange? in
      switch Int.random(in: 0..<3, using: &random) {
      case 0: return nil
      case 1: return ItemChange(.undone, before: item, after: nil)
      default:
        var after = item
        after.status = random.pick(Status.allCases)
        after.ownerSession = CellText.value(random.text())
        after.notes.append(random.text())
        return ItemChange(.done, before: item, after: after)
      }
    }
    guard additions else { return changes.shuffled(using: &random) }
    // Each at a place of its own, or all behind the last: then their order is clear. Behind
    // a row that goes, it depends on which of the two is first.
    let staying = queue.items.map(\.id).filter { id in
      !changes.contains { $0.id == id && $0.after == nil }
    }
    let places = ([.first] + staying.map(RowPlace.behind)).shuffled(using: &random)
    let origins =
      Bool.random(using: &random)
      ? [nil, nil] : places.prefix(3).map { ItemChange.Origin(place: $0, cells: [:]) }
    for (number, origin) in origins.enumerated() {
      let item = QueueItem.new("NEW-\(number)", task: CellText.value(random.text()))
      changes.append(ItemChange(.restored, before: nil, after: item, origin: origin))
    }
    return changes
  }

  private func oneByOne(_ changes: [ItemChange], _ queue: QueueDocument) throws -> [UInt8] {
    try changes.reduce(queue.rendered) { bytes, change in
      let next = try document(bytes)
      return next.applying(next.edits(for: change))
    }
  }

  private func lineCount(_ bytes: [UInt8]) -> Int { bytes.count { $0 == UInt8(ascii: "\n") } }
}
