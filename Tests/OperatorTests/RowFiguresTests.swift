import Model
import Testing
import Text

@testable import Monitoring
@testable import Operator

/// The figures of rows by their history.
@Suite struct RowFiguresTests {
  /// `A 10 IN_PROGRESS pick`: row, minute, new status, command; `+` before the row adds it. A
  /// number behind is that of the line that this one undoes, a word the class of a failure.
  private func counted(_ lines: [String], since minute: Int? = nil) -> RowFigures {
    let start = 1_769_850_000
    func time(_ minute: Int) -> QueueTime {
      QueueTime(epochSeconds: start + 60 * minute, offset: 0)
    }
    var figures = RowFigures(since: minute.map(time))
    for (number, line) in lines.enumerated() {
      let words = line.split(separator: " ").map(String.init)
      let isNew = words[0].hasPrefix("+")
      let id = isNew ? String(words[0].dropFirst()) : words[0]
      let after = ["status": words[2]].merging(isNew ? ["id": id] : [:]) { $1 }
      var entry = HistoryEntry(
        sequence: number + 1, time: time(Int(words[1]) ?? 0).iso8601, traceID: "t",
        command: words[3], actor: "w",
        row: RowChange(id: id, before: isNew ? [:] : ["status": "-"], after: after),
        undoes: words.count > 4 ? Int(words[4]) : nil)
      entry.row?.failure = words.last.flatMap(FailureClass.init)
      figures.count(StatusChange(entry))
    }
    return figures
  }

  private func figures(_ lines: [String], since minute: Int? = nil) -> RowFigures.Summary? {
    counted(lines, since: minute).summary
  }

  @Test func `attempts that failed are counted by class, but for those that were undone`() {
    let lines = [
      "+A 0 PENDING add", "A 1 IN_PROGRESS dispatch", "A 2 PENDING supervise timeout",
      "A 3 IN_PROGRESS dispatch", "A 4 PENDING tick lost", "A 5 IN_PROGRESS dispatch",
      "A 6 FAILED supervise timeout", "+B 6 PENDING add", "B 7 IN_PROGRESS dispatch",
      "B 8 PENDING report test", "B 9 IN_PROGRESS undo 10",
    ]
    #expect(counted(lines).failureLine == "failures timeout=2 lost=1")
    #expect(counted(lines, since: 3).failureLine == "failures timeout=1 lost=1")
    #expect(counted(lines).failureCounts?.jsonText == #"{"timeout":2,"lost":1}"#)
    #expect(counted([]).failureLine == nil)
    #expect(counted([]).failureCounts?.jsonText == nil)
  }

  @Test func `lead time is from the addition, time at work from the last claim`() throws {
    let found = try #require(
      figures([
        "+A 0 PENDING add", "+B 0 PENDING add", "A 10 IN_PROGRESS pick", "A 30 DONE report",
        "B 40 IN_PROGRESS dispatch", "B 50 FAILED supervise", "B 60 PENDING retry",
        "B 70 IN_PROGRESS dispatch", "B 75 BLOCKED report", "B 90 DONE approve",
      ]))
    #expect((found.ended, found.done, found.recovered) == (2, 2, 1))
    #expect(found.attempts == 1.5)
    #expect(found.lead == .init([30 * 60, 90 * 60]))
    #expect(found.work == .init([20 * 60, 5 * 60]))
    #expect(
      found.line(isForPeople: false)
        == "rows ended=2 done=2 success_rate=100.00% attempts_avg=1.50 recovered=1 "
        + "lead_p50_s=1800 lead_p95_s=5400 work_p50_s=300 work_p95_s=1200")
    #expect(
      found.line(isForPeople: true)
        == "rows ended=2 done=2 success_rate=100.00% attempts_avg=1.50 recovered=1 "
        + "lead_p50=30m lead_p95=1h work_p50=5m work_p95=20m")
  }

  @Test func `a report rescues no row, also where its verdict stands behind the change`() throws {
    let verdict = Verdict(.pass, reasons: [], unmet: [], coveredChecks: 1, totalChecks: 1)
    var figures = RowFigures()
    for (number, status) in ["IN_PROGRESS", "PENDING", nil, "IN_PROGRESS", "DONE", nil].enumerated()
    {
      var entry = HistoryEntry(
        sequence: number, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "supervise",
        actor: "w",
        row: RowChange(id: "A", before: [:], after: status.map { ["status": $0] } ?? [:]))
      if status == nil { entry.row?.findings = ReportFindings(verdict: verdict) }
      figures.count(StatusChange(entry))
    }
    #expect(try #require(figures.summary).recovered == 0)
  }

  @Test func `a row that failed has ended, until it is tried again`() throws {
    let failed = ["+A 0 PENDING add", "A 5 FAILED fail"]
    let found = try #require(figures(failed))
    #expect((found.ended, found.done, found.attempts, found.lead) == (1, 0, nil, nil))
    #expect(figures(failed + ["A 6 PENDING retry"]) == nil)
  }

  @Test(arguments: [
    (
      ["A 10 IN_PROGRESS pick", "A 20 PENDING undo 2", "A 30 IN_PROGRESS pick", "A 40 DONE done"],
      10
    ),
    (["A 10 IN_PROGRESS pick", "A 40 DONE done", "A 600 PENDING replan", "A 601 DONE undo 4"], 30),
    (["A 10 IN_PROGRESS pick", "A 20 DONE done", "A 21 IN_PROGRESS undo 3", "A 40 DONE done"], 30),
  ])
  func `what was undone is not counted`(_ lines: [String], work: Int) throws {
    let found = try #require(figures(["+A 0 PENDING add"] + lines))
    #expect((found.ended, found.done, found.attempts) == (1, 1, 1))
    #expect(found.lead == .init([40 * 60]))
    #expect(found.work == .init([work * 60]))
  }

  @Test func `what ended before is not counted, nor what came as it had ended`() {
    let lines = ["+A 0 PENDING add", "A 5 DONE done", "+B 6 DONE migrate"]
    #expect(figures(lines, since: 5)?.ended == 1)
    #expect(figures(lines, since: 6) == nil)
    #expect(figures([]) == nil)
  }

  @Test func `only the last sixteen changes of a row are taken back`() {
    // Line 1 adds the row, and each further line changes it once.
    let changes = (1...40).map { "A \($0) \($0 % 2 == 0 ? "PENDING" : "IN_PROGRESS") pick" }
    for length in [20, 31, 32, 33, 40] {
      let lines = ["+A 0 PENDING add"] + changes.prefix(length)
      func attempts(afterUndoing number: Int) -> Double? {
        figures(lines + ["A 50 PENDING undo \(number)", "A 51 DONE report"])?.attempts
      }
      // The way of the row before the undone line, where that is known.
      let known = length + 1 - 15
      #expect(attempts(afterUndoing: known) == Double((known - 1) / 2), "\(length)")
      #expect(attempts(afterUndoing: known - 1) == Double((length + 1) / 2), "\(length)")
    }
  }
}
