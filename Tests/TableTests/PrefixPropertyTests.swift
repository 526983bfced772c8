import Model
import Table
import TestSupport
import Testing

@Suite struct PrefixPropertyTests {
  @Test func `every prefix is refused or a shorter queue`() throws {
    var random = SeededGenerator(seed: 40)
    var prefixes = (whole: 0, refused: 0)
    for _ in 0..<40 {
      let generated = GeneratedQueue(using: &random)
      let bytes = Array(generated.text.utf8)
      let items = try document(bytes).items
      for length in bytes.indices {
        guard let queue = try? document(Array(bytes[..<length])) else {
          prefixes.refused += 1
          continue
        }
        prefixes.whole += 1
        expectPrefix(queue, of: items, isClosed: generated.style.isClosed)
      }
    }
    #expect(prefixes.whole > 500 && prefixes.refused > 5000, "\(prefixes)")
  }

  /// Where no pipes close a row, a cut in its last cell shows in the missing line end alone.
  private func expectPrefix(_ queue: QueueDocument, of items: [QueueItem], isClosed: Bool) {
    let found = queue.items
    let count = found.count - (isClosed || queue.endsWithLineEnd || found.isEmpty ? 0 : 1)
    #expect(
      found.prefix(count).elementsEqual(items.prefix(count)) && found.count <= items.count,
      "\(String(decoding: queue.rendered, as: UTF8.self))")
  }
}

extension GeneratedQueue.Style {
  fileprivate var isClosed: Bool { hasFirstPipe && hasLastPipe }
}
