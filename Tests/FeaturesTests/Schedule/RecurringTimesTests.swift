import Foundation
import Model
import TestSupport
import Testing

@testable import Schedule

/// Which times of recurring work are due, and what their rows are called.
@Suite struct RecurringTimesTests {
  private static let korea = QueueZone.fixed(9 * 3600)

  private static func minute(_ text: String) throws -> RecurringMinute {
    RecurringMinute(try #require(QueueTime(text, offset: 0)).localMinutes)
  }

  private static func text(_ minute: RecurringMinute) -> String {
    QueueTime(localMinutes: minute.local, zone: .fixed(0)).text + (minute.isSecond ? "b" : "")
  }

  private static func daily() throws -> RecurringTimes {
    .cron(try CronTimes("0 2 * * *"), text: "0  2 * * *")
  }

  /// Daily at 02:00; up to which time it was decided, now, and what is due with and without catching
  /// up.
  @Test(arguments: [
    ("2026-01-30 02:00", "2026-01-31 01:59", "", ""),
    ("2026-01-30 02:00", "2026-01-31 02:00", "2026-01-31 02:00", "2026-01-31 02:00"),
    ("2026-01-30 02:00", "2026-01-31 02:30", "2026-01-31 02:00", "2026-01-31 02:00"),
    // Missed: no tick came within half an hour.
    ("2026-01-30 02:00", "2026-01-31 02:31", "2026-01-31 02:00", ""),
    ("2026-01-20 02:00", "2026-01-31 18:00", "2026-01-31 02:00", ""),
    // Of several only the last, and none that was missed besides one that is in time.
    ("2026-01-20 02:00", "2026-01-31 02:10", "2026-01-31 02:00", "2026-01-31 02:00"),
    // A clock that was set back.
    ("2026-01-31 02:00", "2026-01-29 02:00", "", ""),
    ("2026-01-31 02:00", "2026-01-31 02:00", "", ""),
  ])
  func `what is due`(_ floor: String, _ now: String, _ caught: String, _ inTime: String) throws {
    let time = try #require(QueueTime(now, zone: Self.korea))
    for (catchesUp, expected) in [(true, caught), (false, inTime)] {
      let due = try Self.daily().due(
        after: Self.minute(floor), at: time, catchingUp: catchesUp)
      #expect(due.map(Self.text).joined(separator: ",") == expected)
    }
  }

  @Test func `of times that come often each of the last half hour is due`() throws {
    let now = try #require(QueueTime("2026-01-31 18:07", zone: Self.korea))
    let due = try RecurringTimes.every(minutes: 10).due(
      after: Self.minute("2026-01-31 08:00"), at: now, catchingUp: true)
    #expect(
      due.map(Self.text) == ["2026-01-31 17:40", "2026-01-31 17:50", "2026-01-31 18:00"])
  }

  /// Clocks of Berlin go from 02:00 to 03:00 on 29 March, and from 03:00 to 02:00 on 25 October.
  @Test func `what clocks skip comes when they have moved, what they show twice once`() throws {
    let file = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin"))
    let berlin = QueueZone.rules(try #require(ZoneRules(Array(file))), name: "Europe/Berlin")
    let times = RecurringTimes.cron(try CronTimes("30 2 * * *"), text: "30 2 * * *")
    func due(_ floor: String, at seconds: Int) throws -> [String] {
      times.due(
        after: try Self.minute(floor), at: QueueTime(epochSeconds: seconds, zone: berlin),
        catchingUp: false
      ).map(Self.text)
    }
    let spring = try #require(QueueTime("2026-03-29 03:00", zone: berlin)).epochSeconds
    #expect(try due("2026-03-28 02:30", at: spring - 1) == [])
    #expect(try due("2026-03-28 02:30", at: spring) == ["2026-03-29 02:30"])
    #expect(try due("2026-03-28 02:30", at: spring + 3600) == ["2026-03-29 02:30"])
    #expect(try due("2026-03-28 02:30", at: spring + 3661) == [])
    let autumn = try #require(QueueTime("2026-10-25 02:30", zone: berlin)).epochSeconds
    #expect(try due("2026-10-24 02:30", at: autumn) == ["2026-10-25 02:30"])
    #expect(try due("2026-10-25 02:30", at: autumn + 3600) == [])
    let second = QueueTime(epochSeconds: autumn + 3000, zone: berlin)
    #expect(second.text == "2026-10-25 02:20")
    #expect(
      try times.next(after: Self.minute("2026-10-25 02:30"), at: second)?.text
        == "2026-10-26 02:30")
    #expect(times.next(after: RecurringMinute(0), at: second)?.text == "2026-10-26 02:30")
  }

  /// What a tick each quarter of an hour adds around the changes of Berlin's clocks, from 01:45 on.
  @Test(arguments: [
    (
      "*/15 * * * *", "2026-10-25 01:45",
      "0145,0200,0215,0230,0245,0200b,0215b,0230b,0245b,0300"
    ),
    ("*/15 * * * *", "2026-03-29 01:45", "0145,0300,0315,0330,0345,0400,0415,0430,0445,0500"),
    ("0 * * * *", "2026-10-25 01:45", "0200,0200b,0300"),
    ("50 * * * *", "2026-10-25 01:45", "0150,0250,0250b"),
    ("50 * * * *", "2026-03-29 01:45", "0150,0350,0450"),
    ("0 */2 * * *", "2026-10-25 01:45", "0200,0200b"), ("0 */2 * * *", "2026-03-29 01:45", "0400"),
    ("30 2 * * *", "2026-10-25 01:45", "0230"), ("30 2 * * *", "2026-03-29 01:45", "0230"),
  ])
  func `intervals go by elapsed time`(_ cron: String, _ start: String, _ added: String) throws {
    let file = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin"))
    let berlin = QueueZone.rules(try #require(ZoneRules(Array(file))), name: "Europe/Berlin")
    let times = RecurringTimes.cron(try CronTimes(cron), text: cron)
    let name = try #require(RecurringName("q"))
    let first = try #require(QueueTime(start, zone: berlin)).epochSeconds
    var floor = RecurringMinute(at: QueueTime(epochSeconds: first - 60, zone: berlin))
    var found: [String] = []
    for step in 0..<10 {
      let now = QueueTime(epochSeconds: first + step * 900, zone: berlin)
      for time in times.due(after: floor, at: now, catchingUp: true) {
        found.append(String(name.row(at: time).dropFirst("q-20261025-".count)))
        #expect(name.minute(ofRow: name.row(at: time)) == time)
        floor = time
      }
      if let last = times.last(at: now) { floor = times.later(floor, last, in: berlin) }
    }
    #expect(found.joined(separator: ",") == added)
  }

  /// Each passage of an hour that comes is the last at its end, and none that clocks skip.
  @Test(arguments: [
    ("2026-03-29 03:00", 0, "2026-03-29 01:50"), ("2026-03-29 03:00", 60, "2026-03-29 03:50"),
    ("2026-10-25 02:45", 0, "2026-10-25 01:50"), ("2026-10-25 02:45", 20, "2026-10-25 02:50"),
    ("2026-10-25 02:45", 65, "2026-10-25 02:50b"),
  ])
  func `the last time is one that clocks have shown`(
    _ start: String, _ minutes: Int, _ last: String
  ) throws {
    let file = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin"))
    let berlin = QueueZone.rules(try #require(ZoneRules(Array(file))), name: "Europe/Berlin")
    let times = RecurringTimes.cron(try CronTimes("50 * * * *"), text: "50 * * * *")
    let seconds = try #require(QueueTime(start, zone: berlin)).epochSeconds + minutes * 60
    let found = times.last(at: QueueTime(epochSeconds: seconds, zone: berlin))
    #expect(found.map(Self.text) == last)
  }

  @Test func `the next interval may be the second of its name`() throws {
    let file = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin"))
    let berlin = QueueZone.rules(try #require(ZoneRules(Array(file))), name: "Europe/Berlin")
    let first = try #require(QueueTime("2026-10-25 02:45", zone: berlin))
    let times = RecurringTimes.every(minutes: 30)
    let next = try #require(times.next(after: RecurringMinute(at: first), at: first))
    #expect(next.epochSeconds == first.epochSeconds + 900 && next.text == "2026-10-25 02:00")
    #expect(RecurringMinute(at: next).isSecond)
  }

  @Test func `lengths count from 1970 on the local clock`() throws {
    let week = RecurringTimes.every(minutes: 7 * 1440)
    let now = try Self.minute("2026-01-31 18:00")
    // 1970-01-01 was a Thursday.
    #expect(
      week.next(after: now.local).map { Self.text(RecurringMinute($0)) } == "2026-02-05 00:00")
    #expect(
      week.last(notAfter: now.local).map { Self.text(RecurringMinute($0)) } == "2026-01-29 00:00")
    #expect(week.text == "every 7d")
    #expect(try Self.daily().text == "cron 0 2 * * *")
  }

  @Test func `two times on one day are noticed`() throws {
    #expect(!RecurringTimes.every(minutes: 1440).comesSeveralTimesADay)
    #expect(RecurringTimes.every(minutes: 1439).comesSeveralTimesADay)
    for (text, several) in [("0 2 * * *", false), ("0 2,3 * * *", true), ("*/30 2 * * *", true)] {
      #expect(try RecurringTimes.cron(CronTimes(text), text: text).comesSeveralTimesADay == several)
    }
  }

  @Test func `rows and plans are named by their times`() throws {
    let name = try #require(RecurringName("night-ly"))
    let time = try Self.minute("2026-11-23 02:05")
    #expect(name.row(at: time) == "night-ly-20261123-0205")
    #expect(name.plan(at: time) == "night-ly-20261123")
    #expect(name.minute(ofRow: "night-ly-20261123-0205") == time)
    #expect(
      try name.minute(ofRow: "night-ly-20261123.schema") == Self.minute("2026-11-23 23:59"))
    #expect(name.base(ofRow: "night-ly-20261123.schema") == "night-ly-20261123")
  }

  @Test(arguments: [
    "night-ly", "night-ly-", "night-ly-20261123", "night-ly-20261323-0205",
    "night-ly-20261123-2405", "night-ly-20261123-02055", "night-ly-2026112-0205",
    "night-ly-20261123x0205", "Night-ly-20261123-0205", "night-20261123-0205",
    "night-ly-20261123-0205.x", "night-ly-2026-123-0205", "night-ly-\u{D55C}\u{AE00}1123-0205",
  ])
  func `a row of another name or form is another's`(_ id: String) throws {
    #expect(try #require(RecurringName("night-ly")).minute(ofRow: id) == nil)
  }

  @Test func `a name has up to 20 characters`() {
    #expect(RecurringName(String(repeating: "a", count: 20)) != nil)
    for text in ["", String(repeating: "a", count: 21), "a.b", "-a", "a b", "\u{AC00}"] {
      #expect(RecurringName(text) == nil, "\(text)")
    }
  }
}
