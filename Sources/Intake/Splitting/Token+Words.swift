extension ArraySlice<Token> {
  /// Without marks and parentheses at the end.
  var trailingWords: ArraySlice<Token> {
    var tokens = self
    while let last = tokens.last, last.kind == .mark || last.kind == .parenthesis, tokens.count > 1
    {
      tokens.removeLast()
    }
    return tokens
  }
}
