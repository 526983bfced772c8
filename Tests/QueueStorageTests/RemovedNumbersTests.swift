import QueueModel
import Testing

@testable import MarkdownStore
@testable import QueueStore

/// The numbers of removed rows, so that no id is used twice.
@Suite struct RemovedNumbersTests {
  @Test func `the queue's own prefix has its place, however many others there are`() {
    var numbers = RemovedNumbers()
    for number in 1...70 { numbers.add("A\(number)-1", ownPrefix: "WEB") }
    for id in ["ORCH-3", "WEB-4"] { numbers.add(id, ownPrefix: "WEB") }
    #expect(numbers["A64"] == 1 && numbers["A65"] == 0)
    #expect(numbers["ORCH"] == 3 && numbers["WEB"] == 4)
  }

  @Test func `numbers that JSON does not keep are none`() {
    var numbers = RemovedNumbers()
    for id in ["ORCH-9007199254740992", "A-9007199254740991"] {
      numbers.add(id, ownPrefix: "ORCH")
    }
    #expect(numbers["ORCH"] == 0 && numbers["A"] == 9_007_199_254_740_991)
    #expect(RemovedNumbers(numbers.json) == numbers)
  }
}
