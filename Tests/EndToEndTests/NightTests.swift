import Host
import TestSupport
import Testing
import Text

/// A night in which sixty rows end in all kinds of ways, while ticks, supervisors, agents, deliveries
/// and hooks are killed: what a person and what programs know of it in the morning.
@Suite struct NightTests {
  private static let settings = """
    {"workers": {"a": {"adapter": "report", "argv": ["./agent.sh"], "timeout": "1m"}},
     "retry": {"lost": {"retries": 99}, "agent": {"retries": 0}}, "max_attempts": 1,
     "hooks": {"all": {"on": \(names), "argv": ["./hook.sh", "all"], "env": ["HOOKS"]},
               "ends": {"on": ["done", "failed", "blocked", "question", "approval"],
                        "argv": ["./flaky.sh"], "env": ["HOOKS"]}}}
    """
  private static let ends = ["done", "failed", "blocked", "question", "approval"]
  private static let names =
    #"["added", "changed", "claimed", "released", "done", "failed", "#
    + #""blocked", "cancelled", "question", "approval", "removed", "reminder"]"#

  /// An agent that knows its message only. The number of its row says how it ends.
  private static let agent = """
    #!/bin/sh
    cat > /dev/null
    sleep 0.2
    report() { printf '[REPORT %s]\\nStatus: %s\\n%s\\n' "$ORCH_ITEM_ID" "$1" "$2"; }
    case $((${ORCH_ITEM_ID##*-} % 8)) in
      3) echo 'no idea' >&2; exit 7 ;;
      4) report QUESTION 'Question: which one?' ;;
      5) report DONE "Files:
    - missing" ;;
      7) echo 'I think that is all' ;;
      *) echo work > "out/$ORCH_ITEM_ID"; report DONE "Files:
    - out/$ORCH_ITEM_ID" ;;
    esac
    """

  /// Keeps each event on a line, which is written at once.
  private static let hook = """
    #!/bin/sh
    event=$(cat)
    printf '%s\\n' "$event" >> "$HOOKS/$1"
    """

  /// The same, and fails with some events the first time.
  private static let flaky = """
    #!/bin/sh
    event=$(cat)
    set -- $(printf '%s' "$event" | cksum)
    if [ $(($1 % 5)) = 0 ] && [ ! -e "$HOOKS/$1" ]; then
      : > "$HOOKS/$1"; echo 'no route to host' >&2; exit 1
    fi
    printf '%s\\n' "$event" >> "$HOOKS/ends"
    """

  private static let rows = (1...60).map { number in
    let notes = number % 8 == 6 ? "worker=a / approval=done" : "worker=a"
    return row("T-\(number)", criteria: "file: out/T-\(number)", notes: notes)
  }

  private static func scene() throws -> Scene {
    let scene = try Scene(file: queueText(rows))
    try scene.write(settings, to: "orch.json")
    for (name, text) in [("agent.sh", agent), ("hook.sh", hook), ("flaky.sh", flaky)] {
      try writeExecutable(text, to: scene.path(name))
    }
    try scene.makeFolder("out")
    try scene.makeFolder("told")
    try scene.trust()
    return scene
  }

  @Test func `what happened is told in order, to each hook, and in twenty lines`() throws {
    let scene = try Self.scene()
    var random = SeededGenerator(naming: "night")
    var (kills, round) = (0, 0)
    var commands: [String: String] = [:]
    while kills < 40, round < 120 {
      let tick = try scene.startedNightTick(round)
      for _ in 0..<Int.random(in: 0...4, using: &random) { _ = scene.processes }
      for process in scene.processes.shuffled(using: &random).prefix(4)
      where process.signal(.kill) { kills += 1 }
      // A person works beside it.
      let trace = "person-\(round)"
      let row = "T-\(Int.random(in: 1...60, using: &random))"
      let edit = try scene.orch(
        "edit", row, "--task", "round \(round)", "--force",
        environment: ["ORCH_TRACE_ID": trace].merging(later(minutes: 30 * round)) { $1 })
      if edit.status == 0 { commands[trace] = row }
      _ = tick.wait()
      round += 1
    }
    #expect(kills >= 40)
    try scene.awaitWorkers()
    // Until nothing is left to do, and what hooks refused was tried again.
    var quiet = 0
    while quiet < 50, round < 400 {
      let outcome = try scene.nightTick(round)
      #expect(outcome.status == 0, "\(outcome)")
      try scene.awaitWorkers()
      quiet = outcome.output == "NOOP\n" ? quiet + 1 : 0
      round += 1
    }

    let events = try scene.events()
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.place < $1.place })
    #expect(Set(events.map(\.key)).count == events.count)
    #expect(events.contains { $0.name == "reminder" })
    for (trace, row) in commands {
      #expect(try scene.events("--trace", trace).map(\.id) == [row], "\(trace)")
    }
    let statuses = try scene.statuses()
    // The last event of a row is how it ended.
    for (id, status) in statuses {
      let last = events.last { $0.id == id && !["changed", "reminder"].contains($0.name) }
      #expect(last?.name == status, "\(id)")
    }
    scene.expectTold(to: "all", events)
    scene.expectTold(to: "ends", events.filter { Self.ends.contains($0.name) })

    let digest = try scene.ops(
      "digest", "--since", "30d", environment: later(minutes: 30 * round)
    ).output.split(separator: "\n")
    #expect(digest.count <= 20)
    func count(_ names: String...) -> Int { statuses.values.filter(names.contains).count }
    expect(
      String(digest[0]),
      is: "\(count("done")) done, \(count("failed")) failed, \(count("blocked")) blocked, "
        + "\(count("question", "approval")) waiting for a person")
  }
}

/// What a reader of events knows of one.
private struct ToldEvent: Equatable {
  let name: String
  let id: String
  let key: String
  /// The number of its entry, and which row of it.
  let place: [Int]

  init(_ line: Substring) throws {
    let object = try #require(try JSONValue(parsing: Array(line.utf8)).objectValue, "\(line)")
    name = try #require(object["event"]?.stringValue)
    id = object["id"]?.stringValue ?? "-"
    key = try #require(object["key"]?.stringValue)
    let cursor = try #require(object["cursor"]?.stringValue)
    place = cursor.split(separator: ":")[1].split(separator: ".").compactMap { Int($0) }
  }
}

extension [Int] {
  fileprivate static func < (left: [Int], right: [Int]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}

extension Scene {
  fileprivate func startedNightTick(_ round: Int) throws -> ChildProcess {
    try ChildProcess(
      starting: orchPath, ["tick", "--parallel", "3", "--max-workers", "3"], in: folder,
      environment: TestEnvironment.base(home: folder).merging(hooksEnvironment(round)) { $1 })
  }

  fileprivate func nightTick(_ round: Int) throws -> Outcome {
    try run(
      orchPath, ["tick", "--parallel", "3", "--max-workers", "3"],
      environment: hooksEnvironment(round))
  }

  private func hooksEnvironment(_ round: Int) -> [String: String] {
    loopEnvironment.merging(later(minutes: 30 * round)) { $1 }
      .merging(["HOOKS": path("told")]) { $1 }
  }

  fileprivate func events(_ words: String...) throws -> [ToldEvent] {
    try run(orchPath, ["events", "--json"] + words).output.split(separator: "\n")
      .map(ToldEvent.init)
  }

  /// What became of each row, as an event names it.
  fileprivate func statuses() throws -> [String: String] {
    let outcome = try orch("list", "--json")
    let rows = try JSONValue(parsing: Array(outcome.output.utf8)).objectValue?["items"]?.arrayValue
    var statuses: [String: String] = [:]
    for row in try #require(rows, "\(outcome)") {
      let object = try #require(row.objectValue)
      let notes = object["notes"]?.stringValue ?? ""
      let status = object["status"]?.stringValue?.lowercased()
      let awaited = notes.firstMatch(of: /awaits=(\w+)/).map { String($0.1) }
      statuses[try #require(object["id"]?.stringValue)] =
        awaited.map { $0 == "answer" ? "question" : $0 } ?? status
    }
    return statuses
  }

  /// Each of these events has reached a hook, and those of a row first in their order.
  fileprivate func expectTold(to hook: String, _ events: [ToldEvent]) {
    let lines = ((try? text("told/\(hook)")) ?? "").split(separator: "\n")
    let told = lines.compactMap { try? ToldEvent($0) }
    #expect(told.count == lines.count)
    for (id, expected) in Dictionary(grouping: events, by: \.id) {
      var seen: [ToldEvent] = []
      for event in told where event.id == id && !seen.contains(event) { seen.append(event) }
      #expect(seen.map(\.place) == expected.map(\.place), "\(hook) of \(id)")
    }
  }
}
