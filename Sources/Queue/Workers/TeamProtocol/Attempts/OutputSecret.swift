public import Text

/// A secret in a file that a report names. It is never shown.
public struct OutputSecret: Equatable, Sendable {
  /// As the report names it.
  public let path: String
  public let found: FoundSecret

  public init(path: String, found: FoundSecret) { (self.path, self.found) = (path, found) }

  /// The first bytes of each file that are looked through for secrets.
  public static let mostSearched = 1 << 20

  /// `docs/x.md:3`
  var place: String { "\(path):\(found.line)" }

  /// For those who read the verdict.
  var sentence: String {
    "A person has to look first: there is a secret (\(found.kind)) in \(path), line \(found.line)."
  }
}
