extension String {
  var trimmedOfBlanks: String {
    let view = unicodeScalars
    guard let first = view.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = view.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(view[first...last])
  }

  /// What follows `title:`, in any letter case; `nil` when the text does not begin so.
  func rest(after title: String) -> String? {
    let view = unicodeScalars
    guard let colon = view.firstIndex(where: { $0 == ":" || $0 == "\u{FF1A}" }),
      String(view[..<colon]).trimmedOfBlanks.lowercased() == title.lowercased()
    else { return nil }
    return String(view[view.index(after: colon)...]).trimmedOfBlanks
  }

  /// What follows the mark of a bullet; `nil` where there is none.
  var bulletText: String? {
    let view = unicodeScalars
    guard let mark = view.first, mark == "-" || mark == "*" || mark == "\u{2022}" else {
      return nil
    }
    let rest = view.dropFirst()
    guard rest.first.map({ $0.properties.isWhitespace }) ?? true else { return nil }
    return String(rest).trimmedOfBlanks
  }
}
