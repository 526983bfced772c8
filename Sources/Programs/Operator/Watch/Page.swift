import Model
import Text

/// A page that fills the screen in place of the overview.
struct Page {
  enum Kind: Equatable, Sendable {
    case details, report, log, changes, keys

    var name: Sentence {
      switch self {
      case .details: Sentence("row", "행")
      case .report: Sentence("report", "보고서")
      case .log: Sentence("log", "로그")
      case .changes: Sentence("changes", "변경")
      case .keys: Sentence("keys", "키")
      }
    }
  }

  let kind: Kind
  /// The row; `nil` for the keys.
  let key: WatchedRowKey?
  var content: Content?
  /// The index of the first visible line.
  var top = 0
  /// Whether the end stays visible while the text grows.
  var follows: Bool
  /// The line of the match of the last search.
  var match: Int?

  enum Content {
    case details(DetailPage)
    /// The lines of a report, a log or changes, wrapped.
    case lines(RowText, wrapped: [String])
    /// The keys of the overview, or of the pages.
    case keys(isOnPage: Bool)
  }

  init(_ kind: Kind, of key: WatchedRowKey?, _ content: Content? = nil) {
    (self.kind, self.key, self.content) = (kind, key, content)
    follows = kind == .log
  }

  func lines(in size: ScreenSize, _ paint: Paint, at now: QueueTime, _ language: Language)
    -> [StyledText]
  {
    switch content {
    case .details(let details): details.lines(width: size.columns, paint, at: now, language)
    case .lines(_, let wrapped): wrapped.map { StyledText($0, .plain) }
    case .keys(let isOnPage): KeyList(isOnPage: isOnPage).lines(paint, language)
    case nil: []
    }
  }

  mutating func show(_ text: RowText, width: Int, _ language: Language) {
    content = .lines(text, wrapped: text.lines(width: width, language))
  }

  /// Wraps the text anew, for another width.
  mutating func wrap(width: Int, _ language: Language) {
    if case .lines(let text, _) = content { show(text, width: width, language) }
    match = nil
  }
}
