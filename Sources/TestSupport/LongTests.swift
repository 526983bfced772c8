import Foundation

/// Tests that try every case of a kind with `automation/test.sh --long`, and a sample otherwise.
public enum LongTests {
  private static let environment = ProcessInfo.processInfo.environment

  public static let areWanted = environment["ORCH_TEST_LONG"] == "1"

  /// Which sample is tried: `automation/test.sh` gives the number of the day.
  private static let day = environment["ORCH_TEST_DAY"].flatMap { Int($0) } ?? 0

  /// All cases where all are wanted; else `count` of them. Each day has its own, in an order that
  /// the name decides, until all of them came round.
  public static func sample<Case>(
    _ count: Int, of cases: some Sequence<Case>, named name: String
  ) -> [Case] {
    let all = Array(cases)
    guard !areWanted, all.count > count else { return all }
    var random = SeededGenerator(naming: name)
    let shuffled = all.shuffled(using: &random)
    return (0..<count).map { shuffled[(day * count + $0) % all.count] }
  }
}
