import Glibc

/// Environment variables: those of this process, or those of a test.
public struct Environment: Sendable {
  private let lookup: @Sendable (String) -> String?

  public init(_ values: [String: String]) { lookup = { values[$0] } }

  private init(lookup: @escaping @Sendable (String) -> String?) { self.lookup = lookup }

  /// Those of this process; a value that is not UTF-8 counts as not set.
  public static let process = Environment { name in getenv(name).flatMap { SystemText.text($0) } }

  /// Throws when one of these variables of this process is not UTF-8.
  public static func check(_ names: [String]) throws(NotUTF8) {
    for name in names {
      if let value = getenv(name), SystemText.text(value) == nil { throw NotUTF8(name, value) }
    }
  }

  /// The variable's value; an empty one counts as not set.
  public subscript(name: String) -> String? {
    lookup(name).flatMap { $0.isEmpty ? nil : $0 }
  }
}

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
  ///   - environment: that of this process.
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
