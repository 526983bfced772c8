import Model
import Table
import TestSupport
import Testing

/// Rows that go, and come back where they stood.
@Suite struct RowsTests {
  private func text(_ text: String, without id: String) throws -> String {
    let queue = try document(text)
    let item = try #require(try queue.item(id))
    let edits = queue.edits(for: ItemChange(.undone, before: item, after: nil))
    return String(decoding: queue.applying(edits), as: UTF8.self)
  }

  @Test(arguments: [
    ("A", queue(row("B"), row("C"))), ("B", queue(row("A"), row("C"))),
    ("C", queue(row("A"), row("B"))),
  ])
  func `a removal takes its line alone`(_ id: String, _ expected: String) throws {
    #expect(try text(queue(row("A"), row("B"), row("C")), without: id) == expected)
  }

  @Test(arguments: [
    (queue(row("A")) + row("B"), "B", String(queue(row("A")).dropLast())),
    (header + row("A"), "A", String(header.dropLast())),
    (header + row("A") + "\r\n\r\ntext", "A", header + "\r\ntext"),
  ])
  func `a file without a last line end stays one`(
    _ before: String, _ id: String, _ after: String
  ) throws {
    #expect(try text(before, without: id).isSame(after))
  }

  @Test func `what went comes back as it was, where it was`() throws {
    var random = SeededGenerator(seed: 41)
    var removals = 0
    while removals < 1500 {
      let generated = GeneratedQueue(using: &random)
      let queue = try document(generated.text)
      guard let item = queue.items.randomElement(using: &random) else { continue }
      removals += 1
      let change = try #require(queue.deletion(of: item.id))
      let shorter = try document(
        queue.applying(queue.edits(for: ItemChange(.undone, before: item, after: nil))))
      #expect(shorter.items.map(\.id) == queue.items.map(\.id).filter { $0 != item.id })
      let again = try document(
        shorter.applying(shorter.edits(for: try restored(change, to: shorter))))
      let scene = "\(generated.text)\n\(String(decoding: again.rendered, as: UTF8.self))"
      #expect(again.items == queue.items, "\(scene)")
      #expect(again.changes(since: queue) == [], "\(scene)")
      #expect(again.rendered.starts(with: generated.prefix.utf8), "\(scene)")
    }
  }

  @Test func `columns that are called the same come back each with its own`() throws {
    let columns = (["X"] + Column.allCases.map(\.name) + ["X", "담당", ""]).joined(separator: " | ")
    let text = """
      | \(columns) |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|
      | one | A | PENDING | P1 | t | c | - | - | - | n | - | 김 | z |
      | - | B | PENDING | P1 | t | c | - | - | - | n | two | 이 | y |

      """
    for id in ["A", "B"] {
      let queue = try document(text)
      let change = try #require(queue.deletion(of: id))
      let item = try #require(try queue.item(id))
      let shorter = try document(
        queue.applying(queue.edits(for: ItemChange(.undone, before: item, after: nil))))
      let restored = try restored(change, to: shorter)
      #expect(
        String(decoding: shorter.applying(shorter.edits(for: restored)), as: UTF8.self) == text)
    }
  }

  /// What `restore` makes of a removal.
  private func restored(_ removal: RowChange, to queue: QueueDocument) throws -> ItemChange {
    var context = TransitionContext(session: nil, now: QueueTime(epochSeconds: 0, offset: 0))
    context.history = [
      HistoryEntry(
        sequence: 1, time: "", traceID: "", command: "", actor: "",
        row: RowChange(id: removal.id, before: removal.before, after: [:], place: removal.place))
    ]
    let decision = try Transition.restore(id: removal.id).decide(in: queue, context: context)
      .encoded(for: .notes(hasAfterColumn: queue.hasAfterColumn))
    guard case .change(let change) = decision else { throw Refusal.notFound(removal.id) }
    return change
  }
}
