import Foundation
import TestSupport
import Testing

/// Recurring rows with the built programs: ticks that are killed, and ticks at once.
@Suite struct RecurringKillTests {
  /// 17 hours and a half: each step of a year brings one row, and a plan on each day.
  private static let step = 1050
  private static let entries = #"""
    {"recurring": {
      "row": {"every": "1050m", "overlap": true, "add": {"task": "t", "brief": "all of it"}},
      "plan": {"every": "1d", "overlap": true, "plan": "plan.json"}}}
    """#
  private static let plan =
    #"{"plan": "p", "tasks": [{"id": "a", "task": "a"}, {"id": "b", "task": "b", "after": ["a"]}]}"#
  /// The first time of `row` after the scene's clock, in seconds since 1970, at the offset of Korea.
  private static let start = {
    let local = Scene.nowEpoch + 9 * 3600
    return (local / (step * 60) + 1) * step * 60 - 9 * 3600
  }()

  private static func name(_ seconds: Int) -> String {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      in: TimeZone(secondsFromGMT: 9 * 3600) ?? .gmt,
      from: Date(timeIntervalSince1970: Double(seconds)))
    return String(
      format: "%04d%02d%02d-%02d%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0,
      parts.hour ?? 0, parts.minute ?? 0)
  }

  private func scene(_ kept: QueueKept) throws -> Scene {
    let scene = try Scene(kept, rows: [])
    try scene.write(Self.entries, to: "orch.json")
    try scene.write(Self.plan, to: "plan.json")
    return scene
  }

  private func added(in scene: Scene) throws -> [String] {
    try scene.orch("events", "--event", "added").output.split(separator: "\n").compactMap {
      let fields = $0.split(separator: "\t")
      return fields.count > 3 ? String(fields[3]) : nil
    }
  }

  private func trace(
    _ scene: Scene, at now: Int, injecting injections: [String] = []
  ) throws -> Strace.Trace {
    try Strace.run(
      scene.orchPath, ["tick", "--no-log"] + scene.options, in: scene.folder,
      environment: ["HOME": scene.folder, "ORCH_NOW": "\(now)"], tracing: SystemCalls.changing,
      injecting: injections)
  }

  /// Each step moves the clock to the next time, and kills a tick at some call of the system that
  /// changes a file; a whole one follows.
  @Test(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"), arguments: QueueKept.allCases)
  func `through a year of killed ticks each time is added once`(_ kept: QueueKept) throws {
    let rehearsal = try self.scene(kept)
    try expect(rehearsal.orch("tick"), is: .prints("NOOP\n"))
    let calls = try trace(rehearsal, at: Self.start).calls.filter(\.isChanging)
    #expect(calls.count > 30)
    let scene = try scene(kept)
    try expect(scene.orch("tick"), is: .prints("NOOP\n"))
    let count = LongTests.sample(12, of: 0..<500, named: "recurring kills").count
    var random = SeededGenerator(seed: LongTests.seed(named: "recurring kills \(kept)"))
    var (expected, killed): (Set<String>, Int) = ([], 0)
    for number in 0..<count {
      let now = Self.start + number * Self.step * 60
      let call = try #require(calls.randomElement(using: &random))
      let trace = try trace(
        scene, at: now, injecting: ["\(call.name):signal=KILL:when=\(call.occurrence)"])
      if trace.ending.signal == 9 { killed += 1 }
      // The hint may be lost with the power.
      if number % 10 == 9 {
        try? FileManager.default.removeItem(atPath: scene.path(".orch/recurring.json"))
      }
      let whole = try scene.orch("tick", environment: ["ORCH_NOW": "\(now)"])
      #expect(whole.status == 0, "\(call) \(number): \(whole)")
      expected.insert("row-\(Self.name(now))")
      let day = Self.name(now).prefix(8)
      if day != Self.name(Scene.nowEpoch).prefix(8) {
        expected.formUnion(["plan-\(day).a", "plan-\(day).b"])
      }
    }
    let added = try added(in: scene)
    #expect(added.count == Set(added).count)
    #expect(Set(added) == expected)
    #expect(killed > count / 2, "\(killed) of \(count)")
    try expect(scene.ops("verify").status, is: 0)
  }

  @Test(arguments: QueueKept.allCases)
  func `of ticks at once one adds what is due`(_ kept: QueueKept) throws {
    let scene = try scene(kept)
    try expect(scene.orch("tick"), is: .prints("NOOP\n"))
    let options = scene.options.joined(separator: " ")
    let race = ConcurrencyRace(
      folder: scene.folder, program: "\(BuiltBinaries.orch) \(options) --no-log")
    for number in 0..<4 {
      let now = Self.start + number * 7 * 86400 / (Self.step * 60) * Self.step * 60
      let writers = try (0..<8).map { _ in try race.start("ORCH_NOW=\(now) $ORCH tick") }
      let endings = writers.map { $0.wait() }
      #expect(endings.filter { $0.status != 0 } == [])
      let lines = endings.flatMap { $0.output.split(separator: "\n") }
        .filter { $0.hasPrefix("ADDED ") }
      let stamp = Self.name(now)
      #expect(lines.sorted() == ["ADDED plan plan-\(stamp.prefix(8))", "ADDED row-\(stamp)"])
    }
    let added = try added(in: scene)
    #expect(added.count == Set(added).count && added.count == 4 * 3)
  }

  @Test func `of two machines at once one adds what is due`() throws {
    let schema = "recurring_rows"
    try Scene().bash("psql -qX '\(PostgresServer.address)' -c 'CREATE SCHEMA \(schema)'").check()
    let machines = try (0..<2).map { _ in
      let machine = try Scene()
      machine.options = ["--db", PostgresServer.address(ofSchema: schema)]
      try machine.write(Self.entries, to: "orch.json")
      try machine.write(Self.plan, to: "plan.json")
      return machine
    }
    try expect(machines[0].orch("init").status, is: 0)
    for machine in machines { try expect(machine.orch("tick").status, is: 0) }
    for number in 0..<3 {
      let now = Self.start + number * 7 * 86400 / (Self.step * 60) * Self.step * 60
      let ticks = try machines.flatMap { machine in
        let race = ConcurrencyRace(
          folder: machine.folder,
          program: "\(BuiltBinaries.orch) \(machine.options.joined(separator: " ")) --no-log")
        return try (0..<3).map { _ in try race.start("ORCH_NOW=\(now) $ORCH tick") }
      }
      let endings = ticks.map { $0.wait() }
      #expect(endings.filter { $0.status != 0 } == [])
      for machine in machines {
        try expect(machine.orch("tick", environment: ["ORCH_NOW": "\(now)"]).status, is: 0)
      }
    }
    let added = try added(in: machines[0])
    #expect(added.count == Set(added).count && added.count == 3 * 3)
  }
}
