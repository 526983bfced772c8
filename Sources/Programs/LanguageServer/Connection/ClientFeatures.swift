import Text

/// What a client offers, of what the server uses.
struct ClientFeatures {
  var encoding = PositionEncoding.utf16
  /// Whether it lets the server edit a document.
  var appliesEdits = false
  /// Whether it shows actions with an edit or a command, and not only commands.
  var showsActions = false
  /// Whether it shows texts in Markdown, and inserts snippets.
  var (showsMarkdown, insertsSnippets) = (false, false)
  /// Whether it asks for hints and lenses again when the server says so.
  var (refreshesHints, refreshesLenses) = (false, false)
  var nestsSymbols = false
  /// Whether it lets a person choose an answer to a message.
  var asksChoices = false

  init() {}

  /// - Parameter capabilities: those of `initialize`.
  init(_ capabilities: JSONObject) {
    let features = JSONValue.object(capabilities)
    let encodings = features.at("general", "positionEncodings")?.stringValues ?? []
    encoding = encodings.contains(PositionEncoding.utf8.rawValue) ? .utf8 : .utf16
    appliesEdits = features.at("workspace", "applyEdit")?.boolValue ?? false
    showsActions = features.at("textDocument", "codeAction", "codeActionLiteralSupport") != nil
    let hover = features.at("textDocument", "hover", "contentFormat")?.stringValues ?? []
    showsMarkdown = hover.contains("markdown")
    let item = features.at("textDocument", "completion", "completionItem")
    insertsSnippets = item?.at("snippetSupport")?.boolValue ?? false
    refreshesHints = features.at("workspace", "inlayHint", "refreshSupport")?.boolValue ?? false
    refreshesLenses = features.at("workspace", "codeLens", "refreshSupport")?.boolValue ?? false
    let symbols = features.at("textDocument", "documentSymbol")
    nestsSymbols = symbols?.at("hierarchicalDocumentSymbolSupport")?.boolValue ?? false
    asksChoices = features.at("window", "showMessage") != nil
  }
}

extension JSONValue {
  /// The value behind keys of nested objects.
  func at(_ keys: String...) -> JSONValue? {
    keys.reduce(self) { $0?.objectValue?[$1] }
  }
}
