import Foundation
import Model
import StoreTestSupport
import TestSupport
import Testing

/// The zones are read from the machine's zone files, and cut to what their rules for ever say.
@Suite struct QueueZoneTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let zone: String
    let local: String
    /// What the time means.
    let iso8601: String
    /// What local clocks show then.
    var shown: String?
  }

  private static let cases = [
    Case(
      testDescription: "New York in winter", zone: "America/New_York", local: "2026-01-31 18:00",
      iso8601: "2026-01-31T18:00:00-05:00"),
    Case(
      testDescription: "New York in summer", zone: "America/New_York", local: "2026-07-04 12:00",
      iso8601: "2026-07-04T12:00:00-04:00"),
    Case(
      testDescription: "the last minute before New York's spring", zone: "America/New_York",
      local: "2026-03-08 01:59", iso8601: "2026-03-08T01:59:00-05:00"),
    Case(
      testDescription: "a minute that New York's spring skips", zone: "America/New_York",
      local: "2026-03-08 02:30", iso8601: "2026-03-08T03:30:00-04:00", shown: "2026-03-08 03:30"),
    Case(
      testDescription: "the first minute of New York's spring", zone: "America/New_York",
      local: "2026-03-08 03:00", iso8601: "2026-03-08T03:00:00-04:00"),
    Case(
      testDescription: "a minute that New York's autumn has twice", zone: "America/New_York",
      local: "2026-11-01 01:30", iso8601: "2026-11-01T01:30:00-04:00"),
    Case(
      testDescription: "the first minute after New York's autumn", zone: "America/New_York",
      local: "2026-11-01 02:00", iso8601: "2026-11-01T02:00:00-05:00"),
    Case(
      testDescription: "a minute that Berlin's spring skips", zone: "Europe/Berlin",
      local: "2026-03-29 02:00", iso8601: "2026-03-29T03:00:00+02:00", shown: "2026-03-29 03:00"),
    Case(
      testDescription: "a minute that Berlin's autumn has twice", zone: "Europe/Berlin",
      local: "2026-10-25 02:59", iso8601: "2026-10-25T02:59:00+02:00"),
    Case(
      testDescription: "the first minute after Berlin's autumn", zone: "Europe/Berlin",
      local: "2026-10-25 03:00", iso8601: "2026-10-25T03:00:00+01:00"),
    Case(
      testDescription: "Seoul", zone: "Asia/Seoul", local: "2026-01-31 18:00",
      iso8601: "2026-01-31T18:00:00+09:00"),
    Case(
      testDescription: "half an hour", zone: "Asia/Kolkata", local: "2026-07-01 00:00",
      iso8601: "2026-07-01T00:00:00+05:30"),
    Case(
      testDescription: "three quarters of an hour with daylight-saving time in January",
      zone: "Pacific/Chatham", local: "2026-01-31 18:00", iso8601: "2026-01-31T18:00:00+13:45"),
    Case(
      testDescription: "winter in July", zone: "Australia/Sydney", local: "2026-07-01 12:00",
      iso8601: "2026-07-01T12:00:00+10:00"),
    Case(
      testDescription: "the summer of a far year, by the rule", zone: "Europe/Berlin",
      local: "2999-07-01 12:00", iso8601: "2999-07-01T12:00:00+02:00"),
    Case(
      testDescription: "the winter of a far year, by the rule", zone: "Europe/Berlin",
      local: "2999-12-31 23:59", iso8601: "2999-12-31T23:59:00+01:00"),
    Case(
      testDescription: "a far summer over the new year", zone: "Australia/Sydney",
      local: "2500-12-31 23:59", iso8601: "2500-12-31T23:59:00+11:00"),
    Case(
      testDescription: "a year before the rule", zone: "America/New_York",
      local: "1990-04-15 12:00", iso8601: "1990-04-15T12:00:00-04:00"),
    Case(
      testDescription: "a day that was skipped", zone: "Pacific/Apia", local: "2011-12-30 12:00",
      iso8601: "2011-12-31T12:00:00+14:00", shown: "2011-12-31 12:00"),
    Case(
      testDescription: "hours", zone: "-3.5", local: "2026-03-08 02:30",
      iso8601: "2026-03-08T02:30:00-03:30"),
  ]

  private static func zone(_ name: String) throws -> QueueZone {
    if let hours = Double(name) { return .fixed(Int(hours * 3600)) }
    let file = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)"))
    return .rules(try #require(ZoneRules(Array(file))), name: name)
  }

  @Test(arguments: cases) func `a local time is a moment`(_ scene: Case) throws {
    let time = try #require(QueueTime(scene.local, zone: try Self.zone(scene.zone)))
    #expect(time.iso8601 == scene.iso8601)
    #expect(time.text == scene.shown ?? scene.local)
    #expect(QueueTime(iso8601: scene.iso8601)?.epochSeconds == time.epochSeconds)
  }

  /// libc reads the same files.
  @Test(arguments: ["America/New_York", "Europe/Berlin", "Africa/Casablanca", "Asia/Gaza"])
  func `each month is as date prints it`(_ name: String) throws {
    let zone = try Self.zone(name)
    let moments = (0..<(12 * 80)).map { $0 * 2_629_746 + 1800 }
    let date = try run(
      "/usr/bin/date", ["-f", "-", "+%Y-%m-%dT%H:%M:%S%:z"], in: "/", environment: ["TZ": name],
      input: moments.map { "@\($0)\n" }.joined())
    let mine = moments.map { QueueTime(epochSeconds: $0, zone: zone).iso8601 + "\n" }
    #expect(date.output == mine.joined())
  }

  @Test(
    arguments: [
      ("America/New_York", "2026-03-08 12:00", 23), ("America/New_York", "2026-11-01 00:30", 25),
      ("Europe/Berlin", "2026-03-29 23:59", 23), ("Europe/Berlin", "2026-07-01 00:00", 24),
      ("9", "2026-03-08 12:00", 24),
      // Its clocks go from 23:59 to 01:00.
      ("America/Santiago", "2026-09-06 12:00", 23),
    ] as [(String, String, Int)])
  func `a day ends at local midnight`(_ name: String, _ local: String, hours: Int) throws {
    let time = try #require(QueueTime(local, zone: try Self.zone(name)))
    let (start, end) = (time.beginningOfDay, time.endOfDay)
    #expect(end.epochSeconds - start.epochSeconds == hours * 3600)
    #expect(start.day == time.day)
    #expect(start <= time && time < end)
    #expect(end.text.hasSuffix(" 00:00"))
  }

  @Test func `days later is the same time of day`() throws {
    let time = try #require(QueueTime("2026-03-07 18:00", zone: try Self.zone("America/New_York")))
    #expect(time.later(days: 2).iso8601 == "2026-03-09T18:00:00-04:00")
  }

  @Test(
    arguments: [
      ("Asia/Kolkata", 19_800), ("UTC", 0), ("America/Bogota", -18_000), ("Europe/Berlin", nil),
      ("Africa/Casablanca", nil), ("5.75", 20_700),
    ] as [(String, Int?)])
  func `a zone may keep one offset all year`(_ name: String, offset: Int?) throws {
    #expect(try Self.zone(name).fixedOffset(around: 1_769_850_000) == offset)
  }

  @Test(
    arguments: [
      ("KST-9", 0, 32_400), ("UTC0", 0, 0), ("<+0330>-3:30", 0, 12_600), ("XYZ+12", 0, -43_200),
      ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_199, -18_000),
      ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_200, -14_400),
      // 29 February counts in the second form, not in the first.
      ("AAA0BBB,J60,J61", 1_709_258_400, 3600), ("AAA0BBB,59,60", 1_709_172_000, 3600),
      ("AAA0BBB,59,60", 1_709_168_400, 0), ("<+01>-1<+02>-2:30,M3.5.4/50,M10.5.0/-1", 0, 3600),
    ])
  func `a rule of POSIX`(_ text: String, moment: Int, offset: Int) throws {
    #expect(try #require(YearlyRule(text.utf8)).offset(at: moment) == offset)
  }

  @Test(arguments: [
    "", "KST", "KS-9", "9", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "Europe/Berlin",
    "EST5EDT,M3.2.0,M11.1.0,", "KST-9 ", "<+09-9", "KST-999", "EST5EDT,M3.2.0/x,M11.1.0",
  ])
  func `no rule`(_ text: String) { #expect(YearlyRule(text.utf8) == nil) }

  @Test func `a file that is cut is no zone`() throws {
    let url = URL(fileURLWithPath: "/usr/share/zoneinfo/Europe/Berlin")
    let file = Array(try Data(contentsOf: url))
    for count in stride(from: 0, to: file.count, by: 7) {
      #expect(ZoneRules(Array(file.prefix(count))) == nil, "\(count)")
    }
    #expect(ZoneRules(Array("TZif".utf8) + [UInt8](repeating: 0xFF, count: 200)) == nil)
  }

  @Test func `the claim says which of two times a row began`() throws {
    let zone = try Self.zone("America/New_York")
    let first = try #require(QueueTime("2026-11-01 01:30", zone: zone))
    var item = QueueItem.sample("A", .inProgress)
    item.startedAt = first.text
    #expect(item.start(in: zone) == first)
    let second = first.epochSeconds + 3600
    item.claim = Claim(number: 1, nonce: "000000", madeAt: second + 42)
    #expect(item.start(in: zone)?.epochSeconds == second)
    #expect(!item.isStale(after: 60, at: QueueTime(epochSeconds: second + 3500, zone: zone)))
    #expect(item.isStale(after: 60, at: QueueTime(epochSeconds: second + 3600, zone: zone)))
    // A person wrote another time.
    item.startedAt = "2026-11-01 00:30"
    #expect(item.start(in: zone)?.epochSeconds == first.epochSeconds - 3600)
  }
}
