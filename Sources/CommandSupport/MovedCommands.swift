/// Where a command is that somebody looks for in the wrong executable.
public enum MovedCommands {
  /// `status` → `ops status`.
  public static func commands(of program: String, _ names: [String]) -> [String: String] {
    Dictionary(uniqueKeysWithValues: names.map { ($0, "\(program) \($0)") })
  }
}
