import Door
import Model
public import Text
public import Workers

// What attempts took.

extension CostFigures: Shaped {
  public static var shapeName: StaticString { "cost figures" }
  public static func shape(_ fields: inout Fields<CostFigures>) {
    fields.add(
      "today_usd", { $0.today.usage.microdollars.map(Number.dollars) },
      "US dollars that are known of attempts that ended today")
    fields.add(
      "total_usd", { $0.total.usage.microdollars.map(Number.dollars) },
      "those of all attempts, with `--since` from that time on")
    fields.add(
      "per_done_usd", { $0.microdollarsPerDoneRow.map(Number.dollars) },
      "what a DONE row whose cost is known cost on average, all attempts")
    fields.add("attempts", \.total.attempts, "how many attempts `total_usd` is of")
    fields.add(
      "unknown_attempts", \.total.unknownAttempts, "those of them whose cost is unknown")
  }
}

extension CostSum: Shaped {
  public static var shapeName: StaticString { "cost sum" }
  public static func shape(_ fields: inout Fields<CostSum>) {
    fields.add("attempts", \.attempts, "how many attempts of agents are in the ledger")
    fields.add("unknown_attempts", \.unknownAttempts, "those whose cost is unknown")
    fields.add("usage", { TokenCount($0.usage) }, "the sums of the tokens that are known")
    fields.add(
      "cost", { Cost($0.usage) },
      "the sum of the money that is known; its source is the least sure one")
    fields.addIfAny(
      "by_source",
      { sum in
        sum.parts.count > 1
          ? Map(sum.parts.map { ($0.source.rawValue, Number.dollars(micro: $0.microdollars)) })
          : nil
      }, "US dollars by `source`, if there are several")
  }
}
