public import Model

/// The price of tokens, for programs that report no money: a member of `prices` in `orch.json`. The
/// numbers are millionths of a US dollar for a million tokens.
public struct TokenPrice: Equatable, Sendable {
  public var input: Int
  /// The price of input from the cache; `nil` for the price of other input.
  public var cachedInput: Int?
  public var output: Int

  public init(input: Int, cachedInput: Int? = nil, output: Int) {
    (self.input, self.cachedInput, self.output) = (input, cachedInput, output)
  }

  /// Adds the price of the tokens to a usage whose program reports no money. If the input or the
  /// output is unknown, the money is unknown too. If the cached input is unknown, the money is an
  /// estimate that treats all input as new.
  public func applied(to usage: AgentUsage) -> AgentUsage {
    guard usage.microdollars == nil, let inputTokens = usage.inputTokens,
      let outputTokens = usage.outputTokens
    else { return usage }
    var usage = usage
    let cached = min(usage.cachedInputTokens ?? 0, inputTokens)
    let cachedPrice = cachedInput ?? input
    let millionths =
      Int128(inputTokens - cached) * Int128(input) + Int128(cached) * Int128(cachedPrice)
      + Int128(outputTokens) * Int128(output)
    usage.microdollars = AgentUsage.limited((millionths + 500_000) / 1_000_000)
    let isExact = usage.cachedInputTokens != nil || cachedPrice == input || inputTokens == 0
    usage.source = isExact ? .prices : .estimate
    return usage
  }
}

extension WorkerProfiles {
  /// The price of a worker, else the price of its model; `nil` if neither has one.
  public func price(of worker: String, model: String?) -> TokenPrice? {
    prices[worker] ?? model.flatMap { prices[$0] }
  }
}
