/// A line of prose in which backticks mark code, as in Markdown, for documents, manual pages and
/// terminals.
public struct InlineText: Equatable, Sendable, ExpressibleByStringLiteral {
  public let markdown: String

  public enum Piece: Equatable, Sendable {
    case prose(String)
    case code(String)
  }

  public init(_ markdown: String) { self.markdown = markdown }

  public init(stringLiteral markdown: String) { self.markdown = markdown }

  /// `text` with a capital and a full stop.
  public static func sentence(_ text: String) -> InlineText {
    InlineText("\(text.prefix(1).uppercased())\(text.dropFirst()).")
  }

  /// The pieces in order; an unpaired backtick is prose.
  public var pieces: [Piece] {
    let parts = markdown.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    // An even number of parts means that the last backtick has no partner.
    let spans = parts.count.isMultiple(of: 2) ? parts.count - 2 : parts.count
    var pieces = parts.prefix(spans).enumerated().map { index, part in
      index.isMultiple(of: 2) ? Piece.prose(part) : .code(part)
    }
    if spans < parts.count { pieces.append(.prose(parts[spans...].joined(separator: "`"))) }
    return pieces.filter { $0 != .prose("") }
  }

  /// The text without backticks, for a terminal.
  public var plain: String {
    pieces.map { piece in
      switch piece {
      case .prose(let text), .code(let text): text
      }
    }.joined()
  }
}
