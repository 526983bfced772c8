/// How a criterion checks itself, whatever a report says of it.
///
/// A whole criterion is one, or none: `file: docs/X.md`, `grep: TEXT in FILE`, `json: FILE`,
/// `cmd: NAME`.
public enum Proof: Equatable, Sendable {
  /// A file below the project root that is there, and not empty.
  case file(path: String)
  /// A file below the project root that holds the text.
  case grep(text: String, file: String)
  /// A file below the project root that is one JSON document.
  case json(file: String)
  /// An entry of `review.checks` that ends with status 0. It is never a program's name.
  case command(name: String)

  /// The words that begin one.
  private static let kinds = ["file", "grep", "json", "cmd"]

  /// Whether a criterion begins as one, and is none: somebody forgot a part of it. No report
  /// can make up for that.
  public static func isMalformed(_ criterion: String) -> Bool {
    guard let colon = criterion.unicodeScalars.firstIndex(of: ":") else { return false }
    return kinds.contains(trimmed(criterion[..<colon]).lowercased()) && parse(criterion) == nil
  }

  /// Reads a criterion; `nil` for one that has to be judged by the report.
  ///
  /// Of several ` in ` the last one counts: a text may hold one, a path seldom does. A text
  /// or path may stand in backticks, as Markdown has it.
  public static func parse(_ criterion: String) -> Proof? {
    guard let colon = criterion.unicodeScalars.firstIndex(of: ":") else { return nil }
    let rest = Substring(criterion.unicodeScalars[colon...].dropFirst())
    switch trimmed(criterion[..<colon]).lowercased() {
    case "file": return word(rest).map { .file(path: $0) }
    case "grep": return grep(rest)
    case "json": return word(rest).map { .json(file: $0) }
    case "cmd": return word(rest).map { .command(name: $0) }
    default: return nil
    }
  }

  private static func grep(_ rest: Substring) -> Proof? {
    let separator = Array(" in ".unicodeScalars)
    let scalars = Array(rest.unicodeScalars)
    let places = scalars.indices.dropLast(separator.count - 1)
    guard
      let place = places.last(where: { scalars[$0..<$0 + separator.count].elementsEqual(separator) }
      ),
      let text = word(Self.text(scalars[..<place])),
      let file = word(Self.text(scalars[(place + separator.count)...]))
    else { return nil }
    return .grep(text: text, file: file)
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> Substring {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return Substring(String(text))
  }

  /// What is left without the space around it, and a pair of backticks; `nil` for nothing.
  private static func word(_ text: Substring) -> String? {
    var word = Substring(trimmed(text))
    if word.utf8.count > 2, word.hasPrefix("`"), word.hasSuffix("`") {
      word = word.dropFirst().dropLast()
    }
    return word.isEmpty ? nil : String(word)
  }

  private static func trimmed(_ text: Substring) -> String {
    let scalars = text.unicodeScalars
    guard
      let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
