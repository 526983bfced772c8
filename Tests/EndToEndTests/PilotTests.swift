import Foundation
import TestSupport
import Testing

/// `automation/pilot.sh`, and the logs that are committed.
@Suite struct PilotTests {
  /// The rows of the sample.
  private static let ids =
    (1...6).map { "ORCH-00\($0)" } + ["HB-W1", "HB-W2"]
    + (1...20).map { $0 < 10 ? "HB-0\($0)" : "HB-\($0)" }

  private static let headings = [
    "Preparation", "What is asked for", "The daemon works", "A word is missing",
    "A row came too early", "What the worker cannot do", "A criterion with a slip of the pen",
    "The end", "Results", "Lessons",
  ]

  /// What is wrong with a log; nothing of a good one.
  private static func problems(of log: String) -> [String] {
    var problems: [String] = []
    let lines = log.split(separator: "\n").map(String.init)
    let headings = lines.filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
    if headings != Self.headings { problems.append("headings: \(headings)") }
    let rows = lines.filter { $0.wholeMatch(of: /\| [A-Z]+-\w+ \|.*/) != nil }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    if rows.map(\.first) != Self.ids { problems.append("rows: \(rows.map(\.first))") }
    for row in rows where row.count != 5 || !row[3].hasSuffix("PASS") {
      problems.append("result: \(row)")
    }
    for row in rows {
      let verdicts = row[3].split(separator: ", ")
      if Int(row[2]) != verdicts.count { problems.append("attempts: \(row)") }
      let strangers = verdicts.filter { !["PASS", "RETRY", "BLOCK", "FAILED"].contains($0) }
      if !strangers.isEmpty { problems.append("verdicts: \(row)") }
    }
    let named = Set(log.matches(of: /\b(?:HB|ORCH)-[W0-9]+\b/).map { String($0.0) })
    let unknown = named.subtracting(Self.ids)
    if !unknown.isEmpty { problems.append("ids: \(unknown.sorted())") }
    let statuses = Set(log.matches(of: /-> ([A-Z_]{4,})\b/).map { String($0.1) })
    let known: Set = ["PENDING", "IN_PROGRESS", "DONE", "FAILED", "BLOCKED"]
    if !statuses.isSubset(of: known) { problems.append("statuses: \(statuses)") }
    if !log.contains("28 of 28 rows are DONE.\n") { problems.append("not all rows are DONE") }
    if !log.contains("    all: ok\n") { problems.append("the handbook's check did not pass") }
    if !strangeTimes(in: log).isEmpty { problems.append("times of another clock") }
    return problems
  }

  /// What the pilot must not heed.
  private static func others(_ folder: String) -> [String: String] {
    [
      "TMPDIR": folder, "TZ": "America/New_York", "ORCH_TZ_OFFSET": "0", "ORCH_LOCK_TIMEOUT": "x",
      "GIT_DIR": "\(folder)/repository",
    ]
  }

  /// The times of all writers that are not between the log's begin and its end.
  private static func strangeTimes(in log: String) -> [String] {
    let times = log.matches(of: /\d{4}-\d\d-\d\d \d\d:\d\d/).map { String($0.0) }
    guard times.count > 2 else { return times }
    return times.filter { $0 < times[0] || $0 > times[1] }
  }

  @Test func `the pilot brings each row to its end, and reports what happened`() throws {
    try withTemporaryDirectory { folder in
      let ending = try run(
        "\(Project.folder)/automation/pilot.sh",
        ["--bin", BuiltBinaries.folder, "--report", "\(folder)/logs"],
        in: folder, environment: Self.others(folder))
      #expect(ending.status == 0, "\(ending)")
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/logs")
      #expect(names.count == 1, "\(names)")
      let log = try contents(of: "\(folder)/logs/\(try #require(names.first))")
      #expect(Self.problems(of: log) == [])
      #expect(!log.contains(folder), "a machine's path")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left == ["logs"], "the scratch folder goes")
    }
  }

  @Test func `the committed logs are of this sample`() throws {
    let folder = "\(Project.folder)/pilot_logs"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.wholeMatch(of: /\d{4}-\d\d-\d\d\.md/) != nil }
    #expect(!names.isEmpty)
    for name in names {
      let log = try contents(of: "\(folder)/\(name)")
      #expect(Self.problems(of: log) == [], "\(name)")
      #expect(log.hasSuffix(try Project.text("automation/pilot/lessons.md")), "\(name)")
    }
  }

  @Test(arguments: [
    ("| HB-03 | Fix", "| HB-93 | Fix", "ids: [\"HB-93\"]"),
    ("28 of 28 rows", "27 of 28 rows", "not all rows are DONE"),
    ("## The end", "## The End", "headings: "),
  ])
  func `a log that was touched up is found`(_ old: String, _ new: String, _ problem: String) throws
  {
    let folder = "\(Project.folder)/pilot_logs"
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder)
        .first { $0.wholeMatch(of: /\d{4}-\d\d-\d\d\.md/) != nil })
    let log = try contents(of: "\(folder)/\(name)")
    #expect(log.contains(old))
    let problems = Self.problems(of: log.replacing(old, with: new))
    #expect(problems.contains { $0.hasPrefix(problem) }, "\(problems)")
  }

  @Test func `an option that is not known is refused`() throws {
    let ending = try run("\(Project.folder)/automation/pilot.sh", ["--bim", "x"], in: "/")
    #expect(
      ending.status == 64 && ending.errors.hasPrefix("pilot: unknown option '--bim' (usage: "))
  }
}
