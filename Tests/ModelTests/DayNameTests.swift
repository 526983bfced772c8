import Model
import Testing

/// Days that people name by words. Now it is Saturday, 2026-01-31 18:00.
@Suite struct DayNameTests {
  @Test(arguments: [
    ("friday", "2026-02-06 23:59"), ("Fri", "2026-02-06 23:59"), ("금", "2026-02-06 23:59"),
    ("금요일 17:00", "2026-02-06 17:00"), ("sat", "2026-01-31 23:59"),
    ("saturday 18:00", "2026-02-07 18:00"), ("sat 18:01", "2026-01-31 18:01"),
    ("sun 9:05", "2026-02-01 09:05"), ("today", "2026-01-31 23:59"),
    ("오늘 9:00", "2026-02-01 09:00"), ("TOMORROW", "2026-02-01 23:59"),
    ("내일 9:00", "2026-02-01 09:00"), ("모레", "2026-02-02 23:59"), ("fr", nil), ("yesterday", nil),
    ("어제", nil), ("fridays", nil), ("next friday", nil), ("fri 24:00", nil), ("fri 9", nil),
    ("fri 17:00 sharp", nil), ("금욜", nil), ("", nil),
  ])
  func `a due time is the next one`(text: String, due: String?) {
    #expect(QueueTime(due: text, at: now)?.text == due)
  }

  @Test func `a start is the first minute of the day`() {
    #expect(QueueTime(start: "mon", at: now)?.text == "2026-02-02 00:00")
    #expect(QueueTime(start: "sat", at: now)?.text == "2026-02-07 00:00")
    #expect(QueueTime(start: "tomorrow", at: now)?.text == "2026-02-01 00:00")
  }

  @Test(arguments: [
    ("yesterday", "2026-01-30 00:00"), ("어제 13:00", "2026-01-30 13:00"),
    ("today", "2026-01-31 00:00"), ("sat", "2026-01-31 00:00"), ("mon", "2026-01-26 00:00"),
    ("일요일", "2026-01-25 00:00"), ("tomorrow", nil), ("someday", nil),
  ])
  func `a time in the past is the last one`(text: String, since: String?) {
    #expect(QueueTime(named: text, at: now)?.text == since)
  }
}
