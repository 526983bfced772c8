import Model
import Text
import Workers

// `budget` in `orch.json`. Source: `docs/workers.md`, "Budgets".

extension Budget {
  private static let tokens = 0...1_000_000_000_000_000

  init(_ object: JSONObject) throws(SettingMistake) {
    self.init()
    for (name, value) in object.members {
      guard let key = Key(rawValue: name) else {
        throw .unknownKey(name, in: "budget", of: Key.allCases.map(\.rawValue))
      }
      let (limit, form) =
        !key.isOfMoney
        ? (value.integer(in: Self.tokens), Sentence.wholeNumber(in: Self.tokens))
        : (value.microdollars, TokenPrice.form)
      guard let limit else { throw .value(value, key: "budget.\(name)", form: form) }
      self[key] = limit
    }
  }
}

extension Settings {
  /// `budget`.
  static let budgeting = SettingKey<FileSettings>(
    "budget",
    Sentence(
      #"limits, such as {"usd_per_day": 20, "usd_per_row": 3}"#,
      #"한도. 예: {"usd_per_day": 20, "usd_per_row": 3}"#),
    fallback: "no limit",
    "what agents and models behind endpoints may spend: `usd_per_day`, `usd_per_row`, "
      + "`tokens_per_day` and, for requests to endpoints, `calls_per_day`; with 0 nothing starts"
  ) { (value, settings) throws(SettingMistake) in
    guard let object = value.objectValue else { return false }
    settings.named.budget = try Budget(object)
    return true
  }
}
