public import Model
import Text

/// `retry` in `orch.json`: the rules for failed attempts, by the class of the failure. Source:
/// `docs/workers.md`, "Failure classes".
public struct RetrySettings: Equatable, Sendable {
  public var rules = RetryRules()
  /// The setting for FAILED rows without a failure class; `nil` if `retry_failed` decides.
  public var unclassified: Settings.RetryFailed?

  init() {}

  init(_ members: JSONObject) throws(SettingMistake) {
    var rules = RetryRules()
    for (name, value) in members.members where !Self.others.contains(name) {
      let failure = try Self.failureClass(name, in: "retry", or: Self.others)
      rules.byClass[failure] = try RetryRule(
        value, at: "retry.\(name)", from: RetryRules.standard(failure))
    }
    for (worker, value) in try (members["workers"] ?? [:]).object(at: "retry.workers").members {
      let place = "retry.workers.\(worker)"
      var byClass: [FailureClass: RetryRule] = [:]
      for (name, value) in try value.object(at: place).members {
        let failure = try Self.failureClass(name, in: place)
        byClass[failure] = try RetryRule(
          value, at: "\(place).\(name)", from: rules.rule(for: failure))
      }
      rules.byWorker[worker] = byClass
    }
    self.rules = rules
    guard let value = members["unclassified"] else { return }
    guard let found = value.stringValue.flatMap(Settings.RetryFailed.init) else {
      throw .value(
        value, key: "retry.unclassified", form: Settings.retryFailed.description.form)
    }
    unclassified = found
  }

  /// The keys other than the classes.
  private static let others = ["workers", "unclassified"]

  private static func failureClass(
    _ name: String, in place: String, or others: [String] = []
  ) throws(SettingMistake) -> FailureClass {
    if let failure = FailureClass(rawValue: name) { return failure }
    throw .unknownKey(name, in: place, of: FailureClass.allCases.map(\.rawValue) + others)
  }
}

extension RetryRule {
  private static let keys: [SettingKey<RetryRule>] = [
    .flag("counts", \.counts),
    SettingKey("retries", .wholeNumber(in: 0...(.max)), \.retries) {
      $0.integer(in: 0...(.max)).map(Optional.some)
    },
    SettingKey(
      "delays",
      Sentence(#"a list of seconds or times, such as [30, "5m"]"#, #"초나 시간의 목록. 예: [30, "5m"]"#),
      \.delays
    ) { value in
      let seconds = value.arrayValue?.compactMap(seconds)
      return seconds?.count == value.arrayValue?.count ? seconds : nil
    },
    SettingKey("then", Sentence("FAILED or BLOCKED", "FAILED, BLOCKED"), \.end) { value in
      value.stringValue.flatMap(Status.init).flatMap { $0.isStopped ? $0 : nil }
    },
  ]

  /// Reads a rule; parts that the value leaves out are taken from `rule`.
  fileprivate init(
    _ value: JSONValue, at place: String, from rule: RetryRule
  ) throws(SettingMistake) {
    self = rule
    try value.object(at: place).read(into: &self, by: Self.keys, at: place)
  }

  private static func seconds(_ value: JSONValue) -> Int? {
    value.integerValue.flatMap { DurationText.seconds("\($0)", unit: .second) }
      ?? value.stringValue.flatMap { DurationText.seconds($0, unit: .second) }
  }
}

extension Settings {
  /// `retry`.
  static let retrying: [SettingKey<FileSettings>] = [
    SettingKey(
      "retry",
      Sentence(
        #"rules by failure class, such as {"timeout": {"retries": 2}}"#,
        #"실패 종류별 규칙. 예: {"timeout": {"retries": 2}}"#),
      fallback: "{}", "what happens after a worker's attempt failed, by failure class"
    ) { (value, settings) throws(SettingMistake) in
      guard let object = value.objectValue else { return false }
      settings.retry = try RetrySettings(object)
      return true
    }
  ]
}
