import Door
import Glibc
import Host
import Model
import TestSupport
import Testing
import Text

@Suite struct RunLogTests {
  private let run = RunLog.Run(command: "pick", traceID: "trace-1")
  /// 2026-01-31 18:00:00.123456789 in Korea.
  private let time = 1_769_850_000_123_456_789

  private let startLine =
    #"{"ts_kst":"2026-01-31T18:00:00+09:00","ts_epoch_ms":1769850000123,"#
    + #""event":"run_start","trace_id":"trace-1","command":"pick"}"# + "\n"

  struct Ending: CustomTestStringConvertible {
    let testDescription: String
    let end: RunLog.End
    /// What follows the members that every line has.
    let members: String
  }

  @Test func `a run begins with a line of its own`() throws {
    try withTemporaryDirectory { folder in
      let log = RunLog(path: "\(folder)/runs.jsonl")
      try log.start(run, at: time, zone: .fixed(32400))
      #expect(try contents(of: log.path) == startLine)
    }
  }

  @Test(arguments: [
    Ending(
      testDescription: "success with a row",
      end: RunLog.End(exitCode: 0, itemID: "ORCH-1", error: nil, durationMilliseconds: 12),
      members: #""exit_code":0,"status":"ok","item_id":"ORCH-1","duration_ms":12"#),
    Ending(
      testDescription: "success without a row",
      end: RunLog.End(exitCode: 0, itemID: nil, error: nil, durationMilliseconds: 0),
      members: #""exit_code":0,"status":"ok","item_id":null,"duration_ms":0"#),
    Ending(
      testDescription: "a status that is no error",
      end: RunLog.End(exitCode: 3, itemID: nil, error: nil, durationMilliseconds: 1),
      members: #""exit_code":3,"status":"ok","item_id":null,"duration_ms":1"#),
    Ending(
      testDescription: "an error",
      end: RunLog.End(
        exitCode: 65, itemID: "A", error: "no \"queue\"\nhere", durationMilliseconds: 5),
      members: #""exit_code":65,"status":"error","item_id":"A","duration_ms":5,"#
        + #""error":"no \"queue\"\nhere""#),
  ])
  func `a run ends with how it ended`(_ ending: Ending) throws {
    try withTemporaryDirectory { folder in
      let log = RunLog(path: "\(folder)/runs.jsonl")
      try log.end(run, ending.end, at: time, zone: .fixed(-7200))
      #expect(
        try contents(of: log.path)
          == #"{"ts_kst":"2026-01-31T07:00:00-02:00","ts_epoch_ms":1769850000123,"#
          + #""event":"run_end","trace_id":"trace-1","command":"pick",\#(ending.members)}"#
          + "\n")
    }
  }

  @Test func `lines are appended, in a folder that is made and keeps itself out of git`() throws {
    try withTemporaryDirectory { folder in
      let log = RunLog(path: "\(folder)/logs/today/runs.jsonl")
      for _ in 1...3 { try log.start(run, at: time, zone: .fixed(32400)) }
      #expect(try contents(of: log.path) == startLine + startLine + startLine)
      #expect(try contents(of: "\(folder)/logs/today/.gitignore") == "*\n")
    }
  }

  struct Mode: CustomTestStringConvertible {
    let queue, folder, file: UInt32
    var testDescription: String { "a queue with mode \(String(queue, radix: 8))" }
  }

  @Test(arguments: [
    Mode(queue: 0o600, folder: 0o700, file: 0o600), Mode(queue: 0o660, folder: 0o770, file: 0o660),
    Mode(queue: 0o666, folder: 0o777, file: 0o666),
  ])
  func `the permissions of a new log follow the queue's`(_ mode: Mode) throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/QUEUE.md", text: "")
      chmod("\(folder)/QUEUE.md", mode.queue)
      let log = RunLog(
        path: "\(folder)/logs/runs.jsonl", like: try FileStatus(of: "\(folder)/QUEUE.md"))
      try log.start(run, at: time, zone: .fixed(32400))
      #expect(try FileStatus(of: "\(folder)/logs").permissions == mode.folder)
      #expect(try FileStatus(of: log.path).permissions == mode.file)
      #expect(try FileStatus(of: "\(folder)/logs/.gitignore").permissions == mode.file)
      chmod(log.path, 0o640)
      try log.start(run, at: time, zone: .fixed(32400))
      #expect(try FileStatus(of: log.path).permissions == 0o640)
    }
  }

  @Test func `a folder that was there is left as it is`() throws {
    try withTemporaryDirectory { folder in
      try RunLog(path: "\(folder)/runs.jsonl").start(run, at: time, zone: .fixed(32400))
      #expect(try Directory.names(in: folder) == ["runs.jsonl"])
    }
  }

  @Test func `a line is one write`() throws {
    try withTemporaryDirectory { folder in
      let log = RunLog(path: "\(folder)/runs.jsonl")
      guard let before = Self.writeCalls else { return }
      try log.start(run, at: time, zone: .fixed(32400))
      #expect(Self.writeCalls == before + 1)
    }
  }

  /// How many times this thread has called `write`, from `/proc`.
  private static var writeCalls: Int? {
    guard let text = try? contents(of: "/proc/thread-self/io") else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("syscw: ") }
    return line.flatMap { Int($0.dropFirst(7)) }
  }

  @Test func `what a crash cut short stays as it is, and is no hindrance`() throws {
    try withTemporaryDirectory { folder in
      let log = RunLog(path: "\(folder)/runs.jsonl")
      let torn = #"{"ts_kst":"2026-01-31T1"#
      try NewFile.create(log.path, text: torn)
      try log.start(run, at: time, zone: .fixed(32400))
      #expect(try contents(of: log.path) == torn + startLine)
    }
  }

  @Test func `a folder is no log`() throws {
    try withTemporaryDirectory { folder in
      let error = #expect(throws: SystemError.self) {
        try RunLog(path: folder).start(run, at: time, zone: .fixed(0))
      }
      #expect(error?.description == "cannot write \(folder): Is a directory")
    }
  }

  @Test func `a log below a file cannot be made`() throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/file", text: "")
      let error = #expect(throws: SystemError.self) {
        try RunLog(path: "\(folder)/file/runs.jsonl").start(run, at: time, zone: .fixed(0))
      }
      #expect(error?.description == "cannot write \(folder)/file/runs.jsonl: Not a directory")
      #expect(try contents(of: "\(folder)/file") == "")
    }
  }

  @Test func `a full disk is an error`() {
    #expect(throws: SystemError(code: ENOSPC, action: .write, path: "/dev/full")) {
      try RunLog(path: "/dev/full").start(run, at: time, zone: .fixed(0))
    }
  }
}
