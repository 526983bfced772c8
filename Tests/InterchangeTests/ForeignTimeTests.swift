import Model
import Testing

@testable import Interchange

@Suite struct ForeignTimeTests {
  @Test(arguments: [
    ("2026-02-03", "2026-02-03 23:59"), ("2026-02-03 10:30", "2026-02-03 10:30"),
    ("2026-02-03T10:30", "2026-02-03 10:30"), ("2026-02-03T10:30:05", "2026-02-03 10:30"),
    ("2026-02-03T01:30:00Z", "2026-02-03 10:30"), ("2026-02-03T01:30:00.25Z", "2026-02-03 10:30"),
    ("2026/02/03", "2026-02-03 23:59"), ("3.2.2026", "2026-02-03 23:59"),
    ("03.02.2026 10:30", "2026-02-03 10:30"), ("2/13/2026", "2026-02-13 23:59"),
    ("13/2/2026", "2026-02-13 23:59"), ("2/2/2026", "2026-02-02 23:59"),
    ("Feb 3, 2026", "2026-02-03 23:59"), ("3 February 2026", "2026-02-03 23:59"),
    ("03/Feb/26 6:30 PM", "2026-02-03 18:30"), ("03-Feb-2026 12:05 AM", "2026-02-03 00:05"),
    // The day and the month may be meant in either order.
    ("2/3/2026", nil), ("02-03-2026", nil), ("02/03/26", nil),
    ("2026-02-30", nil), ("tomorrow", nil), ("3d", nil), ("soon", nil), ("", nil),
    ("2026-02-03 25:00", nil), ("2026-02-03 10:30 XM", nil), ("버그", nil), ("T", nil),
  ])
  func `a time is read where it can mean one only`(_ text: String, _ time: String?) {
    #expect(ForeignTime.read(text, in: .fixed(9 * 3600))?.text == time)
  }

  @Test func `a day begins where a task may start`() {
    #expect(
      ForeignTime.read("2026-02-03", in: .fixed(0), isStart: true)?.text == "2026-02-03 00:00")
  }
}
