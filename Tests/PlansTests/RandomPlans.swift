import Model
import Plans
import TestSupport

extension SeededGenerator {
  /// A plan that keeps the rules, with any of the keys.
  mutating func plan() -> Plan {
    let ids = (0..<Int.random(in: 1...8, using: &self)).map { "t\($0)" }.shuffled(using: &self)
    var plan = Plan(name: "p-\(Int.random(in: 0...9, using: &self))", tasks: [])
    plan.title = maybe(line())
    plan.goal = maybe(text())
    plan.parent = maybe("ORCH-012")
    plan.defaults = settings()
    plan.tasks = ids.enumerated().map { number, id in
      PlanTask(
        id: id, task: line(), criteria: some(of: Self.criteria), brief: maybe(text()),
        outputs: some(of: ["docs/a.md", "db/0042.sql", "[id]/page.tsx", "a b"]),
        tags: some(of: ["ui", "버그", "release"]), after: some(of: Array(ids[..<number])),
        settings: settings())
    }
    // Some wait for tasks that stand behind them.
    plan.tasks.shuffle(using: &self)
    return plan
  }

  private mutating func settings() -> PlanSettings {
    var settings = PlanSettings()
    settings.worker = maybe("claude")
    settings.priority = maybe(Priority.known.randomElement(using: &self) ?? .p0)
    settings.maxAttempts = maybe(Int.random(in: 0...9, using: &self))
    settings.timeoutSeconds = maybe(Int.random(in: 1...604_800, using: &self))
    settings.repository = maybe("web")
    settings.approval = maybe(Approval.allCases.randomElement(using: &self) ?? .start)
    settings.failurePolicy = maybe(FailurePolicy.allCases.randomElement(using: &self) ?? .cancel)
    settings.dueAt = maybe("2026-11-30 18:00")
    settings.notBefore = maybe("2026-02-01 06:30")
    settings.touches = some(of: ["db/", "src/api/", "."])
    settings.notes = maybe(line())
    return settings
  }

  private static let criteria = [
    "cmd: test", "it builds", "grep: `a;b` in f", "(a; b) is there", "\"a; b\" is printed",
    "don't break it", "version 2) is named", "`x; y` runs", "끝난 것이 보인다", "file: x", "see 3) here",
    "grep: a|b in f",
  ]

  private mutating func maybe<Value>(_ value: Value) -> Value? {
    Bool.random(using: &self) ? value : nil
  }

  private mutating func some(of values: [String]) -> [String] {
    Array(values.shuffled(using: &self).prefix(Int.random(in: 0...3, using: &self)))
  }

  private mutating func line() -> String {
    words(["a", "할 일", "\"x\"", "\\", "/ b", "👩‍💻", "é", "="])
  }

  private mutating func text() -> String {
    words(["a\n", "| b\r\n", "\t", "\u{2028}", "\u{301}x"])
  }

  private mutating func words(_ words: [String]) -> String {
    "w"
      + (0..<Int.random(in: 0...5, using: &self)).map { _ in words.randomElement(using: &self) ?? ""
      }
      .joined(separator: " ") + "."
  }
}
