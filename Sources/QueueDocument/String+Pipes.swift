extension String {
  /// The text as a cell says it: a backslash before each pipe, also before one
  /// that a combining mark makes part of another character.
  var escapingPipes: String {
    guard utf8.contains(.pipe) else { return self }
    return unicodeScalars.map { $0 == "|" ? "\\|" : String($0) }.joined()
  }
}
