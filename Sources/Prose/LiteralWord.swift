/// A run of the ASCII characters of addresses and paths.
struct LiteralWord {
  private var word: ArraySlice<Unicode.Scalar>

  init(_ word: ArraySlice<Unicode.Scalar>) {
    self.word = word
    trim()
  }

  /// Without what punctuates the sentence around it.
  var range: Range<Int> { word.startIndex..<word.endIndex }

  /// What it is; `nil` for an ordinary word.
  lazy var kind: Span.Kind? = {
    if isAddress { return .address }
    if isOption { return .option }
    return isPath ? .path : nil
  }()

  private mutating func trim() {
    // `(see https://a.b/c)` and `"https://a.b"`: the marks around are no part of it.
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

  /// A word with slashes is a path when it begins like one, has an extension or ends with a
  /// slash; `CI/CD`, `A/B` and `24/7` are words. One without slashes needs an extension.
  private var isPath: Bool {
    guard word.allSatisfy(\.isOfPath), !isNumeric else { return false }
    let hasSlash = word.contains("/")
    guard hasSlash else { return hasExtension && word.count > 2 }
    return word.last == "/" || hasExtension || starts(with: "./") || starts(with: "../")
      || starts(with: "~/") || starts(with: "/") && word.count > 1
      || word.filter { $0 == "/" }.count > 1 || isLowercase
  }

  /// `src/queue`, and not `read/write`: both look alike, and neither is to be split.
  private var isLowercase: Bool { word.allSatisfy { !$0.properties.isUppercase } }

  private var isNumeric: Bool {
    word.allSatisfy { ("0"..."9").contains($0) || $0 == "." || $0 == "/" || $0 == "-" || $0 == "%" }
  }

  /// A dot with one to five letters or digits behind it, that begin with a letter, and
  /// something in front.
  private var hasExtension: Bool {
    let name = word.split(separator: "/").last ?? []
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return isDotFile(name) }
    let suffix = name[dot...].dropFirst()
    return (1...5).contains(suffix.count) && suffix.allSatisfy(\.isLetterOrDigit)
      && suffix.first?.properties.isAlphabetic ?? false && !isAbbreviation(name)
  }

  /// `.gitignore`
  private func isDotFile(_ name: ArraySlice<Unicode.Scalar>) -> Bool {
    name.first == "." && name.count > 2 && name.dropFirst().allSatisfy(\.isLetterOrDigit)
  }

  /// `e.g`, `U.S`: single letters with dots between.
  private func isAbbreviation(_ name: ArraySlice<Unicode.Scalar>) -> Bool {
    name.split(separator: ".").allSatisfy { $0.count == 1 }
  }
}
