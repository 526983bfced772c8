import Model
import Testing

@testable import Door

/// The queue's time and the machine's, which the times of files are compared with.
@Suite struct ClockOverrideTests {
  @Test(arguments: [
    ("x12@1000", 1000, 1000), ("x12@1000", 1120, 1010), ("x12@1000", 1131, 1010),
    ("x1@1000", 1120, 1120), ("x3600@0", 7200, 2), ("2026-01-31 18:00", 1120, 1120),
    ("500", 1120, 1120),
  ])
  func `a moment of the queue is one of the machine's`(
    _ text: String, _ seconds: Int, _ machine: Int
  ) throws {
    let time = try #require(ClockOverride(text, zone: .fixed(9 * 3600)))
    #expect(time.machineSeconds(at: seconds) == machine)
  }
}
