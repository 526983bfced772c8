import Foundation
import TestSupport
import Testing
import Text

@testable import Runner

@Suite struct RunLogTests {
  private static let start =
    #"{"ts_kst":"2026-01-31T18:00:12+09:00","ts_epoch_ms":1769850012345,"event":"run_start","#
    + #""trace_id":"t1","command":"probe"}"# + "\n"

  private static func end(_ rest: String) -> String {
    #"{"ts_kst":"2026-01-31T18:00:12+09:00","ts_epoch_ms":1769850012345,"event":"run_end","#
      + #""trace_id":"t1","command":"probe","# + rest + "}\n"
  }

  @Test(arguments: [
    (
      "probe", #""exit_code":0,"status":"ok","item_id":null,"duration_ms":0"#
    ),
    (
      "probe --item A", #""exit_code":0,"status":"ok","item_id":"A","duration_ms":0"#
    ),
    (
      "probe --idle", #""exit_code":3,"status":"ok","item_id":null,"duration_ms":0"#
    ),
    (
      "probe --refuse",
      #""exit_code":64,"status":"error","item_id":null,"duration_ms":0,"#
        + #""error":"invalid value '1' for it is\u001b \"so\"""#
    ),
  ])
  func `a run has two lines`(_ line: String, rest: String) throws {
    try withScene([]) { scene in
      scene.run("\(line) --trace-id t1", of: Probe.program)
      let log = try contents(of: scene.log)
      #expect(log == Self.start + Self.end(rest))
    }
  }

  @Test func `the end is logged with its own time and the duration`() throws {
    try withScene([]) { scene in
      scene.run("probe --wait 2", of: Probe.program)
      let end = try #require(contents(of: scene.log).split(separator: "\n").last)
      #expect(end.hasPrefix(#"{"ts_kst":"2026-01-31T18:00:14+09:00","ts_epoch_ms":1769850014345,"#))
      #expect(end.hasSuffix(#""duration_ms":2000}"#))
    }
  }

  @Test func `the row that a command changed is named, also a new one`() throws {
    try withScene([QueueFixture.row("A")]) { scene in
      scene.run("pick")
      scene.run("add --priority P1 --task t --success-criteria c")
      scene.run("done --id X --notes n")
      let ids = try values(of: "item_id", in: contents(of: scene.log))
      #expect(ids == ["A", "ORCH-001", "X"])
    }
  }

  @Test(arguments: [
    ("probe", "logs/orch_runs.jsonl"), ("probe --log-path x/l.jsonl", "x/l.jsonl"),
    ("probe --no-log", nil), ("probe --no-log --log-path x/l.jsonl", nil), ("probe --help", nil),
    ("probe --bogus", nil),
  ])
  func `the log lies beside the queue, or where it is named, or nowhere`(
    _ line: String, path: String?
  ) throws {
    try withScene([]) { scene in
      scene.run(line, of: Probe.program)
      let files = try FileManager.default.subpathsOfDirectory(atPath: scene.folder)
      #expect(files.filter { $0.hasSuffix(".jsonl") } == (path.map { [$0] } ?? []))
    }
  }

  struct Place: CustomTestStringConvertible {
    let testDescription: String
    var option = ""
    var variable: String?
    var file: String?
    let path: String
  }

  @Test(arguments: [
    Place(testDescription: "the default", path: "logs/orch_runs.jsonl"),
    Place(testDescription: "the file, from home", file: "f/l.jsonl", path: "f/l.jsonl"),
    Place(
      testDescription: "the variable, from here", variable: "v.jsonl", file: "f.jsonl",
      path: "sub/v.jsonl"),
    Place(
      testDescription: "the option, from here", option: "--log-path o.jsonl", variable: "v.jsonl",
      file: "f.jsonl", path: "sub/o.jsonl"),
  ])
  func `the log's place has the precedence of every setting`(_ place: Place) throws {
    try withScene([]) { scene in
      var scene = scene
      try FileManager.default.createDirectory(
        atPath: "\(scene.folder)/sub", withIntermediateDirectories: false)
      scene.environment["ORCH_LOG_PATH"] = place.variable
      if let path = place.file {
        try writeAged(#"{"log_path": "\#(path)"}"#, to: "\(scene.folder)/orch.json")
      }
      scene.run("probe \(place.option)", of: Probe.program, in: "/sub")
      let files = try FileManager.default.subpathsOfDirectory(atPath: scene.folder)
      #expect(files.filter { $0.hasSuffix(".jsonl") } == [place.path])
    }
  }

  @Test func `no queue, no log`() throws {
    try withScene(nil) { scene in
      scene.run("list")
      scene.run("list --queue typo/QUEUE.md")
      scene.run("list --queue typo/QUEUE.md --log-path l.jsonl")
      let files = try FileManager.default.subpathsOfDirectory(atPath: scene.folder)
      #expect(files == [])
    }
  }

  @Test func `a log that cannot be written is reported once and fails nothing`() throws {
    try withScene([]) { scene in
      try writeAged("", to: "\(scene.folder)/logs")
      let warning =
        "WARNING: cannot write ~/logs/orch_runs.jsonl: Not a directory "
        + "(the run log is not written; --no-log switches it off)\n"
      let line = "probe --say x"
      #expect(
        scene.run(line, of: Probe.program) == .init(output: "x\n", errors: warning))
      #expect(scene.run("\(line) -q", of: Probe.program) == .init(output: "x\n"))
      #expect(scene.run("\(line) --no-log", of: Probe.program) == .init(output: "x\n"))
    }
  }

  @Test(arguments: [
    ("list", true), ("pick", true), ("add --priority P1 --task t --success-criteria c", true),
    ("show A", false), ("lint", false),
  ])
  func `what changes something is logged, and list`(_ line: String, isLogged: Bool) throws {
    try withScene([QueueFixture.row("A")]) { scene in
      #expect(scene.run(line).status == 0)
      #expect(FileManager.default.fileExists(atPath: scene.log) == isLogged)
    }
  }

  /// The texts of a field, line by line, where it has one.
  private func values(of field: String, in log: String) throws -> [String] {
    try log.split(separator: "\n").compactMap { line in
      try JSONValue(parsing: Array(line.utf8)).objectValue?[field]?.stringValue
    }
  }
}
