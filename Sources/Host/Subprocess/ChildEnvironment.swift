/// Which variables of its own a program hands on to those that it starts.
public enum ChildEnvironment {
  /// What a program needs to find others, its user's files, language and time: nothing that
  /// could hold a secret.
  public static let allowed = [
    "PATH", "HOME", "LANG", "TZ", "TMPDIR", "USER", "LOGNAME",
  ]

  /// The categories of a locale. Source: locale(7).
  private static let categories = [
    "ALL", "ADDRESS", "COLLATE", "CTYPE", "IDENTIFICATION", "MEASUREMENT", "MESSAGES", "MONETARY",
    "NAME", "NUMERIC", "PAPER", "TELEPHONE", "TIME",
  ]

  /// The variables for a program to be started: those on the list that are set, and `given`,
  /// which comes before them.
  ///
  /// - Parameters:
  ///   - environment: this process's own.
  ///   - names: variables that may pass besides those on the list.
  ///   - given: what is set for the program alone.
  public static func variables(
    from environment: Environment, passing names: [String] = [], given: [String: String] = [:]
  ) -> [String: String] {
    let names = allowed + categories.map { "LC_" + $0 } + names
    let passed = names.compactMap { name in environment[name].map { (name, $0) } }
    return Dictionary(passed) { first, _ in first }.merging(given) { $1 }
  }
}
