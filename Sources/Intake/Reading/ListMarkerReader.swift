import Prose

/// Reads markers.
struct ListMarkerReader {
  let scalars: [Unicode.Scalar]

  /// The marker at `index`, with the box behind it: `- [x] `.
  func marker(at index: Int) -> ListMarker? {
    guard let marker = bullet(at: index) ?? box(at: index) ?? number(at: index) else { return nil }
    var next = marker.end
    while self[next] == " " || self[next] == "\t" { next += 1 }
    guard marker.style != .box, let box = box(at: next) else { return marker }
    return ListMarker(style: marker.style, number: marker.number, end: box.end)
  }

  private subscript(index: Int) -> Unicode.Scalar? {
    index < scalars.count ? scalars[index] : nil
  }

  private func isBlank(_ index: Int) -> Bool { self[index].map(\.isBlank) ?? true }

  private func isEastern(_ index: Int) -> Bool {
    self[index].map { $0.isHangul || $0.isHan || $0.isKana } ?? false
  }

  // MARK: Without a number

  private static let bullets: Set<Unicode.Scalar> = [
    "-", "*", "+", "\u{2022}", "\u{B7}", "\u{30FB}", "\u{2013}", "\u{2014}", "\u{2023}",
    "\u{25E6}", "\u{25AA}", "\u{25AB}", "\u{25CF}", "\u{25CB}", "\u{25A0}", "\u{25A1}",
    "\u{25B6}", "\u{2610}", "\u{2611}", "\u{2612}", "\u{2713}", "\u{2714}", "\u{2705}",
  ]
  /// These are signs of other things, too.
  private static let ambiguous: Set<Unicode.Scalar> = ["*", "+", "\u{2013}", "\u{2014}"]

  private func bullet(at index: Int) -> ListMarker? {
    guard let scalar = self[index], Self.bullets.contains(scalar), self[index + 1] != nil
    else { return nil }
    // A dash at a letter of an alphabet begins an option.
    let isLoose = !Self.ambiguous.contains(scalar) && isEastern(index + 1)
    let isSign = scalar.value > 0x2020 && self[index + 1]?.isLetterOrDigit ?? false
    guard isBlank(index + 1) || isLoose || isSign else { return nil }
    return ListMarker(style: .bullet(scalar), number: nil, end: index + 1)
  }

  /// `[ ]`, `[x]`
  private func box(at index: Int) -> ListMarker? {
    guard self[index] == "[" else { return nil }
    if self[index + 1] == "]", isBlank(index + 2) {
      return ListMarker(style: .box, number: nil, end: index + 2)
    }
    guard let mark = self[index + 1], " xXvV\u{2713}\u{2714}".unicodeScalars.contains(mark),
      self[index + 2] == "]"
    else { return nil }
    return ListMarker(style: .box, number: nil, end: index + 3)
  }

  // MARK: With a number

  private func number(at index: Int) -> ListMarker? {
    if let number = self[index]?.circledNumber {
      return ListMarker(style: .circled, number: number, end: index + 1)
    }
    if self[index] == "(" || self[index] == "\u{FF08}" {
      guard let (number, end) = digits(at: index + 1), isCloser(end) else { return nil }
      return ListMarker(style: .enclosed, number: number, end: end + 1)
    }
    guard let (number, end) = digits(at: index) else { return nil }
    switch self[end] {
    case ")", "\u{FF09}": return ListMarker(style: .closed, number: number, end: end + 1)
    case "\u{3001}":
      return ListMarker(style: .comma, number: number, end: end + 1)
    case ".", "\u{FF0E}":
      guard isBlank(end + 1) ? !isDate(end + 1) : isEastern(end + 1) else { return nil }
      return ListMarker(style: .dotted, number: number, end: end + 1)
    default: return nil
    }
  }

  private func isCloser(_ index: Int) -> Bool { self[index] == ")" || self[index] == "\u{FF09}" }

  /// `3. 15. 공지`: the day behind a month.
  private func isDate(_ index: Int) -> Bool {
    var index = index
    while self[index] == " " { index += 1 }
    guard let (_, end) = digits(at: index), self[end] == "." else { return false }
    return !(self[end + 1]?.isLetterOrDigit ?? false)
  }

  /// Up to three digits, or one of the first ten Chinese numerals; where they end.
  private func digits(at start: Int) -> (number: Int, end: Int)? {
    if let scalar = self[start], let place = Self.numerals.firstIndex(of: scalar) {
      return self[start + 1] == "\u{3001}" ? (place + 1, start + 1) : nil
    }
    var (number, end) = (0, start)
    while let digit = self[end]?.digit, end - start < 4 {
      number = number * 10 + digit
      end += 1
    }
    return (1...3).contains(end - start) ? (number, end) : nil
  }

  private static let numerals = Array("一二三四五六七八九十".unicodeScalars)
}
