import Foundation
import Host
import Synchronization
import TestSupport
import Testing

@testable import Door

@Suite struct RunFiguresTests {
  struct Log: CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let summary: String

    init(_ description: String, _ lines: String..., is summary: String) {
      testDescription = description
      text = lines.map { $0 + "\n" }.joined()
      self.summary = summary
    }
  }

  @Test(arguments: [
    Log("no line", is: "began 0, ended 0, done 0, failed 0, retried 0, ignored 0; - of -, - ms, -"),
    Log(
      "a run", startLine(), endLine(),
      is: "began 1, ended 1, done 0, failed 0, retried 0, ignored 0; - of 0, 10.0 ms, 10"),
    Log(
      "a run that did not end", startLine(),
      is: "began 1, ended 0, done 0, failed 0, retried 0, ignored 0; - of 0, - ms, -"),
    Log(
      "rows that were finished", endLine("done"), endLine("done"), endLine("fail"),
      endLine("list", duration: "50"),
      is: "began 0, ended 4, done 2, failed 1, retried 0, ignored 0; 0.6667 of 3, 20.0 ms, 50"),
    Log(
      "what was refused finished nothing, and took its time", endLine("done", exitCode: 1),
      endLine("fail", exitCode: 75), endLine("retry", exitCode: 1, duration: "40"),
      is: "began 0, ended 3, done 0, failed 0, retried 0, ignored 0; - of 0, 20.0 ms, 40"),
    Log(
      "attempts that failed, and are made again", endLine("supervise", to: "PENDING"),
      endLine("report", to: "PENDING"), endLine("tick", to: "DONE"), endLine("pick"),
      endLine("watchdog", to: "PENDING"), endLine("watchdog"),
      is: "began 0, ended 6, done 1, failed 0, retried 3, ignored 0; 1.0 of 1, 10.0 ms, 10"),
    Log(
      "retries", endLine("retry"), endLine("retry"),
      is: "began 0, ended 2, done 0, failed 0, retried 2, ignored 0; - of 0, 10.0 ms, 10"),
    Log(
      "lines of the Python tool",
      #"{"command": "done", "event": "run_start", "trace_id": "trace-485c578637b6", "#
        + #""ts_epoch_ms": 1770475017561, "ts_kst": "2026-02-07T23:36:57+09:00"}"#,
      #"{"command": "done", "duration_ms": 3, "error": "Row id not found: 없음", "event": "run_end", "#
        + #""exit_code": 1, "item_id": "없음", "status": "error", "trace_id": "trace-485c578637b6", "#
        + #""ts_epoch_ms": 1770475017561, "ts_kst": "2026-02-07T23:36:57+09:00"}"#,
      #"{"command": "fail", "duration_ms": 0, "event": "run_end", "exit_code": 0, "item_id": null, "#
        + #""status": "ok", "trace_id": "x", "ts_epoch_ms": 1, "ts_kst": "y"}"#,
      is: "began 1, ended 2, done 0, failed 1, retried 0, ignored 0; 0.0 of 1, 1.5 ms, 3"),
    Log(
      "fields of other kinds", #"{"event":"run_end"}"#,
      #"{"event":"run_end","command":7,"exit_code":"0","duration_ms":"10"}"#,
      #"{"event":"run_end","command":"done","exit_code":null,"duration_ms":1.5}"#,
      #"{"event":"run_end","command":"done","exit_code":0,"duration_ms":[1],"new":{"a":[{}]}}"#,
      is: "began 0, ended 4, done 1, failed 0, retried 0, ignored 0; 1.0 of 1, - ms, -"),
    Log(
      "torn and foreign lines", #"{"event":"run_st"#, #"{"event":"run_end","command":"done""#,
      "2026-01-31 log rotated", "[]", "7", "null", "{}", #"{"event":"heartbeat"}"#,
      #"{"event":5}"#, #"{"event":"run_end","event":"run_end"}"#, "\u{0}\u{0}",
      #"{"event":"run_\#(startLine())"#, endLine("done"),
      is: "began 0, ended 1, done 1, failed 0, retried 0, ignored 12; 1.0 of 1, 10.0 ms, 10"),
    Log(
      "blank lines and line ends of Windows", "", " \t", startLine() + "\r", "\r", endLine() + "\r",
      is: "began 1, ended 1, done 0, failed 0, retried 0, ignored 0; - of 0, 10.0 ms, 10"),
    Log(
      "durations that no clock has measured", endLine(duration: "-5"),
      endLine(duration: "9223372036854775807"), endLine(duration: "9223372036854775807"),
      endLine(duration: "99999999999999999999"), endLine(duration: "7"),
      is: "began 0, ended 5, done 0, failed 0, retried 0, ignored 0; - of 0, 7.0 ms, 7"),
    Log(
      "a line too long to keep in memory", String(repeating: "x", count: 1 << 20),
      String(repeating: "x", count: 3 << 20), endLine(),
      is: "began 0, ended 1, done 0, failed 0, retried 0, ignored 2; - of 0, 10.0 ms, 10"),
  ])
  func `the figures of a log`(_ log: Log) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/runs.jsonl"
      try writeAged(log.text, to: path)
      let summary = try self.summary(of: RunLog(path: path).figures())
      #expect(summary == log.summary.replacing("- of -", with: "- of 0"))
      // The last line may be without a line end.
      try writeAged(String(log.text.dropLast()), to: path)
      #expect(try self.summary(of: RunLog(path: path).figures()) == summary)
    }
  }

  private func summary(of figures: RunFigures) -> String {
    func known(_ number: (some Any)?) -> String { number.map { "\($0)" } ?? "-" }
    return "began \(figures.startedRuns), ended \(figures.totalRuns), done \(figures.success), "
      + "failed \(figures.failed), retried \(figures.retryCount), ignored \(figures.ignoredLines); "
      + "\(known(figures.successRate)) of \(figures.terminalRuns), "
      + "\(known(figures.averageLatency)) ms, \(known(figures.p95Latency))"
  }

  @Test(arguments: [
    (0, 0, nil, nil), (1, 0, 1.0, 0.0), (0, 1, 0.0, 1.0), (1, 1, 0.5, 0.5),
    (1, 2, 0.3333, 0.6667), (2, 1, 0.6667, 0.3333), (1, 31, 0.0312, 0.9688), (7, 3, 0.7, 0.3),
    (99_999, 1, 1.0, 0.0),
  ])
  func `rates have four digits, a half goes to the even one`(
    _ done: Int, failed: Int, success: Double?, failure: Double?
  ) {
    var figures = RunFigures()
    for _ in 0..<done { figures.count(.end(.init(command: "done", exitCode: 0))) }
    for _ in 0..<failed { figures.count(.end(.init(command: "fail", exitCode: 0))) }
    #expect(figures.successRate == success)
    #expect(figures.recentFailureRate == failure)
  }

  private static let ends: [(RunLogLine.RunEnd, Double?)] = [
    (.init(command: "fail", exitCode: 0, time: 82_800_000), 1),
    (.init(command: "fail", exitCode: 0, time: 0), nil),
    (.init(command: "fail", exitCode: 0), 1),
    (.init(command: "supervise", exitCode: 0, routedTo: "BLOCKED", failure: "unknown"), 1),
    (.init(command: "supervise", exitCode: 0, routedTo: "BLOCKED"), nil),
    (.init(command: "supervise", exitCode: 0, routedTo: "BLOCKED", failure: "question"), nil),
    (.init(command: "supervise", exitCode: 0, routedTo: "PENDING", failure: "unknown"), nil),
  ]

  @Test(arguments: ends)
  func `failures of the last day are what alerts are about`(
    _ end: RunLogLine.RunEnd, rate: Double?
  ) {
    var figures = RunFigures(at: 86_400_000)
    figures.count(.end(end))
    #expect(figures.recentFailureRate == rate)
  }

  @Test func `the time that a run waited for a save is no latency`() {
    var figures = RunFigures()
    figures.count(.end(.init(durationMilliseconds: 2010, waitedMilliseconds: 2000)))
    #expect(figures.p95Latency == 10)
  }

  @Test func `the latency that alerts is that of the last day`() {
    var figures = RunFigures(at: 86_400_000)
    figures.count(.end(.init(durationMilliseconds: 9000, time: 0)))
    figures.count(.end(.init(durationMilliseconds: 7, time: 1)))
    #expect(figures.p95Latency == 9000)
    #expect(figures.recentP95Latency == 7)
  }

  @Test(arguments: [
    ([1], 1), ([100, 300], 300), ([50, 100, 300], 300), (Array(1...19), 19), (Array(1...20), 19),
    (Array(1...21), 20), (Array(1...100), 95), (Array(1...101), 96),
    (Array(repeating: 5, count: 95) + Array(repeating: 9, count: 5), 5),
    (Array(repeating: 5, count: 94) + Array(repeating: 9, count: 6), 9), ([0, 0, 0], 0),
  ])
  func `the 95th percentile is by nearest rank`(_ durations: [Int], p95: Int) {
    var counts = DurationCounts()
    for duration in durations.shuffled() { counts.add(duration) }
    #expect(counts.percentile(95) == p95)
    #expect(counts.percentile(100) == durations.max())
    #expect(counts.percentile(0) == durations.min())
  }

  @Test func `an average has two digits`() {
    var counts = DurationCounts()
    for duration in [1, 1, 2] { counts.add(duration) }
    #expect(counts.average == 1.33)
    // 18 runs of 31 years each.
    for _ in 1...18 { counts.add(1_000_000_000_000) }
    #expect(counts.average == 857_142_857_143.05)
  }
}

@Suite struct ReadingTests {
  @Test func `a log that does not exist has no runs, nor has one below what is missing`() throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/file", text: "")
      for name in ["runs.jsonl", "logs/runs.jsonl", "file/runs.jsonl"] {
        #expect(try RunLog(path: "\(folder)/\(name)").figures() == RunFigures(), "\(name)")
      }
    }
  }

  @Test func `a folder is no log`() throws {
    try withTemporaryDirectory { folder in
      let error = #expect(throws: SystemError.self) { try RunLog(path: folder).figures() }
      #expect(error?.description == "cannot read \(folder): Is a directory")
    }
  }

  @Test func `old files are read where the log itself is gone`() throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/runs.1.jsonl", text: endLine() + "\n")
      #expect(try RunLog(path: "\(folder)/runs.jsonl").figures().totalRuns == 1)
    }
  }

  @Test func `a file with two names is read once`() throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/runs.jsonl", text: endLine() + "\n")
      try Directory.link("\(folder)/runs.jsonl", to: "\(folder)/runs.1.jsonl")
      #expect(try RunLog(path: "\(folder)/runs.jsonl").figures().totalRuns == 1)
    }
  }

  /// A clock that jumps on with each look at it.
  private static func clock(step: Duration) -> Clock {
    let fake = FakeClock()
    return Clock(
      now: fake.clock.now,
      monotonic: {
        fake.wait(step)
        return fake.waited
      }, sleep: fake.clock.sleep)
  }

  @Test(arguments: [(10, []), (600, ["…", "over"])])
  func `a read of more than a second is shown`(
    _ milliseconds: Int, notices: [String]
  ) throws {
    let shown = Mutex<[String]>([])
    try withTemporaryDirectory { folder in
      try NewFile.create(
        "\(folder)/runs.jsonl", text: String(repeating: endLine() + "\n", count: 20))
      let figures = try RunLog(path: "\(folder)/runs.jsonl").figures(
        clock: Self.clock(step: .milliseconds(milliseconds)),
        notice: WaitNotice(
          show: { line in shown.withLock { $0.append(line + "…") } },
          clear: { shown.withLock { $0.append("over") } }))
      #expect(figures.totalRuns == 20)
    }
    #expect(shown.withLock(\.self) == notices)
  }
}
