import Text

/// The marker of a list entry: `-`, `•`, `[ ]`, `1.`, `1)`, `(1)`, `①`, `1、`. Source: the README of
/// the labelled cases, "Lists".
struct ListMarker: Equatable {
  /// The sign of the marker. For a number, this is the character after the number, or the bracket
  /// before it, or `①`.
  let sign: Unicode.Scalar
  /// The number, if the marker has one.
  var number: Int?
  /// Whether the box is checked: `[x]`.
  var isChecked = false
  /// The index at which the text of the entry begins. Blanks may precede the text.
  var end: Int

  var isBullet: Bool { number == nil }

  /// The marker at `index` of `text`, including a box after it: `- [x] `.
  init?(_ text: [Unicode.Scalar], at index: Int) {
    let scanner = MarkerScanner(text: text)
    guard
      var marker = scanner.box(at: index) ?? scanner.bullet(at: index) ?? scanner.number(at: index)
    else { return nil }
    var next = marker.end
    while scanner[next] == " " || scanner[next] == "\t" { next += 1 }
    if marker.sign != "[", let box = scanner.box(at: next) {
      marker.isChecked = box.isChecked
      marker.end = box.end
    }
    self = marker
  }

  fileprivate init(
    _ sign: Unicode.Scalar, number: Int? = nil, isChecked: Bool = false, end: Int
  ) {
    (self.sign, self.number, self.isChecked, self.end) = (sign, number, isChecked, end)
  }
}

private struct MarkerScanner {
  let text: [Unicode.Scalar]

  subscript(index: Int) -> Unicode.Scalar? { index < text.count ? text[index] : nil }

  private func isBlank(_ index: Int) -> Bool { self[index]?.isBlank ?? true }

  private func isEastern(_ index: Int) -> Bool {
    self[index].map { $0.isHangul || $0.isHan || $0.isKana } ?? false
  }

  // MARK: Bullets

  private static let ascii = Set("-*+".unicodeScalars)
  private static let bullets = Set("•·・–—‣◦▪▫●○■□▶☐☑☒✓✔✅".unicodeScalars)
  private static let checked = Set("☑☒".unicodeScalars)

  /// Reads a bullet. Before a letter of an alphabet, a dash begins a command-line option, and other
  /// signs are bullets.
  func bullet(at index: Int) -> ListMarker? {
    guard let sign = self[index] else { return nil }
    let isSign = Self.bullets.contains(sign)
    guard isSign || Self.ascii.contains(sign) else { return nil }
    let isLetter = isEastern(index + 1) || isSign && self[index + 1]?.isLetterOrDigit ?? false
    guard isBlank(index + 1) || isLetter && sign != "*" && sign != "+" else { return nil }
    return ListMarker(sign, isChecked: Self.checked.contains(sign), end: index + 1)
  }

  /// Reads a box: `[ ]`, `[x]`, `[]`.
  func box(at index: Int) -> ListMarker? {
    guard self[index] == "[" else { return nil }
    if self[index + 1] == "]", isBlank(index + 2) { return ListMarker("[", end: index + 2) }
    guard let mark = self[index + 1], self[index + 2] == "]" else { return nil }
    if mark == " " { return ListMarker("[", end: index + 3) }
    guard "xXvV✓✔".unicodeScalars.contains(mark) else { return nil }
    return ListMarker("[", isChecked: true, end: index + 3)
  }

  // MARK: Numbers

  func number(at index: Int) -> ListMarker? {
    if let value = self[index]?.value, (0x2460...0x2473).contains(value) {
      return ListMarker("①", number: Int(value) - 0x245F, end: index + 1)
    }
    let isEnclosed = self[index] == "(" || self[index] == "（"
    guard let (number, end) = digits(at: isEnclosed ? index + 1 : index) else { return nil }
    switch self[end] {
    case ")", "）":
      return ListMarker(isEnclosed ? "(" : ")", number: number, end: end + 1)
    case "、" where !isEnclosed: return ListMarker("、", number: number, end: end + 1)
    case ".", "．":
      guard !isEnclosed, isBlank(end + 1) || isEastern(end + 1) else { return nil }
      return ListMarker(".", number: number, end: end + 1)
    default: return nil
    }
  }

  /// Reads up to three digits; `end` is the index after them.
  private func digits(at start: Int) -> (number: Int, end: Int)? {
    var (number, end) = (0, start)
    while let digit = self[end]?.digit, end - start < 4 {
      number = number * 10 + digit
      end += 1
    }
    return (1...3).contains(end - start) ? (number, end) : nil
  }
}

/// An entry of a list, or other text. A line of a request may contain several: `Today: 1) build 2)
/// test`.
struct ListLine {
  let indent: Int
  /// The marker; `nil` if the line begins no entry.
  let marker: ListMarker?
  let text: [Unicode.Scalar]

  static func lines(of request: [Unicode.Scalar]) -> [ListLine] {
    let lines = RequestLine.lines(of: request)
    let markers = lines.map { $0.text.beginsWithFence ? nil : ListMarker($0.text, at: 0) }
    let isLone = markers.count { $0 != nil } <= 1
    return lines.indices.flatMap { row in
      let line = LineOfEntries(line: lines[row], isLone: isLone)
      guard let marker = markers[row] else { return line.introduced }
      return line.entries(from: marker, next: row + 1 < lines.count ? markers[row + 1] : nil)
    }
  }
}

/// Splits a line at its markers.
private struct LineOfEntries {
  let line: RequestLine
  /// Whether no other line begins with a marker.
  let isLone: Bool
  private let marked: MarkedText

  init(line: RequestLine, isLone: Bool) {
    self.line = line
    self.isLone = isLone
    marked = MarkedText(line.text)
  }

  private func line(_ marker: ListMarker?, _ range: Range<Int>) -> ListLine {
    ListLine(indent: line.indent, marker: marker, text: line.text[range].trimmed)
  }

  /// The entries of a line that begins with `first`. The marker of the `next` line shows whether
  /// `2.` belongs to that line.
  func entries(from first: ListMarker, next: ListMarker?) -> [ListLine] {
    var (marker, entries) = (first, [ListLine]())
    for index in line.text.indices.dropFirst(first.end) where index >= marker.end {
      guard let found = self.marker(at: index), follows(found, marker),
        isLone || found.number != nil && found.number != next?.number
      else { continue }
      entries.append(line(marker, marker.end..<index))
      marker = found
    }
    return entries + [line(marker, marker.end..<line.text.count)]
  }

  private func follows(_ marker: ListMarker, _ last: ListMarker) -> Bool {
    marker.sign == last.sign && marker.number == last.number.map { $0 + 1 }
  }

  /// The marker of an entry that begins at `index`, after a blank in the plain text.
  private func marker(at index: Int) -> ListMarker? {
    guard index == 0 || line.text[index - 1].isBlank && !marked.isMarked(index - 1),
      !line.text[index].isBlank
    else { return nil }
    return ListMarker(line.text, at: index)
  }

  /// The entries of a line without a marker at its start, after the text that introduces them. If
  /// there are not several entries, the whole line.
  var introduced: [ListLine] {
    let whole = [line(nil, line.text.indices)]
    guard !line.text.beginsWithFence,
      let start = line.text.indices.first(where: { opensList(at: $0) }),
      let first = marker(at: start)
    else { return whole }
    let entries = entries(from: first, next: nil)
    return entries.count > 1 ? [line(nil, 0..<start)] + entries : whole
  }

  /// Whether the first number of a list is at this index, or a bullet after a colon.
  private func opensList(at index: Int) -> Bool {
    guard let marker = marker(at: index) else { return false }
    if marker.number == 1 { return true }
    let last = line.text[..<index].last { !$0.isBlank }
    return marker.isBullet && (last == ":" || last == "：")
  }
}
