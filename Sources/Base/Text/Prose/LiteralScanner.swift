/// Finds literals: fences, code, addresses and paths.
struct LiteralScanner {
  private let scalars: [Unicode.Scalar]
  private(set) var spans: [Span] = []
  /// The starts of runs of backticks, in order, by the length of the run, and the index of the next
  /// run that may be a closing one.
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

  /// Adds the code that begins at `index`. Returns the index at which the scan continues, or `nil`
  /// if there is no backtick at `index`.
  private mutating func code(at index: Int) -> Int? {
    let length = runLength(at: index)
    guard length > 0 else { return nil }
    guard let close = closing(length, after: index + length) else {
      // An unclosed fence continues to the end of the text, as in Markdown.
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

  /// Adds the word that begins at `index`. Returns the word's end, or `nil` if no word begins
  /// there.
  private mutating func word(at index: Int) -> Int? {
    guard scalars[index].isOfAddress else { return nil }
    var end = index
    while end < scalars.count, scalars[end].isOfAddress, scalars[end] != "`" { end += 1 }
    var word = LiteralWord(scalars[index..<end])
    if let kind = word.kind { spans.append(Span(kind, word.range)) }
    return end
  }
}

/// A run of the ASCII characters of addresses and paths.
struct LiteralWord {
  private var word: ArraySlice<Unicode.Scalar>

  init(_ word: ArraySlice<Unicode.Scalar>) {
    self.word = word
    trim()
  }

  /// The word without the punctuation of the surrounding sentence.
  var range: Range<Int> { word.startIndex..<word.endIndex }

  /// The kind of literal; `nil` for an ordinary word.
  lazy var kind: Span.Kind? = {
    if isAddress { return .address }
    if isOption { return .option }
    return isPath ? .path : nil
  }()

  private mutating func trim() {
    // `(see https://a.b/c)` and `"https://a.b"`: the marks around an address are not part of the
    // address.
    while let first = word.first, Self.openers.contains(first) { word.removeFirst() }
    var depth = word.reduce(0) { $0 + ($1 == "(" ? 1 : $1 == ")" ? -1 : 0) }
    while let last = word.last {
      if last == ")" {
        guard depth < 0 else { break }
        depth += 1
      } else if !Self.closers.contains(last) {
        break
      }
      word.removeLast()
    }
  }

  private static let openers: Set<Unicode.Scalar> = ["(", "[", "{", "<", "\"", "'", ",", ";", ":"]
  private static let closers: Set<Unicode.Scalar> = [
    ".", ",", ";", ":", "!", "?", "\"", "'", "]", "}", ">",
  ]

  private var isAddress: Bool {
    if starts(with: "www.") || starts(with: "mailto:") { return true }
    guard let colon = word.firstIndex(of: ":") else { return isMailbox }
    let scheme = word[..<colon]
    return scheme.count > 1 && scheme.allSatisfy { $0.properties.isAlphabetic || $0 == "+" }
      && word[colon...].starts(with: Self.slashes)
  }

  private static let slashes: [Unicode.Scalar] = [":", "/", "/"]

  private var isOption: Bool {
    starts(with: "--") && word.dropFirst(2).first?.properties.isAlphabetic ?? false
  }

  private var isMailbox: Bool {
    guard let at = word.firstIndex(of: "@"), at != word.startIndex else { return false }
    return word[at...].dropFirst().contains(".") && !word.contains("/")
  }

  private func starts(with prefix: String) -> Bool {
    word.starts(with: prefix.unicodeScalars) { $0.properties.lowercaseMapping == String($1) }
  }

  /// A word with slashes is a path when it begins like one, has an extension or ends with a slash;
  /// `CI/CD`, `A/B` and `24/7` are words. A word without slashes is a path only if it has an
  /// extension.
  private var isPath: Bool {
    guard word.allSatisfy(\.isOfPath), !isNumeric else { return false }
    let hasSlash = word.contains("/")
    guard hasSlash else { return hasExtension && word.count > 2 }
    return word.last == "/" || hasExtension || starts(with: "./") || starts(with: "../")
      || starts(with: "~/") || starts(with: "/") && word.count > 1
      || word.filter { $0 == "/" }.count > 1 || isLowercase
  }

  /// Lowercase words with a slash count as paths. `src/queue` is a path and `read/write` is not,
  /// but both look alike, and neither must be split.
  private var isLowercase: Bool { word.allSatisfy { !$0.properties.isUppercase } }

  private var isNumeric: Bool {
    word.allSatisfy { ("0"..."9").contains($0) || $0 == "." || $0 == "/" || $0 == "-" || $0 == "%" }
  }

  /// Whether the name has text, a dot, and then one to five letters or digits, of which the first
  /// is a letter.
  private var hasExtension: Bool {
    let name = word.split(separator: "/").last ?? []
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return isDotFile(name) }
    let suffix = name[dot...].dropFirst()
    return (1...5).contains(suffix.count) && suffix.allSatisfy(\.isLetterOrDigit)
      && suffix.first?.properties.isAlphabetic ?? false && !isAbbreviation(name)
  }

  /// Whether the name is that of a dot file, such as `.gitignore`.
  private func isDotFile(_ name: ArraySlice<Unicode.Scalar>) -> Bool {
    name.first == "." && name.count > 2 && name.dropFirst().allSatisfy(\.isLetterOrDigit)
  }

  /// Whether the name is an abbreviation, such as `e.g` or `U.S`: single letters with dots between
  /// them.
  private func isAbbreviation(_ name: ArraySlice<Unicode.Scalar>) -> Bool {
    name.split(separator: ".").allSatisfy { $0.count == 1 }
  }
}
