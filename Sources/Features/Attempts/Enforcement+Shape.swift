public import Text
public import Workers

/// The limits of a sandbox that were in force.
extension Enforcement: Shaped {
  public static var shapeName: StaticString { "enforced limits" }
  public static func shape(_ fields: inout Fields<Enforcement>) {
    fields.add("files", { $0.rungs.contains(.files) }, "which files it saw and could change")
    fields.add("network", { $0.rungs.contains(.network) }, "that it reached no network")
    fields.add("memory", { $0.rungs.contains(.memory) }, "how much memory it took")
    fields.add("processes", { $0.rungs.contains(.processes) }, "how many processes it had")
  }
}
