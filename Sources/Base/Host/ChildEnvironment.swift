/// The variables that this program passes to the programs that it starts.
public enum ChildEnvironment {
  /// The variables for paths, language and time, none of which holds a secret.
  public static let allowed = [
    "PATH", "HOME", "LANG", "TZ", "TMPDIR", "USER", "LOGNAME",
  ]

  /// The categories of a locale. Source: locale(7).
  private static let categories = [
    "ALL", "ADDRESS", "COLLATE", "CTYPE", "IDENTIFICATION", "MEASUREMENT", "MESSAGES", "MONETARY",
    "NAME", "NUMERIC", "PAPER", "TELEPHONE", "TIME",
  ]

  /// The variables for a program to be started: the `allowed` ones that are set, and `given`, which
  /// takes precedence.
  ///
  /// - Parameters:
  ///   - environment: the environment of this process.
  ///   - names: further variables to pass.
  ///   - given: variables set for the program alone.
  public static func variables(
    from environment: Environment, passing names: [String] = [], given: [String: String] = [:]
  ) -> [String: String] {
    let names = allowed + categories.map { "LC_" + $0 } + names
    let passed = names.compactMap { name in environment[name].map { (name, $0) } }
    return Dictionary(passed) { first, _ in first }.merging(given) { $1 }
  }
}
