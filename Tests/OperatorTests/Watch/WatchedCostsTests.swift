import Foundation
import Host
import Model
import Runner
import TestSupport
import Testing
import Text
import Workers

@testable import Operator

/// What agents cost, on the screen of `ops watch`.
@Suite struct WatchedCostsTests {
  /// `A 18:00 0.25`: row, time on 31 January 2026, US dollars or `null`; a line of the ledger.
  private func line(_ number: Int, _ text: String) -> String {
    let words = text.split(separator: " ")
    let cost = words[2] == "null" ? "null" : #"{"usd":\#(words[2]),"source":"cli"}"#
    return #"{"schema":1,"time":"2026-01-31T\#(words[1]):00+09:00","id":"\#(words[0])","claim":1,"#
      + #""attempt":"\#(number)","worker":"w","adapter":"claude","usage":null,"cost":\#(cost)}"#
      + "\n"
  }

  private func write(_ lines: [String], in folder: String) throws {
    try writeAged(
      lines.enumerated().map { line($0.offset, $0.element) }.joined(),
      to: "\(folder)/costs.jsonl")
  }

  private static let today = WatchFixture.now.day

  private func costs(
    in folder: String, after last: WatchedCosts? = nil
  ) throws -> WatchedCosts {
    try WatchedCosts(CostLedger(sidecar: folder), at: WatchFixture.now, after: last)
  }

  @Test(arguments: [
    (["A 18:00 0.25", "B 00:00 2.96"], "today 3.21 USD  2 of 3 workers  18:00:00", "오늘 3.21 USD"),
    (
      ["A 18:00 0.25", "B 09:00 null", "C 10:00 null"],
      "today 0.25 USD, 2 unknown  2 of 3 workers  18:00:00", "오늘 0.25 USD, 2건 모름"
    ),
    // Nothing is known of today, which is no cost of 0.
    (["A 18:00 null"], "2 of 3 workers  18:00:00", "워커 2/3"),
    ([], "2 of 3 workers  18:00:00", "워커 2/3"),
  ])
  func `the first line has what today cost`(
    _ lines: [String], english: String, korean: String
  ) throws {
    try withTemporaryDirectory { folder in
      try write(lines, in: folder)
      var queue = WatchFixture.mixture
      queue.costs = try costs(in: folder)
      var model = WatchFixture.model(queue)
      let blanks = String(repeating: " ", count: 79 - " QUEUE.md".count - english.count)
      #expect(model.frame().text(ofRow: 0) == " QUEUE.md\(blanks)\(english)")
      model = WatchModel(
        size: ScreenSize(columns: 80, rows: 24), now: WatchFixture.now, language: .korean)
      model.update(queue)
      let bar = model.frame().text(ofRow: 0)
      #expect(
        bar.split(separator: " ", maxSplits: 1).last?.drop { $0 == " " }.hasPrefix(korean) == true,
        "\(bar)")
    }
  }

  @Test func `what a day cost goes with the day, and from a narrow screen`() throws {
    try withTemporaryDirectory { folder in
      try write(["A 23:59 0.25"], in: folder)
      var queue = WatchFixture.mixture
      queue.costs = try costs(in: folder)
      var model = WatchFixture.model(queue, 62)
      #expect(model.frame().text(ofRow: 0).contains("today 0.25 USD  2 of 3 workers"))
      model.resize(to: ScreenSize(columns: 61, rows: 24))
      #expect(model.frame().text(ofRow: 0).contains(" QUEUE.md      "))
      #expect(!model.frame().text(ofRow: 0).contains("USD"))
      model.resize(to: ScreenSize(columns: 80, rows: 24))
      model.now = QueueTime("2026-02-01 00:00", offset: 32400)!
      #expect(!model.frame().text(ofRow: 0).contains("USD"))
    }
  }

  @Test func `the ledger is read again only where it is another one`() throws {
    try withTemporaryDirectory { folder in
      let none = try costs(in: folder)
      #expect(none.sum(ofDay: Self.today) == nil)
      try write(["A 18:00 0.25"], in: folder)
      let first = try costs(in: folder, after: none)
      #expect(first.sum(ofDay: Self.today)?.usage.dollars == "0.25")

      // Other contents that only a reading of them would tell.
      let path = "\(folder)/costs.jsonl"
      let status = try FileStatus(of: path).identity
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.write(contentsOf: Data(line(0, "A 18:00 0.99").utf8))
      try handle.close()
      let time = timespec(tv_sec: status.modified / 1_000_000_000, tv_nsec: 0)
      _ = [time, time].withUnsafeBufferPointer { utimensat(AT_FDCWD, path, $0.baseAddress, 0) }
      #expect(try FileStatus(of: path).identity == status)
      let again = try costs(in: folder, after: first)
      #expect(again.sum(ofDay: Self.today)?.usage.dollars == "0.25")

      try write(["A 18:00 0.25", "A 18:01 1"], in: folder)
      #expect(try costs(in: folder, after: again).sum(ofDay: Self.today)?.usage.dollars == "1.25")
    }
  }
}
