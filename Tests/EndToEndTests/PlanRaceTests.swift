import TestSupport
import Testing
import Text

/// Many processes that apply a plan at once.
@Suite struct PlanRaceTests {
  private static let count = 12

  /// A plan whose tasks have the version in their texts. Each waits for the one before it, and each
  /// third one has a brief. One task is only in this version.
  private static func plan(_ version: String) -> String {
    let tasks = (1...count).map { number in
      let after = number == 1 ? "" : #", "after": ["t\#(number - 1)"]"#
      let brief = number % 3 == 0 ? #", "brief": "brief \#(version)""# : ""
      return #"{"id": "t\#(number)", "task": "task \#(version)"\#(after)\#(brief)}"#
    }
    let own = #"{"id": "only\#(version)", "task": "task \#(version)"}"#
    return #"{"plan": "p", "tasks": [\#((tasks + [own]).joined(separator: ", "))]}"#
  }

  /// A folder with a queue, and `a.json` and `b.json`.
  private func with(
    _ kept: QueueKept, _ body: (ConcurrencyRace, PlannedRows) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let rows = PlannedRows(folder: folder, kept: kept)
      _ = try rows.orch("init", "-q")
      for version in ["a", "b"] {
        try writeAged(Self.plan(version), to: "\(folder)/\(version).json")
      }
      let options = rows.options.joined(separator: " ")
      try body(ConcurrencyRace(folder: folder, program: "\(BuiltBinaries.orch) \(options)"), rows)
    }
  }

  @Test(arguments: QueueKept.allCases, ["", " --key k"])
  func `of eight that apply the same plan one adds its rows`(
    _ kept: QueueKept, _ key: String
  ) throws {
    try with(kept) { race, rows in
      let (endings, reader) = try race.run(
        Array(repeating: "$ORCH plan apply a.json\(key)", count: 8))
      #expect((endings + [reader]).filter { $0.status != 0 } == [])
      let heads = endings.map { $0.output.prefix { $0 != "(" && $0 != "\n" } }
      #expect(
        heads.sorted() == ["Applied p version 1 "]
          + Array(repeating: "p is unchanged: version 1 is applied already", count: 7))
      #expect(try rows.version == "1")
      #expect(try rows.problems(of: "a", besides: []) == [])
      #expect(try rows.additions == Self.count + 1)
    }
  }

  @Test(arguments: QueueKept.allCases)
  func `of two versions at once the rows follow the one that was applied last`(
    _ kept: QueueKept
  ) throws {
    try with(kept) { race, rows in
      let (endings, reader) = try race.run(
        (0..<8).map { "$ORCH plan apply \($0 % 2 == 0 ? "a" : "b").json" })
      #expect((endings + [reader]).filter { $0.status != 0 } == [])
      let applied = endings.count { $0.output.hasPrefix("Applied ") }
      #expect(try rows.version == "\(applied)" && (2...8).contains(applied))
      let last = try #require(try rows.lastVersion)
      #expect(try rows.problems(of: last, besides: [last == "a" ? "b" : "a"]) == [])
      #expect(try rows.additions == Self.count + 2)
      let again = try rows.orch("plan", "apply", "\(last).json")
      #expect(again.output == "p is unchanged: version \(applied) is applied already\n")
    }
  }

  /// The rows and files of the plan, as commands show them.
  private struct PlannedRows {
    let folder: String
    let kept: QueueKept

    var options: [String] { ["--no-log"] + (kept == .inFile ? [] : ["--db", kept.name]) }

    func orch(_ words: String...) throws -> ChildProcess.Ending {
      try run(BuiltBinaries.orch, words + options, in: folder)
    }

    private func json(_ path: String) throws -> JSONObject? {
      try JSONValue(parsing: Array(contents(of: "\(folder)/.orch/plans/p/\(path)").utf8))
        .objectValue
    }

    /// The number of the version that the rows follow.
    var version: String? {
      get throws { try json("head.json")?["version"]?.integerValue.map(String.init) }
    }

    /// `a` or `b`.
    var lastVersion: String? {
      get throws {
        let tasks = try version.flatMap { try json("\($0).json")?["tasks"]?.arrayValue }
        let text = tasks?.first?.objectValue?["task"]?.stringValue
        return text.map { String($0.suffix(1)) }
      }
    }

    /// What is wrong in rows and briefs that should be those of a version; the tasks that only the
    /// others have are cancelled.
    func problems(of version: String, besides others: [String]) throws -> [String] {
      let list = try orch("list", "--json")
      let items = try JSONValue(parsing: Array(list.output.utf8)).objectValue?["items"]?.arrayValue
      let rows = (items ?? []).compactMap(\.objectValue).map { row in
        ["id", "status", "task"].compactMap { row[$0]?.stringValue }.joined(separator: " ")
      }
      let wanted =
        (1...count).map { "p.t\($0) PENDING task \(version)" }
        + ["p.only\(version) PENDING task \(version)"]
        + others.map { "p.only\($0) BLOCKED task \($0)" }
      let briefs = stride(from: 3, through: count, by: 3).filter { number in
        (try? contents(of: "\(folder)/tasks/p.t\(number).md")) != "brief \(version)"
      }
      return Set(rows).symmetricDifference(wanted).sorted()
        + (rows.count == wanted.count ? [] : rows)
        + briefs.map { "the brief of t\($0)" }
    }

    /// How many rows were ever added.
    var additions: Int {
      get throws {
        let history = try orch("history", "--json")
        return history.output.matches(of: /"before":{},"after":{"/).count
      }
    }
  }
}
