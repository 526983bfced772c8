/// Finds what takes a state back: `met: no`, `passed - but only the English page`.
enum Objection {
  /// Where the objection begins in the text directly after a state; `nil` if there is none.
  static func place(afterState text: [Unicode.Scalar]) -> Int? {
    let first = text.firstIndex { $0 != " " && $0 != "," && $0 != "\u{3001}" && $0 != "(" }
    if let first, ReportLabels.limits.end(of: text, at: first) != nil { return first }
    return place(inEvidence: text)
  }

  /// Where the evidence begins with an objection; `nil` if it does not.
  static func place(inEvidence text: [Unicode.Scalar]) -> Int? {
    guard let place = text.firstIndex(where: { !isSeparator($0) }) else { return nil }
    if ReportLabels.refusals.end(of: text, at: place) != nil { return place }
    if ReportLabels.reservations.end(of: text, at: place) != nil { return place }
    if let end = ReportLabels.negatives.end(of: text, at: place), isAlone(text[end...]) {
      return place
    }
    if let end = ReportLabels.unmet.end(of: text, at: place),
      text[end...].allSatisfy({ isSeparator($0) })
    {
      return place
    }
    if let end = ReportLabels.wholes.end(of: text, at: place), isReserved(text, at: end) {
      return place
    }
    return nil
  }

  /// The answer in `yes/no: …`, from the text after *yes*; `nil` if the text has no other choice.
  static func answer(toChoice text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar>? {
    var text = text.drop { $0 == " " }
    guard text.first == "/" else { return nil }
    text = text.dropFirst().drop { $0 == " " }
    guard let end = ReportLabels.unmet.end(of: Array(text), at: 0) else { return nil }
    text = text.dropFirst(end).drop { $0 == " " || $0 == "*" || $0 == "_" }
    guard let mark = text.first else { return text }
    return [":", "=", "?"].contains(mark) ? text.dropFirst() : nil
  }

  /// Whether a word before this text stands alone: in `no, it hangs` and `no (timeout)`, but not in
  /// `no failures`, `no-op`, `no.html` and `false -> true`.
  static func isAlone(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    let rest = rest.drop { $0 == " " }
    guard let mark = rest.first else { return true }
    let next = rest.dropFirst().first
    guard isSeparator(mark), mark != "\u{2192}", next != ">" else { return false }
    let joins: [Unicode.Scalar] = [".", "-", "_", "=", ":"]
    return !joins.contains(mark) || next.map { !$0.isASCII || !$0.isWordPart } ?? true
  }

  private static func isReserved(_ text: [Unicode.Scalar], at end: Int) -> Bool {
    let next = text[end...].firstIndex { $0 != " " && $0 != "," && $0 != "\u{3001}" }
    return next.map { ReportLabels.reservations.end(of: text, at: $0) != nil } ?? false
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "?", ";", "(", ")", "[", "]", "\u{2026}": true
    default: ClaimReader.isPunctuation(scalar)
    }
  }
}
