import Foundation
import TestSupport
import Testing

extension Scene {
  /// A folder with an empty queue, whose rows the script of `LoopWorker` works on.
  ///
  /// - Parameter rows: whole lines, for a queue in a file.
  convenience init(loop kept: QueueKept, rows: String...) throws {
    try self.init()
    options = ["--queue", "QUEUE.md"]
    try write(queueText(rows))
    if kept == .inDatabase {
      options += ["--db", kept.name]
      try expect(orch("init"), is: .prints("Created \(path(kept.name))\n"))
    }
    try makeFolder("runs")
    try #require(mkfifo(path("at-work"), 0o600) == 0)
    try write(LoopWorker.check, to: "check.sh")
    try writeExecutable(LoopWorker.script, to: path("worker.sh"))
    try spawn()
  }

  /// Says in `orch.json` what starts the work.
  func spawn(
    _ kind: String = "worker", _ argv: [String] = ["./worker.sh", "{id}"], timeout: Int = 100,
    grace: Int = 1
  ) throws {
    let words = argv.map { "\"\($0)\"" }.joined(separator: ", ")
    try write(
      """
      {"spawn": {"kind": "\(kind)", "argv": [\(words)], "timeout_seconds": \(timeout),
        "grace_seconds": \(grace), "env": ["ORCH", "ORCH_NOW", "OPTIONS"]},
       "max_attempts": 2,
       "review": {"checks": {"test": ["sh", "check.sh"]}, "run_checks": true, "max_retries": 2}}
      """, to: "orch.json")
    try trust()
  }

  /// Adds a row for a task, as a request does.
  func submit(_ task: String, _ criteria: String = "it is done", _ more: String...) throws {
    let words = ["intake", "submit", "--request", "- \(task)", "--success-criteria", criteria]
    let outcome = try run(orchPath, words + more)
    #expect(outcome.output.hasPrefix("created=1 ids=ORCH-"), "\(outcome)")
  }

  // MARK: Rounds

  var loopEnvironment: [String: String] {
    ["XDG_CONFIG_HOME": path(".config"), "OPTIONS": options.joined(separator: " ")]
  }

  func tick(_ words: String..., minutes: Int = 0) throws -> Outcome {
    try run(
      orchPath, ["tick"] + words,
      environment: loopEnvironment.merging(later(minutes: minutes)) { $1 })
  }

  /// Ticks every ten minutes, and lets the workers come to their ends, until there is nothing
  /// to do.
  ///
  /// - Returns: what the ticks printed.
  @discardableResult
  func tickUntilIdle(_ words: String..., from start: Int = 10) throws -> String {
    var printed = ""
    for round in 0..<20 {
      let outcome = try run(
        orchPath, ["tick", "--parallel", "5", "--max-workers", "5"] + words,
        environment: loopEnvironment.merging(later(minutes: start + 10 * round)) { $1 })
      #expect(outcome.status == 0, "\(outcome)")
      if outcome.output == "NOOP\n" { return printed }
      printed += outcome.output
      try awaitWorkers()
    }
    Issue.record("the loop does not come to an end:\n\(printed)")
    return printed
  }
}
