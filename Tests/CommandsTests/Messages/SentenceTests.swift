import Synchronization
import Testing
import Text

@Suite struct SentenceTests {
  @Test func `the Korean is made each time that it is asked for, and not before`() {
    let made = Mutex(0)
    @Sendable func korean() -> String {
      made.withLock { $0 += 1 }
      return "행"
    }
    let sentence = Sentence("row", korean()).map { "\($0)!" }
    #expect(sentence.english == "row!" && sentence(.english) == "row!")
    #expect(made.withLock(\.self) == 0)
    #expect(sentence.korean == "행!" && sentence(.korean) == "행!")
    #expect(made.withLock(\.self) == 2)
  }

  @Test func `sentences are joined in each language`() {
    let list = [Sentence("a row", "행"), Sentence(same: "A")].joined(separator: ", ")
    #expect(list.english == "a row, A")
    #expect(list.korean == "행, A")
    #expect([Sentence]().joined(separator: ", ").english == "")
  }
}
