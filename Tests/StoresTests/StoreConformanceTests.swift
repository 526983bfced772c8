import Door
import Model
import Runner
import StoreTestSupport
import Stores
import TestSupport
import Testing
import Text

@Suite struct StoreConformanceTests {
  @Test(arguments: StoreConformance.cases + StoreConformance.notedAttempts)
  func `the Markdown store behaves like all stores`(_ test: StoreConformance.Case) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/QUEUE.md"
      try writeAged(QueueFixture.text(of: test.items), to: path)
      try test.run(wording: \.sentence.english) {
        MarkdownStore(path: path, lockTimeout: .seconds(1_000_000))
      }
    }
  }

  @Test(arguments: StoreConformance.cases + StoreConformance.notedAttempts)
  func `the memory store behaves like all stores`(_ test: StoreConformance.Case) throws {
    let store = MemoryStore(test.items)
    try test.run(wording: \.sentence.english) { store }
  }

  @Test(arguments: StoreConformance.cases + StoreConformance.recordedAttempts)
  func `the memory store behaves like all stores, with attempts in fields`(
    _ test: StoreConformance.Case
  ) throws {
    let store = MemoryStore(test.items, hasRecords: true)
    try test.run(wording: \.sentence.english) { store }
  }

  @Test func `the names of the cases are unique`() {
    let all =
      StoreConformance.cases + StoreConformance.notedAttempts + StoreConformance.recordedAttempts
    let names = all.map(\.testDescription)
    #expect(Set(names).count == names.count)
  }

  @Test func `a store that changes nothing is found out`() throws {
    let test = try #require(StoreConformance.cases.first)
    let other = MemoryStore([])
    #expect(throws: StoreConformance.Failure.self) {
      try test.run(wording: \.code.rawValue) { other }
    }
  }
}

extension QueueFixture {
  /// A queue file with these rows.
  static func text(of items: [QueueItem]) -> String {
    let rows = items.map { item in
      let cells = Column.allCases.map { escaped(item.text(of: $0) ?? "-") }
      return "| \(cells.joined(separator: " | ")) |\n"
    }
    return QueueFixture.text() + rows.joined()
  }

  private static func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
