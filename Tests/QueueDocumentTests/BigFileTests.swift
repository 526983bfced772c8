import Dispatch
import QueueModel
import Testing

@testable import QueueDocument

/// Files of more than a megabyte, which are looked at in two halves.
@Suite struct BigFileTests {
  private static let count = 6000
  private static let padding = String(repeating: "x", count: 200) + " 큐"

  private static func rows(_ range: Range<Int>) -> String {
    range.map { row("R-\($0)", padding) + "\n" }.joined()
  }

  /// As `document`, the halves in the order or at the time that a name says.
  private func parse(_ text: String, _ order: String) throws(DocumentError) -> QueueDocument {
    let parallelFor: ParallelFor =
      switch order {
      case "backwards":
        { body in
          body(1)
          body(0)
        }
      case "at once": { body in DispatchQueue.concurrentPerform(iterations: 2) { body($0) } }
      default: { body in (0...1).forEach(body) }
      }
    return try QueueDocument(QueueBytes(text.utf8), parallelFor: parallelFor)
  }

  @Test(arguments: ["in order", "backwards", "at once"])
  func `all rows are there, each in its line`(_ order: String) throws {
    let document = try parse(header + Self.rows(0..<Self.count) + "\nend\n", order)
    #expect(document.rowCount == Self.count)
    for row in 0..<Self.count {
      #expect(document.item(at: row)?.id == "R-\(row)")
      #expect(document.item(at: row)?.line == row + 3)
    }
    #expect(document.malformedRowCount == 0)
    #expect(document.trailingCount == 5)
  }

  @Test(arguments: ["in order", "backwards", "at once"])
  func `an id in both halves is repeated`(_ order: String) throws {
    let text = header + row("A") + "\n" + Self.rows(0..<Self.count) + row("A") + "\n"
    let document = try parse(text, order)
    #expect(document.malformedRowCount == 2)
    #expect(throws: Refusal.repeatedID("A", lines: [3, Self.count + 4])) {
      try document.item("A")
    }
  }

  @Test(arguments: [10, 2999, 3000, 5990])
  func `a table that has ended does not go on`(_ end: Int) throws {
    let text =
      header + Self.rows(0..<end) + "\n<<<<<<< no marker here\n" + Self.rows(end..<Self.count)
    let document = try parse(text, "at once")
    #expect(document.rowCount == end)
    #expect(document.lint().count == Self.count - end)
  }

  @Test func `wherever the halves meet, the table may end there`() throws {
    // The middle of the file moves over the blank line and its neighbours.
    for end in 2985...3015 {
      let text = header + Self.rows(0..<end) + "\n" + Self.rows(end..<Self.count)
      #expect(try parse(text, "at once").rowCount == end)
    }
  }

  @Test(arguments: [5, 5995])
  func `an offence is placed in either half`(_ line: Int) throws {
    let before = header + Self.rows(0..<line)
    let after = Self.rows(line..<Self.count)
    #expect(throws: DocumentError(line: line + 3, column: 1, reason: .conflictMarker("======="))) {
      try parse(before + "=======\n" + after, "at once")
    }
    #expect(throws: DocumentError(line: line + 3, column: 2, reason: .nulByte)) {
      try parse(before + "|\0\n" + after, "at once")
    }
    var bytes = Array(before.utf8) + [UInt8(ascii: "|"), 0xFF, 10] + Array(after.utf8)
    #expect(throws: DocumentError(line: line + 3, column: 2, reason: .notUTF8)) {
      try QueueDocument(QueueBytes(bytes))
    }
    bytes.removeLast(3)
    bytes.replaceSubrange(0..<bytes.count, with: bytes.filter { $0 != 0xFF })
    #expect(throws: DocumentError.self) { try QueueDocument(QueueBytes(bytes)) }
  }

  @Test func `the header may stand in the second half`() throws {
    let prose = String(repeating: "prose and more prose\n", count: 100_000)
    let document = try parse(prose + header + row("A") + "\n", "at once")
    #expect(document.summary == "A:100003")
  }

  @Test func `a file of one long line is none`() {
    #expect(throws: DocumentError(line: 1, column: 1, reason: .noTable)) {
      try parse(String(repeating: "| ", count: 1 << 20), "at once")
    }
  }
}
