/// A stretch of a text that is not to be read as plain words.
public struct Span: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// Lines between two of three backticks.
    case fence
    /// Between backticks.
    case code
    /// `https://…`, `www.…`, `name@host`.
    case address
    /// `docs/guide.md`, `./run`, `~/.config`, `main.swift`.
    case path
    /// `--dry-run`, `--format=json`.
    case option
    /// Between quotation marks, of whatever language.
    case quote
    /// Between round or square brackets, also of full width.
    case parenthesis
  }

  public let kind: Kind
  /// The scalars, the marks around them included.
  public let range: Range<Int>

  public init(_ kind: Kind, _ range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}
