/// How durations are spread, by nearest rank.
public struct Percentiles: Equatable, Sendable {
  public let count: Int
  public let p50: Int
  public let p95: Int
  public let max: Int

  /// `nil` for none.
  public init?(_ values: [Int]) {
    let sorted = values.sorted()
    guard let last = sorted.last else { return nil }
    func value(_ percent: Int) -> Int { sorted[(sorted.count * percent + 99) / 100 - 1] }
    count = sorted.count
    (p50, p95, max) = (value(50), value(95), last)
  }
}
