import Reports

/// Takes a report apart into sentences.
struct ReportReader {
  let words: WordReader

  func sentences(of report: CompactReport) -> [Sentence] {
    var sentences: [Sentence] = []
    var isFenced = false
    for line in report.lines {
      if line.text.hasPrefix("```") { isFenced.toggle() }
      // What stands in a fence is sample output.
      if isFenced || line.text.hasPrefix("```") { continue }
      guard let context = Self.context(of: line.part) else { continue }
      // An empty box in front of it says that it is to be done.
      sentences += self.sentences(
        of: line.text, line.text.hasPrefix("[ ] ") ? .next : context, line: line.number)
    }
    return sentences
  }

  private static func context(of part: CompactReport.Part) -> Sentence.Context? {
    switch part {
    case .header: nil
    case .status: .status
    case .title(let section), .bullet(let section), .continuation(let section): .init(section)
    case .body: .body
    }
  }

  /// No person writes longer sentences; what is longer is read as several, so that the effort
  /// for each word stays bounded.
  private static let longest = 120

  private static func starts(of words: [Word]) -> [Int] {
    var starts: [Int] = []
    for index in words.indices {
      let isFull = starts.last.map { index - $0 >= longest } ?? true
      if words[index].gap == .stop || isFull { starts.append(index) }
    }
    return starts
  }

  func sentences(of text: String, _ context: Sentence.Context, line: Int) -> [Sentence] {
    let scalars = Array(text.unicodeScalars)
    var words = words.words(of: text)
    if context == .validation { words = Self.withoutCommand(words, of: scalars) }
    let starts = Self.starts(of: words)
    return starts.indices.map { place in
      let end = place + 1 < starts.count ? starts[place + 1] : words.count
      let from = starts[place] == 0 ? 0 : words[starts[place]].range.lowerBound
      let to = end < words.count ? words[end].range.lowerBound : scalars.count
      return Sentence(
        context: context, line: line, text: String(scalars: scalars[from..<to]).trimmed,
        words: Array(words[starts[place]..<end]))
    }
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: String {
    let view = unicodeScalars
    guard let first = view.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = view.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(view[first...last])
  }
}
