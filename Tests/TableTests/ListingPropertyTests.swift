import Model
import Table
import TestSupport
import Testing

/// What `list` writes without making items.
@Suite struct ListingPropertyTests {
  @Test func `cells are written out as the items have them`() throws {
    var random = SeededGenerator(seed: 50)
    for _ in 0..<1000 {
      let generated = GeneratedQueue(using: &random)
      let queue = try document(generated.text)
      let columns = Column.allCases.shuffled(using: &random).prefix(
        Int.random(in: 0...9, using: &random))
      for row in 0..<queue.rowCount {
        let item = queue.item(at: row)
        let expected = columns.map { item?.text(of: $0)?.replacing("\t", with: " ") ?? "" }
        var output = Array("> ".utf8)
        queue.append(Array(columns), ofRow: row, separator: 9, to: &output)
        let text = String(decoding: output, as: UTF8.self)
        #expect(text.isSame("> " + expected.joined(separator: "\t")), "\(generated.text)")
        #expect(queue.status(at: row) == item?.status)
        #expect(queue.priorityRank(at: row) == item?.priority.rank)
      }
    }
  }

  @Test func `what list shows is written out as the items have it`() throws {
    var random = SeededGenerator(seed: 51)
    let columns = Column.listed
    for _ in 0..<1000 {
      let generated = GeneratedQueue(using: &random)
      let queue = try document(generated.text)
      for row in 0..<queue.rowCount {
        let item = queue.item(at: row)
        let expected = columns.map { item?.text(of: $0)?.replacing("\t", with: " ") ?? "" }
        var output: [UInt8] = []
        queue.append(columns, ofRow: row, separator: 9, to: &output)
        let text = String(decoding: output, as: UTF8.self)
        #expect(text.isSame(expected.joined(separator: "\t")), "\(generated.text)")
      }
    }
  }

  @Test(arguments: ["|", "| A", "glued", "|a|b|c|d|e|f|g|h|i|j|k|", #"\|"#, "a|\\"])
  func `a malformed row gives what it has`(_ line: String) throws {
    let queue = try document(queue(line))
    var output: [UInt8] = []
    queue.append(Column.allCases, ofRow: 0, separator: 9, to: &output)
    #expect(output.count { $0 == 9 } == 8)
  }
}
