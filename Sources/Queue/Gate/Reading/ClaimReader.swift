import Text

struct CriterionClaim: Equatable {
  var isMet: Bool
  /// The evidence, on one line.
  var evidence: String
  var line: Int
}

/// Reads the claims of a report. A claim names a criterion by its number, by its text, or by both.
struct ClaimReader {
  /// The criteria without decoration, as claims may begin with them.
  private let criteria: [[Unicode.Scalar]]
  /// The claims, by the index of their criterion.
  private(set) var claims: [Int: CriterionClaim] = [:]
  /// Numbers in claims that do not belong to a criterion.
  private(set) var strayNumbers: [Int] = []
  /// Lines without a claim, read as prose.
  private(set) var others: [Report.Line] = []
  /// The criteria whose claim the next line may continue.
  private var open: [Int] = []
  /// Whether the open criteria have a number in the report, but no state yet.
  private var isStateless = false

  init(_ lines: [Report.Line], of criteria: [String]) {
    self.criteria = criteria.map { criterion in
      var words = FoldedText(criterion.undecorated, masksLiterals: false).scalars
      words.removeAll { $0 == "*" || $0 == "`" }
      if words.last == "." { words.removeLast() }
      return words
    }
    for line in lines where !Self.isUnfilled(line) { read(line) }
  }

  /// Whether the line is an unfilled line of the form: `1. met | not met: <…>`.
  static func isUnfilled(_ line: Report.Line) -> Bool {
    FoldedText(line.text, masksLiterals: false).contains(Array("met | not met".unicodeScalars)[...])
  }

  /// Whether a line is a claim even outside `Criteria:`: `2. met: 12 passed`.
  static func isNumberedClaim(_ line: Report.Line) -> Bool {
    var rest = FoldedText(line.text.bulletText, masksLiterals: false).scalars[...]
    skip(&rest) { $0 == "*" || $0 == "_" || $0 == "`" || $0 == "#" }
    guard digits(&rest) != nil, let delimiter = rest.first,
      [".", ")", ":", "\u{3001}"].contains(delimiter)
    else { return false }
    rest = rest.dropFirst()
    skip(&rest) { $0 == "*" || $0 == "_" }
    let text = Array(rest)
    return [ReportLabels.unmet, ReportLabels.met].contains { words in
      // Punctuation separates evidence from the state: `1. no deploy key` is not a claim.
      guard let end = words.end(of: text, at: 0) else { return false }
      return text[end...].first { $0 != " " }.map(isPunctuation) ?? true
    }
  }

  private mutating func read(_ line: Report.Line) {
    let text = line.text.trimmed
    if text.hasPrefix("|") { return readRow(text, line) }
    var rest = FoldedText(text.bulletText, masksLiterals: false).scalars[...]
    let original = text.bulletText
    let mark = Self.mark(&rest)
    var places = number(&rest, isMarked: mark != nil)
    if places.isEmpty, criteria.count == 1, open.isEmpty, mark != nil || Self.state(rest) != nil {
      places = [0]
    }
    if places.isEmpty || criteria.count > 1 || !rest.isEmpty {
      places = ownWords(&rest, unless: places) ?? places
    }
    guard !places.isEmpty else { return goOn(with: original, mark, rest, line) }
    add(places, mark, rest, of: original, line)
  }

  /// Reads a row of a table: the number or the criterion, the state, the evidence.
  private mutating func readRow(_ text: String, _ line: Report.Line) {
    let cells = text.trimmed { $0 == "|" }.split(separator: "|", omittingEmptySubsequences: false)
      .map(\.trimmed)
    guard cells.count > 1 else { return }
    var first = FoldedText(cells[0], masksLiterals: false).scalars[...]
    let mark = Self.mark(&first)
    var places = number(&first, isMarked: true)
    places = ownWords(&first, unless: places) ?? places
    guard !places.isEmpty else { return }
    let rest = cells.dropFirst().filter { !$0.isEmpty }.joined(separator: ": ")
    add(places, mark, FoldedText(rest, masksLiterals: false).scalars[...], of: rest, line)
  }

  private mutating func add(
    _ places: [Int], _ mark: Bool?, _ rest: ArraySlice<Unicode.Scalar>, of original: String,
    _ line: Report.Line
  ) {
    open = places
    let state = Self.state(rest, after: mark)
    isStateless = state == nil
    guard let state else {
      if !rest.allSatisfy({ !$0.isWordPart }) { others.append(line) }
      return
    }
    note(places, isMet: state.isMet, Self.text(of: state.evidence, in: original), line)
  }

  private mutating func note(_ places: [Int], isMet: Bool, _ evidence: String, _ line: Report.Line)
  {
    for place in places {
      // Of two claims on one criterion the last one is used. If they disagree, the criterion is not
      // met.
      let agrees = claims[place].map { $0.isMet == isMet } ?? true
      claims[place] = CriterionClaim(isMet: isMet && agrees, evidence: evidence, line: line.number)
    }
  }

  /// Reads a line as a continuation of the claim above, or as prose.
  private mutating func goOn(
    with original: String, _ mark: Bool?, _ rest: ArraySlice<Unicode.Scalar>, _ line: Report.Line
  ) {
    let isIndented = line.text.unicodeScalars.first?.isBlank ?? false
    guard !open.isEmpty, isIndented || line.text != original else {
      open = []
      return others.append(line)
    }
    if isStateless {
      var rest = rest
      if let end = ReportLabels.state.end(of: Array(rest), at: 0) { rest = rest.dropFirst(end) }
      guard let state = Self.state(rest, after: mark) else { return others.append(line) }
      isStateless = false
      return note(open, isMet: state.isMet, Self.text(of: state.evidence, in: original), line)
    }
    for place in open {
      guard let claim = claims[place] else { continue }
      claims[place]?.evidence = [claim.evidence, original].filter { !$0.isEmpty }
        .joined(separator: "; ")
    }
  }

  // MARK: The parts of a line

  /// Reads the state of a leading `[x]`, `✅`, `❌`.
  private static func mark(_ text: inout ArraySlice<Unicode.Scalar>) -> Bool? {
    skip(&text) { $0 == "*" || $0 == "_" || $0 == "`" }
    guard let first = text.first, !first.isWordPart else { return nil }
    for (words, isMet) in [(ReportLabels.unmet, false), (ReportLabels.met, true)] {
      guard let end = words.end(of: Array(text.prefix(8)), at: 0) else { continue }
      text = text.dropFirst(end)
      if text.first == "\u{FE0F}" { text = text.dropFirst() }
      skip(&text) { _ in false }
      return isMet
    }
    return nil
  }

  /// Reads the criteria that `1.`, `#1`, `**1.**`, `Criterion 1:`, `1-3.` name.
  private mutating func number(_ text: inout ArraySlice<Unicode.Scalar>, isMarked: Bool) -> [Int] {
    var rest = text
    Self.skip(&rest) { $0 == "*" || $0 == "_" || $0 == "`" || $0 == "(" }
    var isNamed = false
    if let end = ReportLabels.criterion.end(of: Array(rest.prefix(20)), at: 0) {
      rest = rest.dropFirst(end)
      Self.skip(&rest) { _ in false }
      isNamed = true
    }
    if rest.first == "#" {
      rest = rest.dropFirst()
      isNamed = true
    }
    guard let first = Self.digits(&rest) else { return [] }
    var last = first
    var range = rest
    Self.skip(&range) { $0 == "-" || $0 == "\u{2013}" || $0 == "~" }
    if range.startIndex > rest.startIndex, rest.first != " ", let end = Self.digits(&range) {
      (last, rest) = (end, range)
    }
    Self.skip(&rest) { $0 == "*" || $0 == "_" || $0 == "`" }
    let delimiters: [Unicode.Scalar] = [".", ")", ":", "\u{3001}", "]", "|"]
    if let mark = rest.first, delimiters.contains(mark) {
      rest = rest.dropFirst()
      // `1.5 s` and `12:30` do not begin with the number of a criterion.
      if let next = rest.first, ("0"..."9").contains(next), mark != "\u{3001}" { return [] }
    } else if !rest.isEmpty, !isNamed, !isMarked, Self.state(rest) == nil {
      return []
    }
    Self.skip(&rest) { $0 == "*" || $0 == "_" }
    guard first >= 1, last >= first, last <= criteria.count else {
      if Self.state(rest) != nil {
        strayNumbers.append(first < 1 || first > criteria.count ? first : last)
      }
      open = []
      return []
    }
    text = rest
    return Array(first - 1..<last)
  }

  private static func digits(_ text: inout ArraySlice<Unicode.Scalar>) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty, digits.count <= 3 else { return nil }
    text = text.dropFirst(digits.count)
    return Int(String(String.UnicodeScalarView(digits)))
  }

  /// The criterion with whose text a line begins, if the line has that criterion's number or no
  /// number.
  private func ownWords(_ text: inout ArraySlice<Unicode.Scalar>, unless numbered: [Int]) -> [Int]?
  {
    // Decoration may be at any position: `**the criterion**: met`.
    let plain = text.enumerated().filter { !["*", "`"].contains($0.element) }
    var best: (place: Int, length: Int)?
    for place in numbered.isEmpty ? Array(criteria.indices) : numbered.count == 1 ? numbered : [] {
      let words = criteria[place]
      let length = words.count
      guard length > 0, length > best?.length ?? 0,
        plain.prefix(length).lazy.map(\.element).elementsEqual(words),
        length == plain.count || !plain[length].element.isWordPart || !words[length - 1].isWordPart
      else { continue }
      best = (place, length)
    }
    guard let best else { return nil }
    text = best.length == plain.count ? [] : text.dropFirst(plain[best.length].offset)
    return [best.place]
  }

  typealias State = (isMet: Bool, evidence: ArraySlice<Unicode.Scalar>)

  /// The state at the beginning or the end of a text, and the rest; `nil` if neither has a state.
  static func state(_ text: ArraySlice<Unicode.Scalar>) -> State? {
    let text = withoutPunctuation(text)
    return firstState(text) ?? finalState(text)
  }

  /// The state of a text after a mark such as `[x]`. The mark holds unless the text has a state of
  /// its own apart from the evidence: `[x] No broken links` is met, `[x] no, it hangs` is not.
  private static func state(_ text: ArraySlice<Unicode.Scalar>, after mark: Bool?) -> State? {
    guard let mark else { return state(text) }
    let inner = withoutPunctuation(text)
    let all = Array(inner)
    if let place = Objection.place(inEvidence: all) { return (false, inner.dropFirst(place)) }
    if let end = ReportLabels.unmet.end(of: all, at: 0) {
      guard Objection.isAlone(all[end...]), !ResultCounts.isNone(all, at: 0) else {
        return (mark, text)
      }
      return (false, inner.dropFirst(end))
    }
    if let first = firstState(inner) { return (mark && first.isMet, first.evidence) }
    if let last = finalState(inner), !last.isMet,
      let separator = last.evidence.last(where: { $0 != " " }), separator != ",",
      isPunctuation(separator)
    {
      return last
    }
    return (mark, text)
  }

  private static func withoutPunctuation(
    _ text: ArraySlice<Unicode.Scalar>
  ) -> ArraySlice<Unicode.Scalar> {
    var text = text
    skip(&text, while: isPunctuation)
    while let last = text.last, last == " " || isPunctuation(last) { text = text.dropLast() }
    return text
  }

  private static func firstState(_ text: ArraySlice<Unicode.Scalar>) -> State? {
    let all = Array(text)
    if let end = ReportLabels.unmet.end(of: all, at: 0) { return (false, text.dropFirst(end)) }
    guard let end = ReportLabels.met.end(of: all, at: 0) else { return nil }
    let rest = text.dropFirst(end)
    if let answer = Objection.answer(toChoice: rest) {
      guard let state = firstState(withoutPunctuation(answer)) else { return (false, answer) }
      return state
    }
    if let place = Objection.place(afterState: Array(rest)) {
      return (false, rest.dropFirst(place))
    }
    return (true, rest)
  }

  /// Reads `…: met`, `… — done`.
  private static func finalState(_ text: ArraySlice<Unicode.Scalar>) -> State? {
    let all = Array(text)
    for start in all.indices.dropFirst().reversed() where all.count - start <= 20 {
      guard all[start].isWordPart || !all[start].isASCII,
        all[start - 1] == " " || isPunctuation(all[start - 1])
      else { continue }
      for (words, isMet) in [(ReportLabels.unmet, false), (ReportLabels.met, true)]
      where words.end(of: all, at: start) == all.count {
        if !isMet, ResultCounts.isNone(all, at: start) { continue }
        let evidence = text.prefix(start)
        let left = FoldedText(String(String.UnicodeScalarView(evidence)))
        guard let separator = left.scalars.last(where: { $0 != " " }), isMet else {
          return (false, evidence)
        }
        // *not yet done* is not *done*; but a state after a dash or a colon is read without the
        // words before it.
        if !isPunctuation(separator), !ProseWords.denials.places(in: left).isEmpty { continue }
        return (true, evidence)
      }
    }
    return nil
  }

  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ":", "\u{FF1A}", "-", "\u{2013}", "\u{2014}", "*", "_", "|", ".", ",", "\u{3001}",
      "\u{2192}",
      "=", ">", "\u{3002}", "\u{FF0E}", "\u{FF0C}", "!":
      true
    default: false
    }
  }

  private static func skip(
    _ text: inout ArraySlice<Unicode.Scalar>, while isSkipped: (Unicode.Scalar) -> Bool
  ) {
    text = text.drop { $0 == " " || isSkipped($0) }
  }

  /// The part of the original text that was folded to `part`.
  private static func text(of part: ArraySlice<Unicode.Scalar>, in original: String) -> String {
    let folded = FoldedText(original, masksLiterals: false).scalars
    let view = original.unicodeScalars
    let kept =
      view.count == folded.count
      ? String(String.UnicodeScalarView(view.dropFirst(part.startIndex).prefix(part.count)))
      : String(String.UnicodeScalarView(part))
    return kept.trimmed { isPunctuation($0) && $0 != "." }.trimmed { $0 == ")" || $0 == "(" }
  }
}
