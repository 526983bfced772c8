import Prose

/// The text of an item: without what joins it to others, and on one line.
struct ItemText {
  let text: String
  /// Whether a word that was taken away says that it follows what stands before it.
  let isSequel: Bool

  /// `nil` where nothing is left.
  ///
  /// - Parameters:
  ///   - request: the whole of it.
  ///   - lines: where in the request it stands; its lines are joined by blanks.
  ///   - below: the texts of the entries below it.
  init?(_ request: RequestText, _ lines: [Range<Int>], below: [String] = []) {
    guard let whole = lines.first else { return nil }
    let (start, isSequel) = Self.start(request, whole)
    let texts = [start..<whole.upperBound] + lines.dropFirst()
    let text = texts.map { Self.oneLine(request.scalars[$0]) }.filter { !$0.isEmpty }
    var scalars = Array(text.joined(separator: " ").unicodeScalars)
    while let last = scalars.last,
      last.isBlank || Self.trailing.contains(last)
        || !below.isEmpty && Self.colons.contains(last)
    {
      scalars.removeLast()
    }
    guard scalars.contains(where: { !Self.leading.contains($0) && $0 != "." }) else { return nil }
    self.text = String(scalars[...]) + (below.isEmpty ? "" : ": " + below.joined(separator: ", "))
    self.isSequel = isSequel
  }

  /// Where the text begins behind the words that join it to others.
  private static func start(
    _ request: RequestText, _ range: Range<Int>
  ) -> (index: Int, isSequel: Bool) {
    var (start, isSequel) = (range.lowerBound, false)
    func skip() {
      while start < range.upperBound, isSkipped(request, start) { start += 1 }
    }
    skip()
    while let joiner = Joiner.leading(in: request, start..<range.upperBound) {
      start = joiner.end
      isSequel = isSequel || joiner.isSequence
      skip()
    }
    return (Opener.end(in: request, start..<range.upperBound), isSequel)
  }

  /// A dot before a letter begins a name: `.gitignore`.
  private static func isSkipped(_ request: RequestText, _ index: Int) -> Bool {
    let scalar = request.scalars[index]
    if scalar == "." { return request.isBlank(index + 1) }
    return scalar.isBlank || leading.contains(scalar)
  }

  private static let colons: Set<Unicode.Scalar> = [":", "\u{FF1A}"]
  private static let leading: Set<Unicode.Scalar> = [
    ",", ";", "\u{FF0C}", "\u{3001}", "\u{FF1B}", "\u{3002}",
  ]
  private static let trailing: Set<Unicode.Scalar> = [
    ".", "!", "?", ",", ";", "\u{3002}", "\u{FF01}", "\u{FF1F}", "\u{2026}", "\u{FF0C}",
    "\u{3001}", "\u{FF1B}", "\u{FF0E}",
  ]

  /// Blanks and line breaks as one blank.
  static func oneLine(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    var isBlank = false
    for scalar in scalars {
      if scalar.isBlank {
        isBlank = true
      } else {
        if isBlank, !view.isEmpty { view.append(" ") }
        view.append(scalar)
        isBlank = false
      }
    }
    return String(view)
  }
}
