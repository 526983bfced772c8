import Testing

@testable import Soaking

@Suite struct PercentilesTests {
  @Test(
    arguments: [
      ([], nil), ([7], [7, 7, 7]), ([2, 1], [1, 2, 2]), (Array(1...100), [50, 95, 100]),
      (Array((1...20).reversed()), [10, 19, 20]), (Array(1...21), [11, 20, 21]),
    ] as [([Int], [Int]?)])
  func `percentiles are values that were measured`(_ values: [Int], _ expected: [Int]?) {
    let found = Percentiles(values)
    #expect(found.map { [$0.p50, $0.p95, $0.max] } == expected)
    #expect(found.map(\.count) == (values.isEmpty ? nil : values.count))
  }
}
