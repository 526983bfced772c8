import Testing

@testable import Soaking

@Suite struct LedgerLineTests {
  @Test func `a line is read as it was written`() {
    let line = LedgerLine(
      event: .loses, id: "ORCH-001", attempt: "17-3fa92c", ordinal: 2, process: 42, monotonic: 7,
      queueTime: 1_769_850_000)
    #expect(
      line.text == """
        {"event":"loses","id":"ORCH-001","attempt":"17-3fa92c","ordinal":2,"pid":42,"monotonic":7,\
        "queue_time":1769850000}

        """)
    #expect(LedgerLine(parsing: line.text.utf8.dropLast()) == line)
  }

  @Test(arguments: ["", "{}", "[]", "{\"event\":\"began\"}", "half of a li"])
  func `what no worker wrote is no line`(_ text: String) {
    #expect(LedgerLine(parsing: Array(text.utf8)) == nil)
  }
}
