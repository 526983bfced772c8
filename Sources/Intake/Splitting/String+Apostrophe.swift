extension String {
  /// With `'` for the typographic apostrophe, as words are listed: `don’t`.
  var plainApostrophes: String {
    guard utf8.contains(0xE2), unicodeScalars.contains("\u{2019}") else { return self }
    var view = UnicodeScalarView()
    view.append(contentsOf: unicodeScalars.map { $0 == "\u{2019}" ? "'" : $0 })
    return String(view)
  }
}
