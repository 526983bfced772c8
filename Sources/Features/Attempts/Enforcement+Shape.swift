public import Text
public import Workers

/// The limits of a sandbox that were enforced.
extension Enforcement: Shaped {
  public static var shapeName: StaticString { "enforced limits" }
  public static func shape(_ fields: inout Fields<Enforcement>) {
    fields.add(
      "files", { $0.rungs.contains(.files) }, "whether its access to files was limited")
    fields.add("network", { $0.rungs.contains(.network) }, "whether its network was cut")
    fields.add("memory", { $0.rungs.contains(.memory) }, "whether its memory was limited")
    fields.add(
      "processes", { $0.rungs.contains(.processes) }, "whether its number of processes was limited")
  }
}
