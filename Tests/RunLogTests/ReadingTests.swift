import Foundation
import Host
import Synchronization
import TestSupport
import Testing

@testable import RunLog

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
  private static func clock(step: Int) -> Clock {
    let fake = FakeClock()
    return Clock(
      now: fake.clock.now,
      monotonic: {
        fake.wait(step)
        return fake.waited
      }, sleep: fake.clock.sleep)
  }

  @Test(arguments: [(10, []), (600, ["…", "over"])])
  func `reading that takes more than a second is told`(
    _ milliseconds: Int, told: [String]
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
    #expect(shown.withLock(\.self) == told)
  }
}
