import Model
import TestSupport
import Testing

@testable import Schedule

/// Which minutes the five fields of a crontab select.
@Suite struct CronTimesTests {
  private static func minute(_ text: String) throws -> Int {
    try #require(QueueTime(text, offset: 0)).localMinutes
  }

  private static func times(_ text: String) throws -> RecurringTimes {
    .cron(try CronTimes(text), text: text)
  }

  /// The time after 2026-01-31 18:00, a Saturday, and the last one not after it.
  @Test(arguments: [
    ("* * * * *", "2026-01-31 18:01", "2026-01-31 18:00"),
    ("0 2 * * 1-5", "2026-02-02 02:00", "2026-01-30 02:00"),
    ("*/15 * * * *", "2026-01-31 18:15", "2026-01-31 18:00"),
    ("5-50/20 8-18/5 * * *", "2026-01-31 18:05", "2026-01-31 13:45"),
    ("0 18 * * *", "2026-02-01 18:00", "2026-01-31 18:00"),
    ("30 4 1,15 * *", "2026-02-01 04:30", "2026-01-15 04:30"),
    ("0 0 31 * *", "2026-03-31 00:00", "2026-01-31 00:00"),
    ("0 12 29 2 *", "2028-02-29 12:00", "2024-02-29 12:00"),
    ("0 0 * * 7", "2026-02-01 00:00", "2026-01-25 00:00"),
    ("0 0 * * sun", "2026-02-01 00:00", "2026-01-25 00:00"),
    ("0 0 * * FRI-Sun", "2026-02-01 00:00", "2026-01-31 00:00"),
    ("0 0 * jan,dec mon", "2026-12-07 00:00", "2026-01-26 00:00"),
    // Where both days are given, either fits.
    ("0 0 13 * fri", "2026-02-06 00:00", "2026-01-30 00:00"),
    // One that begins with * is not given.
    ("0 0 */2 * mon", "2026-02-09 00:00", "2026-01-19 00:00"),
    ("0 0 * 6-8/2 *", "2026-06-01 00:00", "2025-08-31 00:00"),
  ])
  func `the next and the last time`(_ text: String, _ next: String, _ last: String) throws {
    let (times, now) = (try Self.times(text), try Self.minute("2026-01-31 18:00"))
    #expect(try times.next(after: now) == Self.minute(next))
    #expect(try times.last(notAfter: now) == Self.minute(last))
  }

  @Test(arguments: [
    ("", CronTimes.Mistake.fieldCount(0)), ("0 2 * *", .fieldCount(4)),
    ("0 2 * * * root", .fieldCount(6)), ("@daily", .fieldCount(1)),
    ("60 * * * *", .field(.minute, "60")), ("* 24 * * *", .field(.hour, "24")),
    ("* * 0 * *", .field(.day, "0")), ("* * * 13 *", .field(.month, "13")),
    ("* * * * 8", .field(.weekday, "8")), ("* * * mon *", .field(.month, "mon")),
    ("1, * * * *", .field(.minute, "1,")), ("5-1 * * * *", .field(.minute, "5-1")),
    ("*/0 * * * *", .field(.minute, "*/0")), ("5/10 * * * *", .field(.minute, "5/10")),
    ("1-2-3 * * * *", .field(.minute, "1-2-3")), ("-1 * * * *", .field(.minute, "-1")),
    ("+1 * * * *", .field(.minute, "+1")), ("*/5/5 * * * *", .field(.minute, "*/5/5")),
    ("1.5 * * * *", .field(.minute, "1.5")), ("\u{FF11} * * * *", .field(.minute, "\u{FF11}")),
    ("99999999999999999999 * * * *", .field(.minute, "99999999999999999999")),
    ("0 0 30 2 *", .neverComes), ("0 0 31 2,4,6,9,11 *", .neverComes),
  ])
  func `a text that selects nothing is refused`(_ text: String, _ mistake: CronTimes.Mistake) {
    #expect(throws: mistake) { try CronTimes(text) }
  }

  /// What each minute says by itself: the rule of crontab(5), read minute by minute.
  private struct Reference {
    let fields: [[Int]]
    let texts: [String]

    /// Random fields, and the values that they mean.
    init(_ random: inout SeededGenerator) {
      var (fields, texts): ([[Int]], [String]) = ([], [])
      for range in [0...59, 0...23, 1...31, 1...12, 0...6] {
        let first = Int.random(in: range, using: &random)
        let last = Int.random(in: first...range.upperBound, using: &random)
        let step = Int.random(in: 1...9, using: &random)
        let (text, values): (String, [Int]) =
          switch Int.random(in: 0..<6, using: &random) {
          case 0, 1: ("*", Array(range))
          case 2:
            (
              "*/\(step)",
              Array(stride(from: range.lowerBound, through: range.upperBound, by: step))
            )
          case 3: ("\(first)-\(last)/\(step)", Array(stride(from: first, through: last, by: step)))
          case 4: ("\(first)-\(last),\(first)", Array(first...last))
          default: ("\(first)", [first])
          }
        texts.append(text)
        fields.append(values)
      }
      (self.fields, self.texts) = (fields, texts)
    }

    func has(_ minute: Int) -> Bool {
      let text = Array(QueueTime(localMinutes: minute, zone: .fixed(0)).text.utf8)
      func number(_ range: Range<Int>) -> Int { text[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
      let weekday = (minute / 1440 + 4) % 7
      let (day, week) = (fields[2].contains(number(8..<10)), fields[4].contains(weekday))
      let isEither = texts[2].first != "*" && texts[4].first != "*"
      return fields[0].contains(number(14..<16)) && fields[1].contains(number(11..<13))
        && fields[3].contains(number(5..<7)) && (isEither ? day || week : day && week)
    }
  }

  @Test(arguments: 0..<12) func `both are those of a scan minute by minute`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<3 {
      let reference = Reference(&random)
      let text = reference.texts.joined(separator: " ")
      let start = try Self.minute("2027-12-20 00:00") + Int.random(in: 0..<1440, using: &random)
      let found = (start..<start + 120 * 1440).filter(reference.has)
      guard let times = try? Self.times(text) else {
        #expect(found.isEmpty, "\(text)")
        continue
      }
      var next: [Int] = []
      var minute = start - 1
      while let time = times.next(after: minute), time < start + 120 * 1440 {
        next.append(time)
        minute = time
      }
      #expect(next == found, "\(text)")
      var last: [Int] = []
      minute = start + 120 * 1440 - 1
      while let time = times.last(notAfter: minute), time >= start {
        last.append(time)
        minute = time - 1
      }
      #expect(last.reversed() == found, "\(text)")
    }
  }
}
