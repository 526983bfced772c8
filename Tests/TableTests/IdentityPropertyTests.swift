import Door
import Model
import Table
import TestSupport
import Testing
import Text

@Suite struct IdentityPropertyTests {
  private static let tokens: [[UInt8]] =
    [
      "|", "\\", "\n", "\r\n", " ", "\t", "-", "|---", "id", "DONE", "<!--", "-->", "```",
      "|||||||",
    ]
    .map { Array($0.utf8) } + [[0], [0xFF], [0xEB, 0xA1], [0xEF, 0xBB, 0xBF]]

  private func isKept(_ bytes: [UInt8]) -> Bool {
    do throws(DocumentError) {
      let queue = try document(bytes)
      #expect(queue.rendered == bytes)
      #expect(queue.applying([]) == bytes)
      #expect(queue.malformedRowCount >= queue.rowCount - queue.items.count)
      _ = queue.lint()
      for row in 0..<queue.rowCount { expectOneReading(of: row, in: queue) }
      return true
    } catch {
      #expect(
        error.line >= 1 && error.column >= 1 && !error.sentence.english.isEmpty
          && !error.hint.english.isEmpty)
      return false
    }
  }

  /// What the first look kept of a row is what its cells say.
  private func expectOneReading(of row: Int, in queue: QueueDocument) {
    guard let item = queue.item(at: row) else { return #expect(queue.status(at: row) == nil) }
    #expect(queue.status(at: row) == item.status)
    #expect(queue.priorityRank(at: row) == item.priority.rank)
    #expect(queue.contains(item.id) && !item.id.isEmpty)
  }

  @Test func `arbitrary bytes are refused or kept`() {
    var random = SeededGenerator(seed: 20)
    for _ in 0..<3000 {
      let count = Int.random(in: 0..<20, using: &random)
      let bytes = (0..<count).flatMap { _ in random.pick(Self.tokens) }
      #expect(!isKept(bytes))
    }
  }

  @Test func `arbitrary bytes behind a header are refused or kept`() {
    var random = SeededGenerator(seed: 21)
    var kept = 0
    for _ in 0..<2000 {
      let count = Int.random(in: 0..<40, using: &random)
      let bytes = (0..<count).flatMap { _ in random.pick(Self.tokens) }
      if isKept(Array(header.utf8) + bytes) { kept += 1 }
    }
    #expect((100...1900).contains(kept))
  }

  @Test func `a mutated queue is refused or kept`() {
    var random = SeededGenerator(seed: 22)
    var kept = 0
    for _ in 0..<2500 {
      var bytes = Array(GeneratedQueue(using: &random).text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, using: &random) }
      if isKept(bytes) { kept += 1 }
    }
    #expect((100...2400).contains(kept))
  }

  private func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
    let index = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes.insert(contentsOf: random.pick(Self.tokens), at: index)
    case 2: bytes.remove(at: index)
    default: bytes.removeSubrange(index..<min(index + 9, bytes.count - 1))
    }
  }
}
