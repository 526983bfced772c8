import Testing
import Text

@Suite struct AgeTests {
  static let minute = 60
  static let hour = 3600
  static let day = 86400

  static let cases: [(seconds: Int, text: String)] = [
    (0, "now"), (59, "now"), (minute, "1 min"), (2 * minute - 1, "1 min"),
    (5 * minute, "5 min"), (hour - 1, "59 min"), (hour, "1 h"), (2 * hour - 1, "1 h"),
    (day - 1, "23 h"), (day, "1 d"), (14 * day - 1, "13 d"), (14 * day, "2 wk"),
    (15 * day, "2 wk"), (730 * day - 1, "104 wk"), (730 * day, "2 y"), (1095 * day - 1, "2 y"),
    (1095 * day, "3 y"), (Int.max, "292471208677 y"),
    (-1, "now"), (-59, "now"), (-minute, "in 1 min"), (-hour + 1, "in 59 min"), (-hour, "in 1 h"),
    (-4 * hour, "in 4 h"), (-day, "in 1 d"), (-14 * day, "in 2 wk"), (-730 * day, "in 2 y"),
    (Int.min, "in 292471208677 y"),
  ]

  @Test(arguments: cases)
  func `an age is given in the largest whole unit`(_ seconds: Int, text: String) {
    #expect(Age(seconds: seconds).label.english == text)
  }

  @Test func `what is older is more`() {
    #expect(Age(seconds: -5) < Age(seconds: 3))
    #expect(Age(seconds: 59).isNow && !Age(seconds: 60).isNow && !Age(seconds: -60).isNow)
  }
}
