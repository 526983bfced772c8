import Door
public import Text
public import Workers

extension HookDelivery: Shaped {
  public static var shapeName: StaticString { "hook delivery" }
  public static func shape(_ fields: inout Fields<HookDelivery>) {
    fields.add("hook", \.hook, "the name of the hook in `orch.json`")
    fields.add("delivered", \.delivered, "how many events the hook got")
    fields.add(
      "begins", \.begins,
      "whether the hook had no position in the history, and begins at the end of the history")
    fields.add(
      "elsewhere", \.isElsewhere, "whether another process delivers events to the hook now")
    fields.addIfNotEmpty("gave_up", \.givenUp, "the events that the hook never accepted")
    fields.addIfAny("failing", \.failing, "how the hook fails; left out if it does not fail")
    fields.addIfAny("error", \.problem?.message, "why nothing could be delivered")
  }
}

extension HookRecord.Failing: Shaped {
  public static var shapeName: StaticString { "hook failure" }
  public static func shape(_ fields: inout Fields<HookRecord.Failing>) {
    fields.add("since", \.since, "the first failure since the last success, in seconds since 1970")
    fields.add("tries", \.tries, "how many times the next event was tried")
    fields.add("next_try", \.nextTry, "when the event is tried again, in seconds since 1970")
    fields.add("error", \.error, "the last error")
  }
}

extension FailingHook: Shaped {
  public static var shapeName: StaticString { "failing hook" }
  public static func shape(_ fields: inout Fields<FailingHook>) {
    fields.add("hook", \.name, "the name of the hook in `orch.json`")
    fields.addAll { $0.failing }
  }
}
