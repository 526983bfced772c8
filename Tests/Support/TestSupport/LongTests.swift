import Foundation

/// Support for tests that run all of their cases with `automation/test.sh --long`, and otherwise a
/// sample.
public enum LongTests {
  private static let environment = ProcessInfo.processInfo.environment

  public static let areWanted = environment["ORCH_TEST_LONG"] == "1"

  /// The number of the sample; `automation/test.sh` sets the number of the day.
  private static let day = environment["ORCH_TEST_DAY"].flatMap { Int($0) } ?? 0

  /// All cases in a long test, otherwise `count` of them. Each day has other cases, in an order
  /// that depends on the name, until all cases were run.
  public static func sample<Case>(
    _ count: Int, of cases: some Sequence<Case>, named name: String
  ) -> [Case] {
    let all = Array(cases)
    guard !areWanted, all.count > count else { return all }
    var random = SeededGenerator(naming: name)
    let shuffled = all.shuffled(using: &random)
    return (0..<count).map { shuffled[(day * count + $0) % all.count] }
  }

  /// A seed for the day and the name; other names have other seeds.
  public static func seed(named name: String) -> UInt64 {
    var random = SeededGenerator(naming: "\(name) \(day)")
    return random.next()
  }
}
