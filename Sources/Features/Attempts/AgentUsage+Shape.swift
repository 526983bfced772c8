import Door
public import Model
public import Text

/// The tokens of attempts.
public struct TokenCount: Shaped {
  private let usage: AgentUsage

  /// The tokens; `nil` if none are known.
  public init?(_ usage: AgentUsage?) {
    guard let usage, (usage.inputTokens ?? usage.cachedInputTokens ?? usage.outputTokens) != nil
    else { return nil }
    self.usage = usage
  }

  public static var shapeName: StaticString { "usage" }
  public static func shape(_ fields: inout Fields<TokenCount>) {
    fields.add("input_tokens", \.usage.inputTokens)
    fields.add(
      "cached_input_tokens", \.usage.cachedInputTokens,
      "the tokens from the cache, which are a part of `input_tokens`")
    fields.add("output_tokens", \.usage.outputTokens)
  }
}

/// The cost of attempts in money.
public struct Cost: Shaped {
  private let microdollars: Int
  private let source: CostSource

  /// The cost; `nil` if it is unknown.
  public init?(_ usage: AgentUsage?) {
    guard let usage, let microdollars = usage.microdollars else { return nil }
    (self.microdollars, source) = (microdollars, usage.source ?? .cli)
  }

  public static var shapeName: StaticString { "cost" }
  public static func shape(_ fields: inout Fields<Cost>) {
    fields.add(
      "usd",
      { Number.dollars(micro: $0.microdollars) }, "US dollars with at most six decimals")
    fields.add(
      "source", \.source.rawValue,
      """
      `cli`: the program of the agent; `prices`: its tokens, at the prices of orch.json; \
      `estimate`: the program of the agent, whose figure may include earlier attempts of its session
      """)
  }
}
