/// Finds what stands for itself: fences, code, addresses and paths.
struct LiteralScanner {
  private let scalars: [Unicode.Scalar]
  private(set) var spans: [Span] = []
  /// Where runs of as many backticks begin, in order, and the next of them that may close one.
  private var runs: [Int: (starts: [Int], next: Int)] = [:]

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    var index = 0
    while index < scalars.count {
      let length = runLength(at: index)
      if length > 0 { runs[length, default: ([], 0)].starts.append(index) }
      index += max(length, 1)
    }
  }

  mutating func scan() {
    var index = 0
    while index < scalars.count {
      index = code(at: index) ?? word(at: index) ?? index + 1
    }
  }

  // MARK: Between backticks

  private func runLength(at start: Int) -> Int {
    var end = start
    while end < scalars.count, scalars[end] == "`" { end += 1 }
    return end - start
  }

  /// Takes the code that begins at `index`; gives where the scan goes on, or `nil` when there
  /// is no backtick.
  private mutating func code(at index: Int) -> Int? {
    let length = runLength(at: index)
    guard length > 0 else { return nil }
    guard let close = closing(length, after: index + length) else {
      // A fence that nobody closed goes on to the end, as in Markdown.
      guard length >= 3, isFirstInLine(index) else { return index + length }
      spans.append(Span(.fence, index..<scalars.count))
      return scalars.count
    }
    let end = close + length
    spans.append(Span(length >= 3 ? .fence : .code, index..<end))
    return end
  }

  private mutating func closing(_ length: Int, after index: Int) -> Int? {
    guard var run = runs[length] else { return nil }
    while run.next < run.starts.count, run.starts[run.next] < index { run.next += 1 }
    runs[length] = run
    return run.next < run.starts.count ? run.starts[run.next] : nil
  }

  private func isFirstInLine(_ index: Int) -> Bool {
    var index = index
    while index > 0, scalars[index - 1] == " " || scalars[index - 1] == "\t" { index -= 1 }
    return index == 0 || scalars[index - 1].isLineBreak
  }

  // MARK: Addresses and paths

  /// Takes the word that begins at `index`; gives where it ends, or `nil` when none does.
  private mutating func word(at index: Int) -> Int? {
    guard scalars[index].isOfAddress else { return nil }
    var end = index
    while end < scalars.count, scalars[end].isOfAddress, scalars[end] != "`" { end += 1 }
    var word = LiteralWord(scalars[index..<end])
    if let kind = word.kind { spans.append(Span(kind, word.range)) }
    return end
  }
}
