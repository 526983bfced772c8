import Model
import Testing

@testable import Table

/// Files of more than a megabyte.
@Suite struct BigFileTests {
  private static let count = 6000
  private static let padding = String(repeating: "x", count: 200) + " 큐"

  private static func rows(_ range: Range<Int>) -> String {
    range.map { row("R-\($0)", padding) + "\n" }.joined()
  }

  private func parse(_ text: String) throws(DocumentError) -> QueueDocument {
    try QueueDocument(QueueBytes(text.utf8))
  }

  @Test func `all rows are there, each in its line`() throws {
    let document = try parse(header + Self.rows(0..<Self.count) + "\nend\n")
    #expect(document.rowCount == Self.count)
    for row in 0..<Self.count {
      #expect(document.item(at: row)?.id == "R-\(row)")
      #expect(document.item(at: row)?.line == row + 3)
    }
    #expect(document.malformedRowCount == 0)
    #expect(document.trailingCount == 5)
  }

  @Test func `an id in the first and the last row is repeated`() throws {
    let document = try parse(header + row("A") + "\n" + Self.rows(0..<Self.count) + row("A") + "\n")
    #expect(document.malformedRowCount == 2)
    #expect(throws: Refusal.repeatedID("A", lines: [3, Self.count + 4])) {
      try document.item("A")
    }
  }

  @Test(arguments: [10, 2999, 5990])
  func `a table that has ended does not go on`(_ end: Int) throws {
    let text =
      header + Self.rows(0..<end) + "\n<<<<<<< no marker here\n" + Self.rows(end..<Self.count)
    let document = try parse(text)
    #expect(document.rowCount == end)
    #expect(document.lint().count == Self.count - end)
  }

  @Test(arguments: [5, 5995])
  func `an offence is placed`(_ line: Int) throws {
    let before = header + Self.rows(0..<line)
    let after = Self.rows(line..<Self.count)
    #expect(throws: DocumentError(line: line + 3, column: 1, reason: .conflictMarker("======="))) {
      try parse(before + "=======\n" + after)
    }
    #expect(throws: DocumentError(line: line + 3, column: 2, reason: .nulByte)) {
      try parse(before + "|\0\n" + after)
    }
    let bytes = Array(before.utf8) + [UInt8(ascii: "|"), 0xFF, 10] + Array(after.utf8)
    #expect(throws: DocumentError(line: line + 3, column: 2, reason: .notUTF8)) {
      try QueueDocument(QueueBytes(bytes))
    }
  }

  @Test func `a file of one long line is none`() {
    #expect(throws: DocumentError(line: 1, column: 1, reason: .noTable)) {
      try parse(String(repeating: "| ", count: 1 << 20))
    }
  }
}
