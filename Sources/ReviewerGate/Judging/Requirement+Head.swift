extension Requirement {
  /// The noun that the others describe: `tests` in `unit tests for the parser`.
  var head: Int? {
    let words = clause.words
    guard !isSubject, let first = essential.first else { return nil }
    guard words[first].isLatin || words[first].isCyrillic else { return essential.last }
    var head = first
    for place in essential.dropFirst() {
      let between = words[(head + 1)...place]
      if between.contains(where: {
        $0.gap.isStrong || $0.roles.contains(.function) && $0.text != "the" && $0.text != "a"
      }) {
        break
      }
      head = place
    }
    return head
  }

  /// Whether the word at `place` stands before the head and describes it.
  func describesHead(_ place: Int) -> Bool {
    guard let head, place < head else { return false }
    let word = clause.words[place]
    if word.isHangul { return !["에", "에서", "로", "으로"].contains { word.text.hasSuffix($0) } }
    return !word.isDeed
  }
}
