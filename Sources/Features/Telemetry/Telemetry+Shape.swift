public import Text

extension TelemetrySending: Shaped {
  public static var shapeName: StaticString { "otel" }
  public static func shape(_ fields: inout Fields<TelemetrySending>) {
    fields.add("endpoint", \.endpoint, "the endpoint; null if `orch.json` names none")
    fields.add("spans", \.spans, "how many spans were sent")
    fields.add("metrics", \.metrics, "how many metrics were sent")
    fields.add("refused", \.refused, "how many of them the endpoint did not accept")
    fields.add("elsewhere", \.isElsewhere, "whether another process sends now")
    fields.addIfAny("error", \.error, "why the rest is sent later")
  }
}
