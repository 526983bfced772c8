import Testing

/// Settings: what is refused, and which of flag, environment, `orch.json` and
/// default counts.
@Suite struct SettingTests {
  private static let offset = "it must be hours east of UTC, such as 9 or -3.5"
  private static let seconds = "it must be seconds, 0 to 86400"

  struct Variable: CustomTestStringConvertible {
    let name: String
    let value: String
    let command: [String]
    let hint: String
    var testDescription: String { "\(name)=\(value) \(command.joined(separator: " "))" }

    init(_ name: String, _ value: String, _ command: [String], _ hint: String) {
      (self.name, self.value, self.command, self.hint) = (name, value, command, hint)
    }
  }

  @Test(arguments: [
    Variable("ORCH_TZ_OFFSET", "abc", ["orch", "pick"], offset),
    Variable("ORCH_TZ_OFFSET", "99", ["orch", "list"], offset),
    Variable(
      "ORCH_NOW", "x", ["orch", "pick"],
      "it must be epoch seconds, YYYY-MM-DD HH:MM, or xN@EPOCH for N times as fast"),
    Variable(
      "ORCH_NOW", "2026-02-30 00:00", ["orch", "list"],
      "it must be epoch seconds, YYYY-MM-DD HH:MM, or xN@EPOCH for N times as fast"),
    Variable("ORCH_LOCK_TIMEOUT", "long", ["orch", "pick"], seconds),
    Variable("ORCH_LOCK_TIMEOUT", "-1", ["ops", "cancel", "A"], seconds),
    Variable(
      "ORCH_TOP_IN_PROGRESS", "-1", ["ops", "status"], "it must be a whole number, 0 or more"),
    Variable(
      "ORCH_QUEUE_MD_READ_ONLY", "perhaps", ["orch", "pick"],
      "it must be 1, true, yes or on, or 0, false, no or off"),
    Variable("ORCH_TZ_OFFSET", "\u{1B}[2J", ["orch", "pick"], offset),
  ])
  func `a variable that cannot be read is named, and changes nothing`(_ variable: Variable) throws {
    let scene = try Scene(rows: row("A"))
    let shown = variable.value.replacing("\u{1B}", with: "\\u{1B}")
    let outcome = try scene.bash(
      "$\(variable.command[0].uppercased()) \(variable.command.dropFirst().joined(separator: " "))",
      environment: [variable.name: variable.value])
    #expect(
      outcome
        == .fails(64, "ERROR: invalid value '\(shown)' for \(variable.name) (\(variable.hint))"))
    try expect(scene.text(), is: queueText(row("A")))
  }

  struct BrokenFile: CustomTestStringConvertible {
    let text: String
    let problem: String
    let hint: String
    /// Whether it says nothing of the offset of times.
    var hidesOffset = true
    /// Whether it says nothing of the prefix of new ids.
    var hidesPrefix = false
    var testDescription: String { text }
  }

  @Test(arguments: [
    BrokenFile(
      text: #"{"tz_ofset": 9}"#, problem: "unknown key 'tz_ofset'",
      hint: "did you mean tz_offset?"),
    BrokenFile(
      text: #"{"frobnicate": 1}"#, problem: "unknown key 'frobnicate'",
      hint: "docs/cli.md lists the settings", hidesOffset: false),
    BrokenFile(
      text: #"{"tz_offset": "east"}"#, problem: "invalid value \"east\" for 'tz_offset'",
      hint: offset),
    BrokenFile(
      text: #"{"top_in_progress": -1}"#, problem: "invalid value -1 for 'top_in_progress'",
      hint: "it must be a whole number, 0 or more", hidesOffset: false),
    BrokenFile(
      text: #"{"tz_offset": null}"#, problem: "invalid value null for 'tz_offset'",
      hint: "it must be a text or a number"),
    BrokenFile(
      text: "{\"tz_offset\": 9,\n}", problem: "line 2, column 1: expected a key in double quotes",
      hint: "fix the file; it must be JSON", hidesPrefix: true),
    BrokenFile(
      text: "", problem: "line 1, column 1: unexpected end of JSON",
      hint: "fix the file; it must be JSON", hidesPrefix: true),
    BrokenFile(
      text: "[1]", problem: "not an object", hint: "write {\"key\": value}", hidesPrefix: true),
    BrokenFile(
      text: #"{"id_prefx": "WEB"}"#, problem: "unknown key 'id_prefx'",
      hint: "did you mean id_prefix?", hidesOffset: false, hidesPrefix: true),
  ])
  func `a file of settings that can't be read stops programs and wrong times, but no reader`(
    _ file: BrokenFile
  ) throws {
    let scene = try Scene(rows: row("A"))
    try scene.write(file.text, to: "orch.json")
    let place = "\(scene.path("orch.json")): \(file.problem)"
    let error = Outcome.fails(64, "ERROR: \(place) (\(file.hint))")
    let warning =
      "WARNING: \(place): defaults are used for settings that can't be read, and no program starts "
      + "(\(file.hint))\n"
    try expect(scene.orch("dispatch"), is: error)
    try expect(scene.orch("list"), is: .prints("A\tPENDING\tP1\twork\n", warning: warning))
    try expect(
      scene.ops("chat", "!status"),
      is: .prints(
        "summary PENDING=1 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=0\ntop_in_progress: none\n"
          + "stuck:\n- A waits: \(place) (\(file.hint))\n",
        warning: warning))
    try expect(
      scene.add(), is: file.hidesPrefix ? error : .prints("Added ORCH-001\n", warning: warning))
    let named = try scene.orch("fmt", "--ids")
    #expect(file.hidesPrefix ? named == error : named.status == 0, "\(named)")
    try expect(
      scene.add("--id", "B", "--due", "2026-01-31 18:00"),
      is: .prints("Added B\n", warning: warning))
    try expect(scene.orch("pick"), is: file.hidesOffset ? error : .prints("A\n", warning: warning))
  }

  @Test func `a row is not added to a file that may be a copy of a database`() throws {
    let scene = try Scene(rows: row("A"))
    #expect(try scene.orch("migrate").status == 0)
    try scene.write("{", to: "orch.json")
    let error = "\(scene.path("orch.json")): line 1, column 2: unexpected end of JSON"
    try expect(
      scene.add("--id", "B"), is: .fails(64, "ERROR: \(error) (fix the file; it must be JSON)"))
  }

  struct Start: CustomTestStringConvertible {
    let testDescription: String
    let environment: [String: String]
    let file: String
    let started: String

    init(
      _ description: String, _ environment: [String: String] = [:], file: String = "{}",
      is started: String
    ) {
      testDescription = description
      (self.environment, self.file, self.started) = (environment, file, started)
    }
  }

  @Test(arguments: [
    Start("nine hours by default", is: "2026-01-31 18:00"),
    Start("from the file", file: #"{"tz_offset": 0}"#, is: "2026-01-31 09:00"),
    Start("a fraction", file: #"{"tz_offset": "5.5"}"#, is: "2026-01-31 14:30"),
    Start(
      "the environment before the file", ["ORCH_TZ_OFFSET": "-3.5"], file: #"{"tz_offset": 0}"#,
      is: "2026-01-31 05:30"),
    Start(
      "an empty variable is none", ["ORCH_TZ_OFFSET": ""], file: #"{"tz_offset": 0}"#,
      is: "2026-01-31 09:00"),
    Start(
      "a frozen time is one at the offset",
      ["ORCH_TZ_OFFSET": "0", "ORCH_NOW": "2026-07-01 23:59"],
      is: "2026-07-01 23:59"),
  ])
  func `times are written at the offset that counts`(_ start: Start) throws {
    let scene = try Scene(rows: row("A"))
    try scene.write(start.file, to: "orch.json")
    let frozen = ["ORCH_NOW": String(Scene.nowEpoch)]
    let outcome = try scene.orch(
      "pick", environment: frozen.merging(start.environment) { $1 })
    #expect(outcome == .prints("A\n"))
    try expect(scene.text(), is: queueText(row("A", "IN_PROGRESS", started: start.started)))
  }
}
