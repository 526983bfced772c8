import Glibc

/// The environment variables that a command may read.
public struct Environment: Sendable {
  private let lookup: @Sendable (String) -> String?

  public init(_ values: [String: String]) { lookup = { values[$0] } }

  private init(lookup: @escaping @Sendable (String) -> String?) { self.lookup = lookup }

  /// This process's own.
  public static let process = Environment { name in getenv(name).map { String(cString: $0) } }

  /// The variable's value; an empty one counts as not set.
  public subscript(name: String) -> String? {
    lookup(name).flatMap { $0.isEmpty ? nil : $0 }
  }
}
