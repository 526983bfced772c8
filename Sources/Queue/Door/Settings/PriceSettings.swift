import Text
import Workers

// `prices` in `orch.json`. Source: `docs/workers.md`, "Costs".

extension TokenPrice {
  static let form = Sentence(
    "a number from 0 to 1000000, with at most 6 decimals, such as 1.25",
    "0부터 1000000까지의 수, 소수점 아래 6자리까지. 예: 1.25")
  private static let keys: [SettingKey<TokenPrice>] = [
    SettingKey("input", form, isRequired: true, \.input) { $0.microdollars },
    SettingKey("cached_input", form, \.cachedInput) { $0.microdollars.map(Optional.some) },
    SettingKey("output", form, isRequired: true, \.output) { $0.microdollars },
  ]

  /// Reads a member of `prices`.
  ///
  /// - Parameter place: the member's key, with dots.
  fileprivate init(_ value: JSONValue, at place: String) throws(SettingMistake) {
    self.init(input: 0, output: 0)
    try value.object(at: place).read(into: &self, by: Self.keys, at: place)
  }
}

extension JSONValue {
  /// Millionths of a number of US dollars, 0 to a million, with at most 6 decimals; `nil` for
  /// another value.
  var microdollars: Int? {
    guard let dollars = numberValue, (0...1_000_000).contains(dollars) else { return nil }
    let microdollars = (dollars * 1_000_000).rounded()
    // The value must be the `Double` that is nearest to a number with 6 decimals.
    return microdollars / 1_000_000 == dollars ? Int(microdollars) : nil
  }
}

extension Settings {
  /// `prices`.
  static let pricing = SettingKey<FileSettings>(
    "prices",
    Sentence(
      #"prices by worker or model, such as {"codex": {"input": 1.25, "output": 10}}"#,
      #"워커나 모델별 가격. 예: {"codex": {"input": 1.25, "output": 10}}"#),
    fallback: "{}",
    "what a million tokens costs in US dollars, if the agent's program reports no cost"
  ) { (value, settings) throws(SettingMistake) in
    guard let object = value.objectValue else { return false }
    for (name, value) in object.members {
      guard !name.isEmpty else {
        throw .value(
          .string(name), key: "prices",
          form: Sentence("the name of a worker or a model", "워커나 모델의 이름"))
      }
      settings.named.prices[name] = try TokenPrice(value, at: "prices.\(name)")
    }
    return true
  }
}
