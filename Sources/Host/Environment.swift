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
