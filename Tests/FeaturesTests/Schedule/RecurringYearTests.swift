import Host
import Model
import Schedule
import StoreTestSupport
import TestSupport
import Testing

@testable import Door
@testable import Work

/// A year of recurring work, with ticks that come when they come.
@Suite struct RecurringYearTests {
  /// An entry, and its times as a scan of the year finds them.
  private struct Entry: Sendable {
    let name: String
    let text: String
    var isPlan = false
    var catchesUp = true
    /// By minutes of the day, the day since 1970 and the day of its month.
    let comes: @Sendable (_ minute: Int, _ day: Int, _ ofMonth: Int) -> Bool

    func id(_ minute: Int) -> String {
      let text = QueueTime(localMinutes: minute, zone: .fixed(0)).text.filter(\.isNumber)
      return isPlan
        ? "\(name)-\(text.prefix(8)).t" : "\(name)-\(text.prefix(8))-\(text.suffix(4))"
    }
  }

  private static let entries = [
    Entry(
      name: "nightly", text: #""cron": "0 2 * * *", "add": {"task": "t"}"#,
      comes: { minute, _, _ in minute == 120 }),
    // 1970-01-01 was a Thursday, so that a Monday is the fifth day after it.
    Entry(
      name: "weekdays", text: #""cron": "30 7 * * 1-5", "add": {"task": "t"}"#,
      comes: { minute, day, _ in minute == 450 && (day + 3) % 7 < 5 }),
    Entry(
      name: "seven", text: #""every": "7d", "add": {"task": "t"}"#,
      comes: { minute, day, _ in minute == 0 && day % 7 == 0 }),
    Entry(
      name: "month", text: #""cron": "0 3 1 * *", "plan": "plan.json""#, isPlan: true,
      comes: { minute, _, ofMonth in minute == 180 && ofMonth == 1 }),
    Entry(
      name: "prompt", text: #""cron": "0 */6 * * *", "catch_up": false, "add": {"task": "t"}"#,
      catchesUp: false, comes: { minute, _, _ in minute % 360 == 0 }),
  ]

  private static let start = "2026-01-31 18:00"

  /// The times of each entry in a year.
  private static let times: [[Int]] = {
    let first = QueueTime(start, offset: 0)?.localMinutes ?? 0
    return entries.map { entry in
      (first..<first + 370 * 1440).filter { minute in
        guard minute % 30 == 0 else { return false }
        let text = QueueTime(localMinutes: minute, zone: .fixed(0)).text
        return entry.comes(minute % 1440, minute / 1440, Int(text.dropFirst(8).prefix(2)) ?? 0)
      }
    }
  }()

  private static var settings: String {
    let members = entries.map { #""\#($0.name)": {"overlap": true, \#($0.text)}"# }
    return "{\(members.joined(separator: ", "))}"
  }

  private func expected(_ index: Int, after floor: Int, at now: Int) -> [Int] {
    let entry = Self.entries[index]
    let passed = Self.times[index].filter { $0 > floor && $0 <= now }
    let inTime = passed.filter { now - $0 <= 30 }
    return inTime.isEmpty && entry.catchesUp ? passed.suffix(1) : inTime
  }

  /// What is added is what the rule says, whatever the gaps between ticks, and each id once. The hint
  /// file is lost now and then, rows are deleted, finished and archived, and with an even seed the
  /// clock is set back.
  @Test(arguments: LongTests.sample(1, of: 0..<8, named: "recurring year"))
  func `each time of a year is added once`(_ number: Int) throws {
    let (store, seed) = (StoreScene.Store.allCases[number / 2 % 2], UInt64(number))
    var random = SeededGenerator(seed: seed)
    try withRecurring(Self.settings, in: store) { scene in
      try writeAged(
        #"{"plan": "p", "tasks": [{"id": "t", "task": "t"}]}"#,
        to: scene.scene.folder + "/plan.json")
      try scene.at(Self.start)
      #expect(try scene.tick() == [])
      let first = try #require(QueueTime(Self.start, offset: 0)).localMinutes
      var now = first
      var floors = Self.entries.map { _ in first }
      var added: [String] = []
      while now < first + 365 * 1440 {
        var gap = [7, 29, 31, 90, 600, 3000][Int.random(in: 0..<6, using: &random)]
        let isSetBack = seed % 2 == 0 && Int.random(in: 0..<12, using: &random) == 0
        if isSetBack { gap = -Int.random(in: 1...2000, using: &random) }
        now = max(first, now + gap)
        scene.scene.clock.pass(
          .seconds((now - 9 * 60) * 60 - scene.scene.clock.now / 1_000_000_000))
        // A time that was passed over is in no history: it may be in time again.
        if seed % 2 == 1, Int.random(in: 0..<10, using: &random) == 0 { try scene.forget() }
        let ids = try scene.tick()
        var expected: [String] = []
        for (index, entry) in Self.entries.enumerated().sorted(by: { $0.1.name < $1.1.name }) {
          expected += self.expected(index, after: floors[index], at: now).map(entry.id)
          floors[index] = max(
            floors[index], Self.times[index].last { $0 <= now } ?? floors[index])
        }
        #expect(ids == expected, "at \(QueueTime(localMinutes: now, zone: .fixed(0)).text)")
        if ids != expected { return }
        added += ids
        if let id = ids.first {
          switch Int.random(in: 0..<4, using: &random) {
          case 0: try scene.perform(.remove([id], force: true))
          case 1: try scene.finish(id)
          default: break
          }
        }
        if Int.random(in: 0..<60, using: &random) == 0 {
          _ = try scene.scene.queue.archive(olderThan: .zero, as: Caller())
        }
      }
      #expect(Set(added).count == added.count && added.count > 490)
      #expect(try scene.facts.count == Self.entries.count)
    }
  }
}
