import QueueDocument

/// A three-way merge of text by lines.
enum TextMerge {
  /// What both sides changed is kept.
  case both
  /// Only what the page says is.
  case page

  /// A line of one of the versions.
  struct Choice: Equatable {
    let side: MergedRow.Side
    let line: Int
  }

  /// The lines of the merged text. Where both sides changed one place, the page's lines come
  /// first, then those of the other that are not there yet.
  func lines(origin: [String], page: [String], other: [String]) -> [Choice] {
    let wholePage = page.indices.map { Choice(side: .page, line: $0) }
    if self == .page || other == origin || other == page { return wholePage }
    if page == origin { return other.indices.map { Choice(side: .other, line: $0) } }
    return Self.woven(origin, page, other)
  }

  private static func woven(
    _ origin: [String], _ page: [String], _ other: [String]
  ) -> [Choice] {
    let (inPage, inOther) = (places(of: origin, in: page), places(of: origin, in: other))
    var choices: [Choice] = []
    var (line, pageLine, otherLine) = (0, 0, 0)
    while true {
      let next = (line..<origin.count).first { inPage[$0] != nil && inOther[$0] != nil }
      let end = next ?? origin.count
      let pageEnd = next.flatMap { inPage[$0] } ?? page.count
      let otherEnd = next.flatMap { inOther[$0] } ?? other.count
      choices += changed(
        origin[line..<end], page[pageLine..<pageEnd], other[otherLine..<otherEnd])
      guard let next else { return choices }
      choices.append(Choice(side: .page, line: pageEnd))
      (line, pageLine, otherLine) = (next + 1, pageEnd + 1, otherEnd + 1)
    }
  }

  /// The lines of one place that at least one side changed.
  private static func changed(
    _ origin: ArraySlice<String>, _ page: ArraySlice<String>, _ other: ArraySlice<String>
  ) -> [Choice] {
    let pageLines = page.indices.map { Choice(side: .page, line: $0) }
    if other.elementsEqual(origin) || other.elementsEqual(page) { return pageLines }
    let otherLines = other.indices.map { Choice(side: .other, line: $0) }
    if page.elementsEqual(origin) { return otherLines }
    // Blank lines are there for what stands between them.
    let known = Set(page).union(origin)
    let isNew = { (line: String) in !known.contains(line) }
    guard other.contains(where: isNew) else { return pageLines }
    return pageLines + otherLines.filter { other[$0.line].isEmpty || isNew(other[$0.line]) }
  }

  /// Where each of the old lines is in the new ones; `nil` for one that is gone.
  private static func places(of old: [String], in new: [String]) -> [Int?] {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let rest = min(old.count, new.count) - start
    let end = zip(old.reversed(), new.reversed()).prefix(rest).prefix { $0 == $1 }.count
    var places: [Int?] = (0..<start).map { $0 }
    let (oldMiddle, newMiddle) = (
      old[start..<(old.count - end)], new[start..<(new.count - end)]
    )
    places += middlePlaces(Array(oldMiddle), Array(newMiddle)).map { $0.map { $0 + start } }
    return places + (new.count - end..<new.count).map { $0 }
  }

  /// From this many lines on, that a place of such a size was rewritten counts as one change:
  /// to search it through would take minutes.
  private static let longest = 8000

  private static func middlePlaces(_ old: [String], _ new: [String]) -> [Int?] {
    guard !old.isEmpty, !new.isEmpty, old.count + new.count < longest else {
      return old.map { _ in nil }
    }
    var (gone, come) = (Set<Int>(), Set<Int>())
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): gone.insert(offset)
      case .insert(let offset, _, _): come.insert(offset)
      }
    }
    var kept = new.indices.filter { !come.contains($0) }.makeIterator()
    return old.indices.map { gone.contains($0) ? nil : kept.next() }
  }
}
