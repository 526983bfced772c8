/// A check that a criterion names, which decides over any claim of a report.
///
/// The whole text of a criterion is a proof, or none of it: `file: docs/X.md`, `grep: TEXT in
/// FILE`, `json: FILE`, `cmd: NAME`.
public enum Proof: Equatable, Sendable {
  /// The file exists below the project root, and is not empty.
  case file(path: String)
  /// The file below the project root contains the text.
  case grep(text: String, file: String)
  /// The file below the project root is one JSON document.
  case json(file: String)
  /// The entry of `review.checks` with this name ends with status 0. It is never a program's name.
  case command(name: String)

  /// Whether it starts a program.
  public var isProgram: Bool { if case .command = self { true } else { false } }

  /// The first words of proofs.
  private static let kinds = ["file", "grep", "json", "cmd"]

  /// Whether a criterion begins like a proof and lacks a part of it. It is never met.
  public static func isMalformed(_ criterion: String) -> Bool {
    guard let colon = criterion.unicodeScalars.firstIndex(of: ":") else { return false }
    return kinds.contains(criterion[..<colon].trimmed.lowercased()) && parse(criterion) == nil
  }

  /// Parses a criterion; `nil` for one that is judged by the report.
  ///
  /// The last ` in ` separates text and path: a text may contain one, a path seldom does. Both
  /// may stand in backticks.
  public static func parse(_ criterion: String) -> Proof? {
    guard let colon = criterion.unicodeScalars.firstIndex(of: ":") else { return nil }
    let rest = Substring(criterion.unicodeScalars[colon...].dropFirst())
    switch criterion[..<colon].trimmed.lowercased() {
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

  /// The text without surrounding space and a pair of backticks; `nil` if that is empty.
  private static func word(_ text: Substring) -> String? {
    var word = text.trimmed[...]
    if word.utf8.count > 2, word.hasPrefix("`"), word.hasSuffix("`") {
      word = word.dropFirst().dropLast()
    }
    return word.isEmpty ? nil : String(word)
  }
}

/// The result of a proof.
public enum ProofResult: Equatable, Sendable {
  /// The criterion is met, whatever the report says.
  case proved(String)
  /// The criterion is not met, whatever the report claims, for the reason given.
  case failed(String)
  /// It can't be decided, for the reason given: no program may run, or there is nothing to look at
  /// that the work cannot have prepared. A claim does not count; a person has to approve it.
  case needsApproval(String)
}
