import Foundation

/// Tests that run all of their cases with `automation/test.sh --long`, and a sample otherwise.
public enum LongTests {
  private static let environment = ProcessInfo.processInfo.environment

  public static let areWanted = environment["ORCH_TEST_LONG"] == "1"

  /// The number of the sample: `automation/test.sh` sets that of the day.
  private static let day = environment["ORCH_TEST_DAY"].flatMap { Int($0) } ?? 0

  /// All cases in a long test, else `count` of them: others each day, in an order by the name,
  /// until all were tried.
  public static func sample<Case>(
    _ count: Int, of cases: some Sequence<Case>, named name: String
  ) -> [Case] {
    let all = Array(cases)
    guard !areWanted, all.count > count else { return all }
    var random = SeededGenerator(naming: name)
    let shuffled = all.shuffled(using: &random)
    return (0..<count).map { shuffled[(day * count + $0) % all.count] }
  }

  /// A seed of the day, other than that of other names.
  public static func seed(named name: String) -> UInt64 {
    var random = SeededGenerator(naming: "\(name) \(day)")
    return random.next()
  }
}
