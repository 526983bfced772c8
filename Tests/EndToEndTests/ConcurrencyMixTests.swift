import TestSupport
import Testing

/// Eight processes that add, pick, end, lease and rescue rows of one database, as chance has it.
///
/// The event log shows it: each event must begin where the one before it ended, and agree with
/// what the process that made it printed.
struct ConcurrencyMixTests {
  private static let processes = 8
  private static let steps = 14

  @Test(arguments: [UInt64(1), 2])
  func `what each process prints agrees with the events and with the rows`(
    seed: UInt64
  ) throws {
    try DatabaseRace.with(rows: 12) { race in
      var random = SeededGenerator(seed: seed)
      let scripts = (1...Self.processes).map { Self.script("w\($0)", &random) }
      let shells = try scripts.map { try race.shells.start($0) }
      let endings = shells.map { $0.wait() }
      #expect(endings.filter { $0.status != 0 || $0.errors != "" } == [])
      let state = try race.state
      #expect(state.contradictions == [])
      let answers = try endings.flatMap { ending in
        try ending.output.split(separator: "\n").map { try Answer($0) }
      }
      #expect(answers.count == Self.processes * Self.steps)
      let events = Dictionary(grouping: state.events, by: \.trace)
      #expect(Set(events.keys).isSubset(of: answers.map(\.trace)))
      for answer in answers {
        let mine = events[answer.trace] ?? []
        #expect(answer.isTrue(of: mine), "seed \(seed): \(answer), \(mine)")
      }
      // Else the seed has tried nothing.
      let types = Set(state.events.map(\.type))
      #expect(types.isSuperset(of: ["added", "picked"]))
      #expect(types.contains { $0.hasPrefix("lease_") }, "\(types)")
    }
  }

  // MARK: What they do

  /// What a process may do; `$held` is the row that it picked last.
  private static let deeds = [
    "add --priority P0 --task more --success-criteria done", "pick", "pick", "pick",
    "done $held --notes ok", "fail $held --notes no", "lease acquire $held", "lease renew $held",
    "lease acquire R3 --seconds 300", "lease release $held", "release $held",
    "watchdog --stale-minutes 2", "dispatch --max-workers 5",
  ]

  /// The clock goes on by minutes, in each process for itself.
  private static func script(_ session: String, _ random: inout SeededGenerator) -> String {
    var minutes = 0
    let steps = (1...steps).map { step in
      minutes += Int.random(in: 0...4, using: &random)
      let deed = deeds.randomElement(using: &random) ?? ""
      return "step \(session)-\(step) \(Scene.nowEpoch + minutes * 60) \(deed)"
    }
    return """
      held=R1
      step() {
        local out; out=$(ORCH_TRACE_ID=$1 ORCH_NOW=$2 $ORCH "${@:3}" --owner-session \(session) 2>&1)
        echo "$1 $? $3 ${out//$'\\n'/ / }"
        [ "$3" = pick ] && [ "$out" != 'No pending tasks' ] && held=$out
        return 0
      }

      """ + steps.joined(separator: "\n")
  }
}

/// What a process printed: `w1-3 0 pick R7`.
private struct Answer: CustomStringConvertible {
  let trace: String
  let status: Int
  let command: String
  let text: String

  init(_ line: Substring) throws {
    let words = line.split(separator: " ", maxSplits: 3)
    try #require(words.count == 4, "\(line)")
    trace = String(words[0])
    status = try #require(Int(words[1]), "\(line)")
    command = String(words[2])
    text = String(words[3])
  }

  var description: String { "\(trace) \(status) \(command): \(text)" }

  /// Whether these events, its own, say the same.
  func isTrue(of events: [DatabaseState.Event]) -> Bool {
    let recorded = events.map { "\($0.type) \($0.id)" }
    switch (status, command) {
    case (0, "add"): return recorded == ["added \(text.dropFirst("Added ".count))"]
    case (0, "pick"):
      return recorded == (text == "No pending tasks" ? [] : ["picked \(text)"])
    case (0, "done"), (0, "fail"):
      let id = text.prefix { $0 != " " }
      // A row that is already so is left so.
      return recorded == ["\(command == "done" ? "done" : "failed") \(id)"] || recorded == []
    case (0, "release"):
      // A row that waits is left so, but for a lease on it.
      return recorded == [] || recorded == ["released \(text.prefix { $0 != " " })"]
        || recorded == ["lease_released \(text.prefix { $0 != " " })"]
    case (0, "lease"): return recorded.count <= 1 && recorded.allSatisfy { $0.hasPrefix("lease_") }
    case (0, "dispatch"):
      return recorded.allSatisfy { $0.hasPrefix("picked ") }
        && recorded.isEmpty == text.hasSuffix("NOOP")
    case (0, "watchdog"):
      let isSilent = events.allSatisfy { $0.type == "first_seen" }
      return isSilent == (text == "NOOP")
    // A refusal changes nothing; a lease that it found ended is ended in writing.
    case (1, _): return recorded.allSatisfy { $0.hasPrefix("lease_ended ") }
    case (_, _): return false
    }
  }
}
