import Door
import PostgreSQLStore
import StoreTestSupport
import Testing
import Text

@Suite struct PostgreSQLConformanceTests {
  @Test(arguments: StoreConformance.cases + StoreConformance.recordedAttempts)
  func `the PostgreSQL store behaves like all stores`(_ test: StoreConformance.Case) throws {
    let queue = try newQueue(of: test.items)
    try test.run(wording: \.sentence.english) { try store(of: queue) }
  }
}
