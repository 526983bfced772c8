/// How often runs took how many milliseconds: exact figures in the room of the
/// different durations, however many runs there were.
struct DurationCounts: Equatable, Sendable {
  private var counts: [Int: Int] = [:]
  private var count = 0
  /// Exact up to 2⁵³, which is 285,000 years.
  private var sum = 0.0

  /// What a clock can have measured; 31 years are more than that.
  private static let credible = 0...1_000_000_000_000

  /// Counts a duration; one that no clock has measured is left out.
  mutating func add(_ milliseconds: Int) {
    guard Self.credible.contains(milliseconds) else { return }
    counts[milliseconds, default: 0] += 1
    count += 1
    sum += Double(milliseconds)
  }

  /// Milliseconds, to hundredths; `nil` where nothing was measured.
  var average: Double? {
    count == 0 ? nil : (sum / Double(count)).rounded(to: 100)
  }

  /// The smallest duration that at least `percent` of 100 runs did not exceed (nearest
  /// rank); `nil` where nothing was measured.
  func percentile(_ percent: Int) -> Int? {
    var rest = (count * percent + 99) / 100
    for (duration, count) in counts.sorted(by: { $0.key < $1.key }) {
      rest -= count
      if rest <= 0 { return duration }
    }
    return nil
  }
}

extension Double {
  /// The nearest number of so many parts of one, ties to even as the Python tool rounds.
  func rounded(to parts: Double) -> Double {
    (self * parts).rounded(.toNearestOrEven) / parts
  }
}
