import Door
public import Text
public import Workers

extension HookDelivery: Shaped {
  public static var shapeName: StaticString { "hook delivery" }
  public static func shape(_ fields: inout Fields<HookDelivery>) {
    fields.add("hook", \.hook, "its name in `orch.json`")
    fields.add("delivered", \.delivered, "how many events it got")
    fields.add("begins", \.begins, "whether it had no place in the history, and begins at its end")
    fields.add("elsewhere", \.isElsewhere, "whether another process delivers to it now")
    fields.addIfNotEmpty("gave_up", \.givenUp, "the events that it never took")
    fields.addIfAny("failing", \.failing, "how it fails; left out if all went well")
    fields.addIfAny("error", \.problem?.message, "why nothing could be delivered")
  }
}

extension HookRecord.Failing: Shaped {
  public static var shapeName: StaticString { "hook failure" }
  public static func shape(_ fields: inout Fields<HookRecord.Failing>) {
    fields.add("since", \.since, "the first failure since the last success, in seconds since 1970")
    fields.add("tries", \.tries, "how often the next event was tried")
    fields.add("next_try", \.nextTry, "when it is tried again, in seconds since 1970")
    fields.add("error", \.error, "what was wrong last")
  }
}

extension FailingHook: Shaped {
  public static var shapeName: StaticString { "failing hook" }
  public static func shape(_ fields: inout Fields<FailingHook>) {
    fields.add("hook", \.name, "its name in `orch.json`")
    fields.addAll { $0.failing }
  }
}
