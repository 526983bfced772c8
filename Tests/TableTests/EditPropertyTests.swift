import Model
import Table
import TestSupport
import Testing

@Suite struct EditPropertyTests {
  @Test func `a generated queue reads whole`() throws {
    var random = SeededGenerator(seed: 30)
    for _ in 0..<500 {
      let generated = GeneratedQueue(using: &random)
      let queue = try document(generated.text)
      let ids = queue.items.map(\.id)
      #expect(ids == (0..<generated.lines.count - 2).map { "ID-\($0)" }, "\(generated.text)")
      #expect(queue.malformedRowCount == 0)
    }
  }

  @Test func `a change touches its row alone and reads back`() throws {
    var random = SeededGenerator(seed: 31)
    var changes = 0
    while changes < 2500 {
      let generated = GeneratedQueue(using: &random)
      let queue = try document(generated.text)
      guard let before = queue.items.randomElement(using: &random) else { continue }
      changes += 1
      let after = changed(before, using: &random)
      let result = queue.applying(queue.edits(for: ItemChange(.done, before: before, after: after)))
      let scene = "\(generated.text)\n\(String(decoding: result, as: UTF8.self))"
      let expected = queue.items.map { $0.id == after.id ? after : $0 }
      #expect(try document(result).items == read(expected, queue), "\(scene)")
      let (old, new) = (lines(Array(generated.text.utf8)), lines(result))
      let differing = zip(old, new).enumerated().filter { $0.element.0 != $0.element.1 }
      #expect(
        old.count == new.count && differing.allSatisfy { $0.offset + 1 == before.line }, "\(scene)")
    }
  }

  @Test func `an addition keeps every byte and reads back`() throws {
    var random = SeededGenerator(seed: 32)
    for _ in 0..<2500 {
      let generated = GeneratedQueue(using: &random)
      let queue = try document(generated.text)
      var item = changed(.new("NEW"), using: &random)
      item.task = CellText.value(random.text())
      let result = queue.applying(queue.edits(for: ItemChange(.added, before: nil, after: item)))
      let scene = "\(generated.text)\n\(String(decoding: result, as: UTF8.self))"
      item.line = queue.nextLine
      #expect(try document(result).items == read(queue.items + [item], queue), "\(scene)")
      let kept = generated.prefix + generated.tableText
      #expect(result.starts(with: kept.utf8), "\(scene)")
      let added = String(
        decoding: result.dropFirst(kept.utf8.count).dropLast(generated.suffix.utf8.count),
        as: UTF8.self)
      #expect(result.elementsEqual((kept + added + generated.suffix).utf8), "\(scene)")
      let style = generated.style
      let isInPlace = style.endsWithLineEnd ? added.hasSuffix : added.hasPrefix
      #expect(isInPlace(style.lineEnd) && added.count(where: \.isNewline) == 1, "\(scene)")
    }
  }

  private func changed(_ item: QueueItem, using random: inout SeededGenerator) -> QueueItem {
    var item = item
    if Bool.random(using: &random) { item.status = random.pick(Status.allCases) }
    if Bool.random(using: &random) { item.ownerSession = CellText.value(random.text()) }
    if Bool.random(using: &random) { item.startedAt = random.pick([nil, "2026-01-31 18:00"]) }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: item.notes.append(random.text())
    case 1: item.notes.replaceProse(with: random.text())
    case 2: item.notes = Notes()
    default: break
    }
    return item
  }

  /// The items as a parser must see them: without a column, notes say what a row waits for.
  private func read(_ items: [QueueItem], _ queue: QueueDocument) -> [QueueItem] {
    items.map { item in
      var item = item
      if !queue.hasAfterColumn {
        item.after = item.notes.after
      }
      return item
    }
  }

  private func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }
}
