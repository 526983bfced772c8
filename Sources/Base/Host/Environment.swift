import CSystem
import Glibc

/// The environment variables of this process, or the variables that a test sets.
public struct Environment: Sendable {
  private let lookup: @Sendable (String) -> String?
  private let list: @Sendable () -> [String: String]

  public init(_ values: [String: String]) {
    lookup = { values[$0] }
    list = { values }
  }

  private init(
    lookup: @escaping @Sendable (String) -> String?,
    list: @escaping @Sendable () -> [String: String]
  ) {
    (self.lookup, self.list) = (lookup, list)
  }

  /// All variables, for an interactive program such as an editor.
  public var all: [String: String] { list() }

  /// These variables, with others that take precedence.
  ///
  /// - Parameter given: the value of a variable; `nil` if this environment has to be asked. It is
  ///   not asked for the list of all variables.
  public func overlaid(by given: @escaping @Sendable (String) -> String?) -> Environment {
    Environment(lookup: { given($0) ?? lookup($0) }, list: list)
  }

  /// These variables, without one.
  public func without(_ name: String) -> Environment {
    Environment {
      $0 == name ? nil : lookup($0)
    } list: {
      list().filter { $0.key != name }
    }
  }

  /// The variables of this process; a value that is not UTF-8 counts as not set.
  public static let process = Environment { name in
    getenv(name).flatMap { SystemText.text($0) }
  } list: {
    var variables: [String: String] = [:]
    var index: Int32 = 0
    while let entry = csystem_variable(index) {
      index += 1
      guard let text = SystemText.text(entry), let sign = text.utf8.firstIndex(of: 61) else {
        continue
      }
      variables[String(text[..<sign])] = String(text[text.utf8.index(after: sign)...])
    }
    return variables
  }

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
