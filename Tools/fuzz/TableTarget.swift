import Door
import Host
import Model
import Table
import Text

/// A queue file is refused with a place, or kept byte for byte. A change of rows leaves all other
/// lines as they are, and reads back.
enum TableTarget {
  static func test(_ input: [UInt8]) {
    guard let queue = document(input) else { return }
    expect(queue.rendered == input && queue.applying([]) == input, "the bytes are not kept")
    let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
    for finding in queue.lint() {
      expect(
        (1...lines).contains(finding.line) && !finding.sentence.english.isEmpty,
        "a finding without a place: \(finding)")
    }
    align(queue)
    // The same input gives the same changes.
    var random = SeededNumbers(seed: input.reduce(5381) { $0 &* 33 &+ UInt64($1) })
    let changes = changes(of: queue, input, &random)
    let result = queue.applying(queue.edits(for: changes))
    check(result, after: changes, of: queue)
    checkMerges(of: queue, result)
    add(to: queue, text(of: input, &random))
  }

  private static func document(_ bytes: [UInt8]) -> QueueDocument? {
    do throws(DocumentError) { return try QueueDocument(QueueBytes(bytes)) } catch {
      expect(
        error.line >= 1 && error.column >= 1 && !error.sentence.english.isEmpty,
        "a refusal without a place: \(error)")
      return nil
    }
  }

  private static func document(after bytes: [UInt8]) -> QueueDocument {
    guard let queue = document(bytes) else {
      fatalError("no queue any more:\n\(String(decoding: bytes, as: UTF8.self))")
    }
    return queue
  }

  private static func align(_ queue: QueueDocument) {
    let aligned = document(after: queue.applying(queue.alignment()))
    expect(aligned.items == queue.items, "an alignment changed a row")
    expect(aligned.alignment().isEmpty, "an alignment left something to align")
  }

  // MARK: Changes

  /// A part of the input as a text for a cell.
  private static func text(of input: [UInt8], _ random: inout SeededNumbers) -> String? {
    let start = Int.random(in: 0...input.count, using: &random)
    let part = input[start...].prefix(Int.random(in: 0...24, using: &random))
    return CellText.value(String(decoding: part, as: UTF8.self))
  }

  /// Changes and removals of up to three rows.
  private static func changes(
    of queue: QueueDocument, _ input: [UInt8], _ random: inout SeededNumbers
  ) -> [ItemChange] {
    // Of rows with the same id, none is changed.
    let items = Dictionary(grouping: queue.items, by: \.id).values.filter { $0.count == 1 }
      .joined().filter { queue.lines(of: $0.id).count == 1 }
      .sorted { $0.line ?? 0 < $1.line ?? 0 }
    return items.shuffled(using: &random).prefix(3).map { item in
      if Int.random(in: 0..<4, using: &random) == 0 {
        return ItemChange(.undone, before: item, after: nil)
      }
      var after = item
      after.status = Status.allCases.randomElement(using: &random) ?? .done
      after.ownerSession = text(of: input, &random)
      if let text = text(of: input, &random) { after.notes.append(text) }
      return ItemChange(.done, before: item, after: after)
    }
  }

  private static func check(
    _ result: [UInt8], after changes: [ItemChange], of queue: QueueDocument
  ) {
    let oneByOne = changes.reduce(queue) { queue, change in
      document(after: queue.applying(queue.edits(for: change)))
    }
    // A row that would look cut, and is the last one meanwhile, keeps its line end.
    func text(_ file: [UInt8]) -> ArraySlice<UInt8> {
      file.last == 10 ? file.dropLast() : file[...]
    }
    expect(
      text(oneByOne.rendered) == text(result), "changes together differ from changes one by one")
    let byID = Dictionary(uniqueKeysWithValues: changes.map { ($0.id, $0) })
    let expected = queue.items.compactMap { item -> QueueItem? in
      guard let change = byID[item.id] else { return item }
      var after = change.after
      if !queue.hasAfterColumn, let named = after?.notes.after { after?.after = named }
      return after
    }
    expect(oneByOne.items.unplaced == expected.unplaced, "other rows than those that were written")
    let changed = Set(byID.keys.flatMap { queue.lines(of: $0) })
    let removed = changes.count { $0.after == nil }
    let (before, after) = (lines(queue.rendered), lines(result))
    // A row that would look cut keeps its line end when it becomes the last one.
    let isEnded = result.last == 10 && queue.rendered.last != 10
    expect(
      after.count == before.count - removed + (isEnded ? 1 : 0), "lines came or went")
    let kept = before.indices.filter { !changed.contains($0 + 1) }.map { before[$0] }
    expect(kept.isSubsequence(of: after), "a line that no change is about has other bytes")
  }

  private static func add(to queue: QueueDocument, _ text: String?) {
    var id = "NEW"
    while queue.contains(id) { id += "-1" }
    let item = QueueItem(
      id: id, priority: .p1, task: text, successCriteria: text.flatMap(CellText.criteria))
    let change = ItemChange(.added, before: nil, after: item)
    let result = document(after: queue.applying(queue.edits(for: change)))
    expect(
      result.items.unplaced == (queue.items + [item]).unplaced, "an addition reads differently")
    let (before, after) = (lines(queue.rendered), lines(result.rendered))
    expect(after.count == before.count + 1, "an addition is not one line")
  }

  /// A side that changed nothing changes nothing.
  private static func checkMerges(of queue: QueueDocument, _ result: [UInt8]) {
    let changed = document(after: result)
    let saved = QueueDocument.merge(base: queue, save: changed, queue: queue)
    expect(
      saved.bytes.withBytes { Array($0) } == result && saved.rows.isEmpty,
      "a save is not taken over")
    let merged = QueueDocument.merge(base: queue, save: queue, queue: changed)
    expect(
      document(after: merged.bytes.withBytes { Array($0) }).items.unplaced
        == changed.items.unplaced, "a command is not kept")
  }

  /// The lines without their ends.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0
    }
  }
}

extension QueueDocument {
  /// The rows that can be read.
  fileprivate var items: [QueueItem] { (0..<rowCount).compactMap(item) }
}

extension [QueueItem] {
  /// The rows without their lines, which removals and additions change.
  fileprivate var unplaced: [QueueItem] {
    map { item in
      var item = item
      item.line = nil
      return item
    }
  }
}

extension [ArraySlice<UInt8>] {
  fileprivate func isSubsequence(of other: [ArraySlice<UInt8>]) -> Bool {
    var rest = self[...]
    for line in other where line == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }
}
