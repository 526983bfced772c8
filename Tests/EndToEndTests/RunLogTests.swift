import Foundation
import Testing

/// The run log: two lines for each command that changes something, and for `list`.
@Suite struct RunLogTests {
  private static let log = "logs/orch_runs.jsonl"

  private static func lines(
    _ command: String, trace: String = "trace-test", exitCode: Int = 0, id: String? = nil,
    error: String? = nil
  ) -> String {
    let start = """
      {"ts_kst":"2026-01-31T18:00:00+09:00","ts_epoch_ms":1769850000000,"event":"run_start",\
      "trace_id":"\(trace)","command":"\(command)"}
      """
    let end = """
      {"ts_kst":"2026-01-31T18:00:00+09:00","ts_epoch_ms":1769850000000,"event":"run_end",\
      "trace_id":"\(trace)","command":"\(command)","exit_code":\(exitCode),\
      "status":"\(error == nil ? "ok" : "error")","item_id":\(id.map { "\"\($0)\"" } ?? "null"),\
      "duration_ms":_\(error.map { ",\"error\":\"\($0)\"" } ?? "")}
      """
    return "\(start)\n\(end)\n"
  }

  struct Run: CustomTestStringConvertible {
    let testDescription: String
    let lines: String?
    /// Whether it ends with status 0; what is not a command does not.
    var succeeds: Bool {
      lines.map { $0.contains(#""exit_code":0"#) }
        ?? !["frobnicate", "fail A"].contains { testDescription.hasSuffix($0) }
    }

    init(_ line: String, _ lines: String?) {
      testDescription = line
      self.lines = lines
    }
  }

  @Test(arguments: [
    Run("$ORCH list", lines("list")), Run("$ORCH pick", lines("pick", id: "A")),
    Run("$ORCH pick B", lines("pick", id: "B")),
    Run(
      "$ORCH add --priority P1 --task t --success-criteria c", lines("add", id: "ORCH-001")),
    Run("$ORCH done A --notes x", lines("done", id: "A")),
    Run("$ORCH fail A --notes x", lines("fail", id: "A")),
    Run("$ORCH block A --notes x", lines("block", id: "A")),
    Run("$ORCH assign C --owner-session w", lines("assign", id: "C")),
    Run("$ORCH release C", lines("release", id: "C")),
    Run("$OPS cancel A", lines("cancel", id: "A")),
    Run("$OPS replan A --notes x", lines("replan", id: "A")),
    Run("$OPS retry D", lines("retry", id: "D")),
    Run(
      "$OPS retry A",
      lines("retry", exitCode: 1, id: "A", error: "A is PENDING")),
    Run(
      "$ORCH done Z --notes x",
      lines("done", exitCode: 1, id: "Z", error: "Row id not found: Z")),
    Run("$ORCH show A", nil), Run("$ORCH lint", nil), Run("$OPS status", nil),
    Run("$OPS workers", nil), Run("$ORCH --help", nil), Run("$ORCH frobnicate", nil),
    Run("$ORCH fail A", nil), Run("$ORCH pick --no-log", nil), Run("$ORCH --no-log list", nil),
    Run("$ORCH init --path new", nil),
  ])
  func `a run writes two lines, or none`(_ run: Run) throws {
    let scene = try Scene(rows: row("A"), row("B"), row("C", "IN_PROGRESS"), row("D", "FAILED"))
    let status = try scene.bash(run.testDescription).status
    #expect((status == 0) == run.succeeds)
    if let lines = run.lines {
      try expect(scene.log(Self.log), is: lines)
    } else {
      #expect(!scene.exists("logs"))
    }
  }

  @Test func `nothing to pick is a run without a row`() throws {
    let scene = try Scene(file: queueText())
    try expect(scene.orch("pick", "--exit-code").status, is: 3)
    try scene.orch("pick", "--trace-id", "t-2").check()
    try expect(
      scene.log(Self.log), is: Self.lines("pick", exitCode: 3) + Self.lines("pick", trace: "t-2"))
  }

  @Test func `the error of a malformed queue stands in the log`() throws {
    let scene = try Scene(file: "no table\n")
    try expect(scene.orch("pick").status, is: 65)
    try expect(
      scene.log(Self.log),
      is: Self.lines("pick", exitCode: 65, error: "QUEUE.md:1:1: there is no queue table"))
  }

  @Test func `a trace is named by the flag, the variable, or chance`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.orch("list", "--trace-id", "mine").check()
    try scene.orch("list", environment: ["ORCH_TRACE_ID": "theirs"]).check()
    try scene.orch("list", environment: ["ORCH_TRACE_ID": ""]).check()
    try scene.orch("list", environment: ["ORCH_TRACE_ID": ""]).check()
    let traces = try scene.log(Self.log).split(separator: "\n").compactMap {
      $0.firstMatch(of: /"trace_id":"([^"]*)"/).map { String($0.1) }
    }
    #expect(traces.count == 8)
    #expect(traces.prefix(4) == ["mine", "mine", "theirs", "theirs"])
    for trace in traces.suffix(4) {
      #expect(trace.wholeMatch(of: /trace-[0-9a-f]{12}/) != nil, "\(trace)")
    }
    #expect(traces[4] == traces[5] && traces[5] != traces[6])
  }

  struct Place: CustomTestStringConvertible {
    let testDescription: String
    let arguments: [String]
    let environment: [String: String]
    let file: String
    let log: String

    init(
      _ description: String, _ arguments: [String] = [], _ environment: [String: String] = [:],
      file: String = "{}", is log: String
    ) {
      testDescription = description
      (self.arguments, self.environment) = (arguments, environment)
      (self.file, self.log) = (file, log)
    }
  }

  private static let file = #"{"log_path": "of/file.jsonl"}"#

  @Test(arguments: [
    Place("default", is: log), Place("file", file: file, is: "of/file.jsonl"),
    Place("variable", [], ["ORCH_LOG_PATH": "by/variable"], file: file, is: "sub/by/variable"),
    Place(
      "flag", ["--log-path", "by/flag"], ["ORCH_LOG_PATH": "by/variable"], file: file,
      is: "sub/by/flag"),
  ])
  func `the flag counts before the variable, that before the file`(_ place: Place) throws {
    let scene = try Scene(rows: row("A"))
    try scene.makeFolder("sub")
    try scene.write(place.file, to: "orch.json")
    let outcome = try scene.run(
      scene.orchPath, ["list"] + place.arguments, in: "sub", environment: place.environment)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    for log in [Self.log, "of/file.jsonl", "sub/by/variable", "sub/by/flag"] {
      #expect(scene.exists(log) == (log == place.log), "\(log)")
    }
    try expect(scene.log(place.log), is: Self.lines("list"))
  }
}

extension Scene {
  /// The log with each duration as `_`.
  fileprivate func log(_ name: String) throws -> String {
    try text(name)
      .replacing(/"duration_ms":[0-9]+(,"waited_ms":[0-9]+)?/, with: "\"duration_ms\":_")
  }
}
