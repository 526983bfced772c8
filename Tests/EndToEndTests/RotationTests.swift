import Foundation
import TestSupport
import Testing

/// The run log when it grows, on the built programs.
@Suite struct RotationTests {
  @Test func `the log is rotated by its size, and all of it is read`() throws {
    let scene = try Scene(rows: row("A"))
    let small = ["ORCH_LOG_MAX_BYTES": "1000", "ORCH_LOG_KEEP": "2"]
    let script = "for turn in {1..12}; do $ORCH list > /dev/null || exit 1; done; ls logs"
    try expect(
      scene.bash(script, environment: small),
      is: .prints("orch_runs.1.jsonl\norch_runs.2.jsonl\norch_runs.jsonl\n"))
    let lines = try scene.bash("cat logs/*.jsonl | wc -l; wc -l < logs/orch_runs.jsonl")
    let counts = lines.output.split(separator: "\n").compactMap { Int($0) }
    // Files of four runs each: a run that begins below the limit ends in the same file.
    #expect(counts == [24, 8])
    let runs = try scene.bash("$OPS metrics | jq .total_runs")
    expect(runs, is: .prints("12\n"))
  }

  @Test func `limits stand in the file of settings too`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.write(#"{"log_max_bytes": 1, "log_keep": 1}"#, to: "orch.json")
    try expect(
      scene.bash(
        "for turn in 1 2 3; do $ORCH list > /dev/null; done; ls logs; wc -l < logs/orch_runs.1.jsonl"
      ),
      is: .prints("orch_runs.1.jsonl\norch_runs.jsonl\n2\n"))
    try scene.write(#"{"log_keep": 0}"#, to: "orch.json")
    try expect(
      scene.orch("list"),
      is: .prints(
        "A\tPENDING\tP1\twork\n",
        warning: "WARNING: \(scene.path("orch.json")): invalid value 0 for 'log_keep': defaults "
          + "are used for settings that can't be read, and no program starts "
          + "(it must be a whole number, 1 or more)\n"))
  }

  // MARK: Links

  @Test func `a link that is named is followed, and stays`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.makeFolder("far")
    let outcome = try scene.bash(
      """
      ln -s far/runs.jsonl log; touch far/runs.jsonl
      for turn in 1 2; do $ORCH list --log-path log > /dev/null; done
      readlink log; ls far; $OPS metrics --log-path log | jq -r '.total_runs, .source'
      """, environment: ["ORCH_LOG_MAX_BYTES": "1"])
    expect(
      outcome,
      is: .prints("far/runs.jsonl\nruns.1.jsonl\nruns.jsonl\n2\n\(scene.path("far/runs.jsonl"))\n"))
  }

  // MARK: Many at once

  @Test func `four processes that log at once across rotations lose and mix no line`() throws {
    try withTemporaryDirectory { folder in
      try writeAged(queueText(row("A")), to: "\(folder)/QUEUE.md")
      let environment = TestEnvironment.base(home: folder).merging([
        "ORCH": BuiltBinaries.orch, "OPS": BuiltBinaries.ops, "ORCH_LOG_MAX_BYTES": "2000",
        "ORCH_LOG_KEEP": "200",
      ]) { $1 }
      func start(_ script: String) throws -> ChildProcess {
        try ChildProcess(
          starting: "/bin/bash", ["-c", script], in: folder, environment: environment)
      }
      let reader = try start(Self.reader)
      let writers = try (1...4).map { _ in try start(Self.writer) }
      let endings = writers.map { $0.wait() }
      try Data().write(to: URL(filePath: "\(folder)/stop"))
      #expect((endings + [reader.wait()]).filter { $0.status != 0 || $0.errors != "" } == [])
      let counted = try start("$OPS metrics | jq -c '[.started_runs,.total_runs,.ignored_lines]'")
      #expect(counted.wait().output == "[240,240,0]\n")
      let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/logs")
        .filter { $0.hasSuffix(".jsonl") }
      // 240 runs of 320 bytes each: a file holds six, and what others write while it is rotated.
      #expect(files.count > 8, "\(files)")
    }
  }

  private static let writer =
    "for turn in {1..60}; do $ORCH list > /dev/null || exit 1; done"

  /// Counts until the file `stop` is there; complains when it gets less.
  private static let reader = """
    most=0
    while [ ! -e stop ]; do
      count=$($OPS metrics | jq .total_runs) || exit 1
      [ "$count" -ge "$most" ] || { echo "$count runs after $most" >&2; exit 1; }
      most=$count
    done
    """
}
