public import Model
public import Text

// The members `usage` and `cost` of `result.json`, of a running worker's record and of the cost
// ledger.

extension AgentUsage {
  /// Reads `usage` and `cost`; `nil` if neither has a value.
  public init?(usage: JSONValue?, cost: JSONValue?) {
    self.init()
    let tokens = usage?.objectValue
    inputTokens = Self.tokens(tokens?["input_tokens"]?.integerValue)
    cachedInputTokens = Self.tokens(tokens?["cached_input_tokens"]?.integerValue)
    outputTokens = Self.tokens(tokens?["output_tokens"]?.integerValue)
    microdollars = Self.microdollars(cost?.objectValue?["usd"]?.numberValue)
    if microdollars != nil {
      source = cost?.objectValue?["source"]?.stringValue.flatMap(CostSource.init) ?? .cli
    }
    if self == AgentUsage() { return nil }
  }

  /// The tokens; `null` if none are known.
  public var usage: JSONValue {
    if inputTokens ?? cachedInputTokens ?? outputTokens == nil { return .null }
    return [
      "input_tokens": inputTokens.map { .integer($0) } ?? .null,
      "cached_input_tokens": cachedInputTokens.map { .integer($0) } ?? .null,
      "output_tokens": outputTokens.map { .integer($0) } ?? .null,
    ]
  }

  /// The money, in US dollars with at most six decimals, and the source of the figure.
  public var cost: JSONValue {
    guard let microdollars else { return .null }
    return [
      "usd": JSONValue(microdollars: microdollars),
      "source": .string((source ?? .cli).rawValue),
    ]
  }
}

extension JSONValue {
  /// Converts millionths of a US dollar to US dollars; `null` if they are unknown.
  public init(microdollars: Int?) {
    self = microdollars.map { .number(Double($0) / 1e6) } ?? .null
  }
}
