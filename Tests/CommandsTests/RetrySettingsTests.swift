import Model
import TestSupport
import Testing
import Text

@testable import Door
@testable import Runner

/// `retry` in `orch.json`.
@Suite struct RetrySettingsTests {
  private func read(_ text: String) throws -> RetrySettings {
    try RetrySettings(JSONValue(parsing: Array(text.utf8)).objectValue ?? [:])
  }

  @Test func `what a rule leaves out stays`() throws {
    let settings = try read(
      #"""
      {"workers": {"codex": {"timeout": {"then": "BLOCKED"}, "rate_limit": {"counts": true}}},
       "timeout": {"retries": 4, "delays": [30, "5m", "90"]}, "lost": {"delays": []},
       "unclassified": "no"}
      """#)
    var rules = RetryRules()
    rules.byClass = [
      .timeout: RetryRule(counts: true, retries: 4, delays: [30, 300, 90], end: .failed),
      .lost: RetryRule(counts: false, retries: 2, delays: [], end: .blocked),
    ]
    rules.byWorker["codex"] = [
      .timeout: RetryRule(counts: true, retries: 4, delays: [30, 300, 90], end: .blocked),
      .rateLimit: RetryRule(
        counts: true, retries: 10, delays: [300, 600, 1200, 2400, 4800, 9600, 14400],
        end: .blocked),
    ]
    #expect(settings.rules == rules)
    #expect(settings.unclassified == .no)
    #expect(try read("{}") == RetrySettings())
  }

  @Test(
    arguments: [
      (#"{"timout": {}}"#, .unknownKey("retry.timout", nearest: "timeout")),
      (#"{"worker": {}}"#, .unknownKey("retry.worker", nearest: "workers")),
      (
        #"{"workers": {"a": {"timout": {}}}}"#,
        .unknownKey("retry.workers.a.timout", nearest: "timeout")
      ),
      (#"{"lint": {"retrys": 1}}"#, .unknownKey("retry.lint.retrys", nearest: "retries")),
      (#"{"lint": 3}"#, .value(3, key: "retry.lint", form: Sentence(same: "an object"))),
      (#"{"workers": []}"#, .value([], key: "retry.workers", form: Sentence(same: "an object"))),
      (
        #"{"lint": {"retries": -1}}"#,
        .value(-1, key: "retry.lint.retries", form: Sentence(same: "a whole number, 0 or more"))
      ),
      (
        #"{"lint": {"delays": ["soon"]}}"#,
        .value(
          ["soon"], key: "retry.lint.delays",
          form: Sentence(same: #"a list of seconds or times, such as [30, "5m"]"#))
      ),
      (
        #"{"lint": {"then": "DONE"}}"#,
        .value("DONE", key: "retry.lint.then", form: Sentence(same: "FAILED or BLOCKED"))
      ),
      (
        #"{"lint": {"counts": "no"}}"#,
        .value("no", key: "retry.lint.counts", form: Sentence(same: "true or false"))
      ),
      (
        #"{"unclassified": "never"}"#,
        .value("never", key: "retry.unclassified", form: Sentence(same: "yes, no or database"))
      ),
    ] as [(String, SettingMistake)])
  func `what can't be read is named`(_ text: String, _ mistake: SettingMistake) {
    #expect(throws: mistake) { try read(text) }
  }
}
