import Testing
import Workers

@Suite struct OutputTailTests {
  @Test(arguments: [
    ("", nil, nil), ("\n \r\n\t\n", nil, nil), ("one", "one", "one"),
    ("  one \r\n\r\n two\t\n\n", "one", "two"), ("한 줄\n둘", "한 줄", "둘"),
    ("a\u{FFFD}", "a\u{FFFD}", "a\u{FFFD}"),
  ])
  func `lines that say something are found`(_ text: String, _ first: String?, _ last: String?) {
    var tail = OutputTail()
    for byte in text.utf8 { tail.append([byte]) }
    #expect(tail.firstLine == first && tail.lastLine == last)
    #expect(tail.text == text)
  }

  @Test func `only the end of much is kept`() {
    var tail = OutputTail(limit: 8)
    for number in 0..<1000 { tail.append(Array("\(number)\n".utf8)) }
    #expect(tail.text == "998\n999\n")
    #expect(tail.lastLine == "999")
    #expect(tail.firstLine == nil, "it is gone")
  }
}
