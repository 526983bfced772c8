import Text

/// A check that a criterion names. It decides, whatever a report claims.
///
/// Either the whole text of a criterion is a proof, or nothing: `file: docs/X.md`,
/// `grep: TEXT in FILE`, `json: FILE`, `cmd: NAME`, `ci: NAME`. The whole text may be in backticks,
/// in bold, in quotation marks or in parentheses.
public enum Proof: Equatable, Sendable {
  /// The file exists below the project root, and is not empty.
  case file(path: String)
  /// The file below the project root contains the text.
  case grep(text: String, file: String)
  /// The file below the project root is one JSON document.
  case json(file: String)
  /// The entry of `review.checks` with this name ends with status 0. The name is never a program.
  case command(name: String)
  /// The check with this name of the row's pull request passed. For a row without a pull request,
  /// the report decides.
  case pullRequestCheck(name: String)

  /// Whether only the pull request of the row can decide it, if there is one.
  public var isOfPullRequest: Bool { if case .pullRequestCheck = self { true } else { false } }

  /// The finding on such a proof before there is a pull request.
  public static let isLeftToPullRequest = "the pull request is to show it"

  /// Whether it starts a program.
  public var isProgram: Bool { if case .command = self { true } else { false } }

  private static let kinds = ["file", "grep", "json", "cmd"]

  /// Whether a criterion begins like a proof but lacks a part. Such a criterion is never met.
  public static func isMalformed(_ criterion: String) -> Bool {
    guard let (kind, _) = parts(of: criterion) else { return false }
    return kinds.contains(kind) && parse(criterion) == nil
  }

  /// The criteria of a row's cell that are malformed proofs.
  public static func malformed(in criteria: String?) -> [String] {
    Checklist(criteria ?? "").items.filter(isMalformed)
  }

  /// Parses a criterion; `nil` if the report decides it.
  ///
  /// The last ` in ` separates text and path, because a text may contain one, and a path seldom
  /// does. Both may be in backticks.
  public static func parse(_ criterion: String) -> Proof? {
    guard let (kind, rest) = parts(of: criterion) else { return nil }
    switch kind {
    case "file": return word(rest).map { .file(path: $0) }
    case "grep": return grep(rest)
    case "json": return word(rest).map { .json(file: $0) }
    case "cmd": return word(rest).map { .command(name: $0) }
    case "ci": return word(rest).map { .pullRequestCheck(name: $0) }
    default: return nil
    }
  }

  /// The text before the first colon, in lower case, and the text after it.
  private static func parts(of criterion: String) -> (kind: String, rest: Substring)? {
    func colon(in text: String) -> String.Index? {
      // A keyboard for Chinese or Japanese types the second one.
      text.unicodeScalars.firstIndex { $0 == ":" || $0 == "\u{FF1A}" }
    }
    if !mayHaveColon(criterion) { return nil }
    let text = unwrapped(criterion)
    guard let colon = colon(in: text) else { return nil }
    let rest = Substring(text.unicodeScalars[colon...].dropFirst())
    return (text[..<colon].trimmed.lowercased(), rest)
  }

  /// Whether the text may have a colon: most texts have none, and searching bytes is faster.
  private static func mayHaveColon(_ text: String) -> Bool {
    // The UTF-8 form of the second colon begins with 0xEF.
    text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.contains { $0 == UInt8(ascii: ":") || $0 == 0xEF }
    } ?? true
  }

  /// The marks that may surround a whole criterion, each with its closing mark.
  private static let closings: [Unicode.Scalar: Unicode.Scalar] = [
    "`": "`", "*": "*", "_": "_", "\"": "\"", "'": "'", "\u{201C}": "\u{201D}",
    "\u{2018}": "\u{2019}", "(": ")", "\u{FF08}": "\u{FF09}",
  ]

  /// The text without the pairs of marks around the whole text.
  private static func unwrapped(_ criterion: String) -> String {
    var text = criterion
    while true {
      let scalars = Array(text.trimmed.unicodeScalars)
      guard scalars.count > 2, let open = scalars.first, let close = closings[open],
        scalars.last == close, !closesEarly(open, close, scalars.dropFirst().dropLast())
      else { return text }
      text = String(Self.text(scalars.dropFirst().dropLast()))
    }
  }

  /// Whether a mark at the start of a text is closed within the text.
  private static func closesEarly(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ text: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    var depth = 0
    for index in text.indices where text[index] == open || text[index] == close {
      let before = index > text.startIndex ? text[index - 1] : " "
      let after = index + 1 < text.endIndex ? text[index + 1] : " "
      // If both marks are the same, as quotes are, a mark behind a word closes. A mark within a
      // word is none.
      let isClosing = open == close ? !before.isBlank && !after.isWordPart : text[index] == close
      if isClosing { depth -= 1 } else if open != close || !before.isWordPart { depth += 1 }
      if depth < 0 { return true }
    }
    return false
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
  /// The criterion is left to the row's pull request, which is opened only for work that passes.
  case leftToPullRequest
  /// The criterion is not met, whatever the report claims, for this reason.
  case failed(String)
  /// The proof cannot be decided, for this reason: no program may run, or there is nothing to check
  /// that the work cannot have prepared. A claim does not count; a person must approve the
  /// criterion.
  case needsApproval(String)
}
