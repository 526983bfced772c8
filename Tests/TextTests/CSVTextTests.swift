import TestSupport
import Testing
import Text

@Suite struct CSVTextTests {
  @Test(arguments: [
    ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
    ("a,\n,b", [["a", ""], ["", "b"]]), ("\"a,b\",\"c\"\"d\"", [["a,b", "c\"d"]]),
    ("\"a\nb\"\n\nc", [["a\nb"], ["c"]]), ("\"\",x", [["", "x"]]), ("\"\"\"\"", [["\""]]),
    ("a\"b", [["a\"b"]]), ("\"\"\n", [[""]]), ("", []), ("\r\n", []),
    ("\"a\r\nb\",c\r\n", [["a\r\nb", "c"]]),
  ])
  func `records are divided by RFC 4180`(_ text: String, _ records: [[String]]) {
    let found = CSVText.records(Array(text.utf8))
    #expect(found.records.map(\.fields) == records)
    #expect(found.unclosed == nil)
  }

  @Test func `a record is in the line in which it begins`() {
    let found = CSVText.records(Array("a\n\"b\nc\"\n\nd\n\"e\n".utf8))
    #expect(found.records.map(\.line) == [1, 2, 5, 6])
    #expect(found.unclosed == 6)
  }

  @Test func `what was written is read again`() {
    var random = SeededGenerator(seed: 7)
    let parts = ["a", "\"", ",", "\n", "\r\n", "=", "+", "-", "@", "'", " ", "\t", "|", "버그", ";"]
    for _ in 0..<2000 {
      let records = (0..<Int.random(in: 1..<4, using: &random)).map { _ in
        ["x"]
          + (0..<3).map { _ in
            (0..<Int.random(in: 0..<6, using: &random))
              .compactMap { _ in parts.randomElement(using: &random) }.joined()
          }
      }
      var bytes: [UInt8] = []
      for record in records { CSVText.append(record.map(CSVText.plain), to: &bytes) }
      let found = CSVText.records(bytes)
      #expect(found.records.map { $0.fields.map(CSVText.unmasked) } == records)
    }
  }

  @Test(arguments: [
    ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("'=1", "''=1"),
    ("'x", "'x"), ("x=1", "x=1"), ("", ""),
  ])
  func `no field is a formula`(_ field: String, _ written: String) {
    #expect(CSVText.plain(field) == written)
    #expect(CSVText.unmasked(written) == field)
  }
}
