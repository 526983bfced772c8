/// A manual page as a value: sections of blocks, without a word on how they are
/// set. `roff` sets them.
public struct ManualPage: Equatable, Sendable {
  public let name: String
  public let version: String
  public let sections: [Section]

  public init(name: String, version: String, sections: [Section]) {
    self.name = name
    self.version = version
    self.sections = sections
  }

  public struct Section: Equatable, Sendable {
    /// In capitals, as manual pages have it.
    public let title: String
    public let blocks: [Block]

    public init(_ title: String, _ blocks: [Block]) {
      self.title = title
      self.blocks = blocks
    }
  }

  public enum Block: Equatable, Sendable {
    case heading(String)
    case paragraph([Span])
    /// A term, and what it means.
    case entry(term: [Span], [Span])
    /// Lines that stay as they are.
    case code(String)

    public static func paragraph(_ text: InlineText) -> Block { .paragraph(text.spans) }

    /// An entry whose term is typed as it stands.
    public static func entry(_ term: String, _ text: InlineText) -> Block {
      .entry(term: [.literal(term)], text.spans)
    }
  }

  public enum Span: Equatable, Sendable {
    case plain(String)
    /// What is typed as it stands.
    case literal(String)
    /// What stands for something else.
    case variable(String)
  }
}

extension InlineText {
  /// The same text for a manual page.
  var spans: [ManualPage.Span] {
    pieces.map { piece in
      switch piece {
      case .prose(let text): .plain(text)
      case .code(let text): .literal(text)
      }
    }
  }
}
