import Model
import Schedule
import TestSupport
import Testing
import Text

@testable import Door

/// `recurring` in `orch.json`: a wrong entry stops only itself.
@Suite struct RecurringSettingsTests {
  private func read(_ text: String) throws -> RecurringSettings {
    var configuration: Configuration?
    try withTemporaryDirectory { folder in
      try writeAged("{\"recurring\": \(text)}", to: folder + "/orch.json")
      configuration = Configuration(reading: folder, with: [RecurringEntries.self])
    }
    #expect(configuration?.problems == [])
    return try #require(configuration).inFileOnly.recurring
  }

  @Test func `entries are read by name`() throws {
    let settings = try read(
      #"""
      {"nightly": {"cron": "0 2 * * 1-5", "add": {"task": "Soak", "criteria": ["a"]}},
       "deps": {"every": "7d", "plan": "plans/deps.json", "catch_up": false, "overlap": true}}
      """#)
    #expect(settings.mistakes == [])
    #expect(settings.entries.map(\.name.text) == ["deps", "nightly"])
    #expect(settings.entries.map(\.times.text) == ["every 7d", "cron 0 2 * * 1-5"])
    #expect(settings.entries.map(\.catchesUp) == [false, true])
    #expect(settings.entries.map(\.overlaps) == [true, false])
    #expect(settings.entries[0].work == .plan(path: "plans/deps.json"))
    var isRow = false
    if case .row = settings.entries[1].work { isRow = true }
    #expect(isRow)
  }

  /// What is wrong, in English; the Korean says the same.
  @Test(arguments: [
    (
      #"{"cron": "0 2 * *", "add": {"task": "t"}}"#,
      """
      /q/orch.json: invalid value "0 2 * *" for 'recurring.x.cron' (it must be five fields: minute, \
      hour, day of the month, month, day of the week, such as 0 2 * * 1-5)
      """
    ),
    (
      #"{"cron": "0 24 * * *", "add": {"task": "t"}}"#,
      """
      /q/orch.json: invalid value "0 24 * * *" for 'recurring.x.cron' (it must be *, numbers from \
      0 to 23, ranges 1-5 and steps */2, with commas between them, where the hour is '24')
      """
    ),
    (
      #"{"cron": "0 0 31 feb *", "add": {"task": "t"}}"#,
      """
      /q/orch.json: invalid value "0 0 31 feb *" for 'recurring.x.cron' (it must be a day that exists: none \
      of its months has this day)
      """
    ),
    (
      #"{"every": "90s", "add": {"task": "t"}}"#,
      """
      /q/orch.json: invalid value "90s" for 'recurring.x.every' (it must be a time in whole minutes from \
      1m to 366d, such as 12h or 7d)
      """
    ),
    (
      #"{"every": "1d", "add": {"task": "t", "criteria": ["cmd: soak"]}}"#,
      """
      /q/orch.json: recurring.x.add.criteria[0]: review.checks has no 'soak' (known: none) (docs/plans.md lists the \
      keys of a task)
      """
    ),
    (
      #"{"every": "1d", "cron": "0 0 * * *", "add": {"task": "t"}}"#,
      "/q/orch.json: 'recurring.x.cron' and 'recurring.x.every' are both set (remove one of them)"
    ),
  ])
  func `a mistake is named with its place`(_ entry: String, _ expected: String) throws {
    let settings = try read(#"{"good": {"every": "1h", "add": {"task": "t"}}, "x": \#(entry)}"#)
    #expect(settings.entries.map(\.name.text) == ["good"])
    let mistake = try #require(settings.mistakes.first)
    let problem = Problem.setting(.mistake(mistake.mistake, path: "/q/orch.json"))
    #expect(problem.messageWithHint == expected)
    expectKoreanTwin(of: problem)
  }
}
