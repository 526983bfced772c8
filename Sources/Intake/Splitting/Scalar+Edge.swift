extension Unicode.Scalar {
  /// Punctuation around a word that is no part of it.
  var isEdge: Bool {
    switch self {
    case ".", "!", "?", ":", "~", "\"", "'", "(", ")", "\u{3002}", "\u{FF01}", "\u{FF1F}",
      "\u{FF1A}", "\u{2026}", "\u{FF5E}", "\u{FF0E}", "[", "]", "\u{FF09}", "\u{FF08}":
      true
    default: false
    }
  }

  var endsSentence: Bool {
    switch self {
    case ".", "!", "?", ":", "\u{3002}", "\u{FF01}", "\u{FF1F}", "\u{FF1A}": true
    default: false
    }
  }
}
