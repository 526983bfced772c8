import Foundation
import Testing
import Text

@testable import Soaking

/// What arrives, and what goes wrong with it.
@Suite struct PlanTests {
  private static let names = ["short", "15m", "1h", "24h", "72h"]

  private static func profile(_ name: String) throws -> SoakProfile {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let data = try Data(contentsOf: root.appending(path: "automation/soak/\(name).json"))
    return try SoakProfile(parsing: Array(data))
  }

  @Test func `the short profile is two hours of rows in ten minutes`() throws {
    let short = try Self.profile("short")
    #expect(short.minutes * 60 == 600 * short.speed && short.speed > 1)
    #expect(short.faults.duplicateSubmission == 0.01 && short.faults.lockedDatabase == 0.02)
    #expect(short.goals.success == 0.99 && short.goals.recovered == 0.99)
    #expect(short.goals.attempts >= 200 && short.goals.lostLeases >= 20)
  }

  /// Source: the soak plan of the Python tool.
  @Test(arguments: [
    ("24h", 1440, 2, 8, 3, 15, 0.05, 0.99, 90), ("72h", 4320, 5, 20, 5, 60, 0.1, 0.97, 120),
  ])
  func `the long profiles have the load and the limits of the plan`(
    _ name: String, _ minutes: Int, _ perMinute: Int, _ burst: Int, _ burstMinutes: Int,
    _ every: Int, _ transient: Double, _ success: Double, _ p95: Int
  ) throws {
    let profile = try Self.profile(name)
    #expect(profile.speed == 1 && profile.minutes == minutes && profile.goals.p95Seconds == p95)
    let arrivals = profile.arrivals
    #expect(arrivals.perMinute == perMinute && arrivals.burstRows == burst)
    #expect(arrivals.burstMinutes == burstMinutes && arrivals.burstEveryMinutes == every)
    #expect(profile.faults.transient == transient && profile.goals.success == success)
    #expect(profile.faults.overBudget == 0.01 && profile.faults.lockedDatabase == 0.02)
    #expect(profile.faults.duplicateSubmission == 0.01 && profile.goals.recovered == 0.99)
    #expect(profile.abort.success == 0.95 && profile.abort.noProgressMinutes == 10)
    #expect(profile.abort.duplicates == 0 && profile.abort.unblocked == 0)
    let rows = minutes * perMinute + minutes / every * burstMinutes * burst
    #expect(profile.goals.attempts == rows)
    #expect(Self.kinds(profile, rows).count { $0 == .losesLease } >= profile.goals.lostLeases)
  }

  @Test(arguments: [("15m", 15), ("1h", 60)])
  func `the quick profiles have a light load`(_ name: String, _ minutes: Int) throws {
    let profile = try Self.profile(name)
    let rows = minutes / 15 * 24
    #expect(profile.speed == 1 && profile.minutes == minutes && profile.goals.p95Seconds == 90)
    #expect(profile.goals.success == 0.95 && profile.goals.attempts == rows)
    #expect(profile.abort.success == 0.95 && profile.abort.unblocked == 0)
    // Their seeds have at least one report beyond the hard budget, and so few other faults that a
    // p95 within the limit is possible: ids are consecutive.
    let kinds = Self.kinds(profile, rows)
    #expect(kinds.contains(.exceedsBudget))
    #expect(kinds.count { $0 != .works } <= rows / 20)
    #expect(kinds.count { $0 == .losesLease } >= profile.goals.lostLeases)
  }

  @Test func `two hours of the day's load have each fault`() throws {
    let profile = try Self.profile("24h").lasting(120)
    #expect(profile.minutes == 120 && profile.goals.attempts == 432)
    let kinds = Self.kinds(profile, 432)
    #expect(profile.goals.lostLeases == 2 && kinds.count { $0 == .losesLease } >= 2)
    #expect(Set(kinds).count == 4)
  }

  /// What the first attempts at so many rows are like.
  private static func kinds(_ profile: SoakProfile, _ rows: Int) -> [Behaviour.Kind] {
    (1...rows).map { number in
      let digits = String(number)
      let id = "ORCH-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
      return Behaviour(profile, id: id, attempt: 1).kind
    }
  }

  @Test(arguments: names)
  func `the numbers of what arrives have no gap and no repetition`(_ name: String) throws {
    let profile = try Self.profile(name)
    let numbers = (0..<profile.minutes).flatMap { Arrival.inMinute($0, of: profile) }
      .flatMap { arrival in
        switch arrival.kind {
        case .single: [arrival.number]
        case .burst(let count): Array(arrival.number..<arrival.number + count)
        }
      }
    #expect(numbers.sorted() == Array(1...numbers.count))
    let bursts =
      profile.minutes / profile.arrivals.burstEveryMinutes * profile.arrivals.burstMinutes
    #expect(
      numbers.count
        == profile.minutes * profile.arrivals.perMinute + bursts * profile.arrivals.burstRows)
  }

  @Test func `what arrives in a minute is the same each time, and in order`() throws {
    let profile = try Self.profile("short")
    for minute in 0..<profile.minutes {
      let arrivals = Arrival.inMinute(minute, of: profile)
      #expect(arrivals == Arrival.inMinute(minute, of: profile))
      #expect(arrivals.map(\.time) == arrivals.map(\.time).sorted())
      #expect(arrivals.allSatisfy { $0.time / 60_000 == minute })
    }
  }

  /// What has to happen in the short soak does not hang on luck.
  @Test func `the short soak has each fault, and enough leases to lose`() throws {
    let profile = try Self.profile("short")
    let arrivals = (0..<profile.minutes).flatMap { Arrival.inMinute($0, of: profile) }
    #expect(arrivals.contains { $0.kind == .single(isRepeated: true) })
    let kinds = Self.kinds(profile, 300)
    let counts = Dictionary(grouping: kinds) { $0 }.mapValues(\.count)
    #expect(counts[.losesLease] ?? 0 >= profile.goals.lostLeases)
    #expect(counts[.exceedsBudget] ?? 0 >= 1)
    #expect((15...30).contains(counts[.failsTransiently] ?? 0))
  }

  @Test func `a row whose report was too long is shorter the next time`() throws {
    var profile = try Self.profile("short")
    (profile.faults.transient, profile.faults.lostLease, profile.faults.overBudget) = (0, 0, 1)
    #expect(Behaviour(profile, id: "X", attempt: 1).kind == .exceedsBudget)
    #expect(Behaviour(profile, id: "X", attempt: 2).kind == .works)
  }

  @Test func `work takes as long as the profile says`() throws {
    let profile = try Self.profile("short")
    let times = (1...500).map { Behaviour(profile, id: "X", attempt: $0).milliseconds }
    #expect(times.allSatisfy { (10_000...80_000).contains($0) })
    #expect(Set(times).count > 400)
  }

  @Test(arguments: SoakTask.Kind.allCases)
  func `a worker finds its task by the row's text`(_ kind: SoakTask.Kind) {
    for number in [1, 42, 21_600] {
      let task = SoakTask(number: number, kind: kind)
      #expect(SoakTask(ofRow: task.text) == task)
      #expect(SoakTask(ofRow: task.text + " 1") == nil)
      #expect(SoakTask(ofRow: "x" + task.text) == nil)
    }
  }
}
