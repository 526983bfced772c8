import Monitoring
import Testing

@Suite struct FixedTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (200.0, 2, "200.00"), (0.3333, 4, "0.3333"), (33.33, 2, "33.33"),
    (1.0, 4, "1.0000"), (0.05, 2, "0.05"), (141.67, 2, "141.67"), (0.99999, 4, "1.0000"),
    (999_999_999_999.99, 2, "999999999999.99"), (0.2, 1, "0.2"),
  ])
  func `a number has so many digits behind the point`(
    _ number: Double, digits: Int, text: String
  ) {
    #expect(number.fixed(digits) == text)
  }
}
