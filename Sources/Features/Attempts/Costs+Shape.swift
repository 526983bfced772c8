import Door
import Model
public import Text
public import Workers

// The costs of attempts.

extension CostFigures: Shaped {
  public static var shapeName: StaticString { "cost figures" }
  public static func shape(_ fields: inout Fields<CostFigures>) {
    fields.add(
      "today_usd", { $0.today.usage.microdollars.map(Number.dollars) },
      "the known cost, in US dollars, of the attempts that ended today")
    fields.add(
      "total_usd", { $0.total.usage.microdollars.map(Number.dollars) },
      "the known cost of all attempts, or with `--since` of those that ended after that time")
    fields.add(
      "per_done_usd", { $0.microdollarsPerDoneRow.map(Number.dollars) },
      "the average cost of a DONE row, with all its attempts, over the rows with a known cost")
    fields.add("attempts", \.total.attempts, "how many attempts `total_usd` counts")
    fields.add(
      "unknown_attempts", \.total.unknownAttempts, "how many of them have an unknown cost")
  }
}

extension CostSum: Shaped {
  public static var shapeName: StaticString { "cost sum" }
  public static func shape(_ fields: inout Fields<CostSum>) {
    fields.add("attempts", \.attempts, "how many attempts of agents the ledger has")
    fields.add("unknown_attempts", \.unknownAttempts, "how many of them have an unknown cost")
    fields.add("usage", { TokenCount($0.usage) }, "the sums of the known tokens")
    fields.add(
      "cost", { Cost($0.usage) },
      "the sum of the known costs; its source is the least reliable one")
    fields.addIfAny(
      "by_source",
      { sum in
        sum.parts.count > 1
          ? Map(sum.parts.map { ($0.source.rawValue, Number.dollars(micro: $0.microdollars)) })
          : nil
      }, "US dollars by `source`, if there are several sources")
  }
}
