public import Text

/// A secret in a file that a report names. Its value is never shown.
public struct OutputSecret: Equatable, Sendable {
  /// The path as written in the report.
  public let path: String
  public let found: FoundSecret

  public init(path: String, found: FoundSecret) { (self.path, self.found) = (path, found) }

  /// The bytes at the beginning of each file that are searched for secrets.
  public static let mostSearched = 1 << 20

  /// The place of the secret, such as `docs/x.md:3`.
  var place: String { "\(path):\(found.line)" }

  /// The text for people who read the verdict.
  var sentence: String {
    "A person has to look first: there is a secret (\(found.kind)) in \(path), line \(found.line)."
  }
}
