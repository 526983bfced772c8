import Model
import Text

/// A check that a criterion names. The check decides whether the criterion is met, whatever a
/// report claims.
///
/// A criterion is a proof only if its whole text has one of these forms: `file: docs/X.md`, `grep:
/// TEXT in FILE`, `json: FILE [SCHEMA]`, `cmd: NAME`, `ci: NAME`, `only: FILES`, `exit: 0`. The
/// whole text may be in backticks, in bold, in quotation marks or in parentheses.
public enum Proof: Equatable, Sendable {
  /// The file exists below the project root, and is not empty.
  case file(path: String)
  /// The file below the project root contains the text.
  case grep(text: String, file: String)
  /// The file below the project root is one JSON document, and fits the JSON Schema in another file
  /// if there is one.
  case json(file: String, schema: String?)
  /// The entry of `review.checks` with this name ends with status 0. The name is never a program.
  case command(name: String)
  /// The check with this name of the row's pull request passed. For a row without a pull request,
  /// the report decides.
  case pullRequestCheck(name: String)
  /// The work changed no other files. A path with `/` at its end is a folder with all its contents.
  case only([String])
  /// The worker's program ended with status 0, if `review.exit` lets that decide.
  case exit

  /// The text of the proof by the exit status.
  public static let exitText = "exit: 0"

  /// Whether only the row's pull request, if there is one, can decide the proof.
  public var isOfPullRequest: Bool { if case .pullRequestCheck = self { true } else { false } }

  /// The finding on a pull request's check as long as there is no pull request.
  public static let isLeftToPullRequest = "the pull request is to show it"

  /// The file that the proof is about; `nil` if it is about none.
  public var file: String? {
    switch self {
    case .file(let path), .grep(_, let path), .json(let path, _): path
    case .command, .pullRequestCheck, .only, .exit: nil
    }
  }

  /// Whether the proof runs a program.
  public var isProgram: Bool { if case .command = self { true } else { false } }

  /// The text of the proof that no other files changed.
  public static func text(only paths: [String]) -> String {
    "only: \(paths.joined(separator: ", "))"
  }

  /// Whether a criterion begins like a proof but lacks a part. Such a criterion is never met.
  public static func isMalformed(_ criterion: String) -> Bool {
    parts(of: criterion) != nil && parse(criterion) == nil
  }

  /// Whether a criterion is a proof that no work can meet: it lacks a part, or the path of a file
  /// is absolute or has a part `..`, so that no check follows it.
  public static func cannotBeMet(_ criterion: String) -> Bool {
    if isMalformed(criterion) { return true }
    guard let proof = parse(criterion) else { return false }
    var paths = [proof.file]
    if case .json(_, let schema) = proof { paths.append(schema) }
    return paths.compactMap(\.self).contains { path in
      let slash = UInt8(ascii: "/")
      return path.utf8.first == slash
        || path.utf8.split(separator: slash).contains { $0.elementsEqual("..".utf8) }
    }
  }

  /// The criteria of a row's cell that are proofs that no work can meet.
  public static func malformed(in criteria: String?) -> [String] {
    Checklist(criteria ?? "").items.filter(cannotBeMet)
  }

  /// The criteria of a row's cell that are proofs about a file.
  public static func ofFiles(in criteria: String?) -> [String] {
    Checklist(criteria ?? "").items.filter { parse($0)?.file != nil }
  }

  /// Parses a criterion; `nil` if the report decides it.
  ///
  /// The last ` in ` separates text and path, because a text often contains ` in `, and a path
  /// seldom does. The text and the path may be in backticks.
  public static func parse(_ criterion: String) -> Proof? {
    guard let (kind, rest) = parts(of: criterion) else { return nil }
    switch kind {
    case .file: return word(rest).map { .file(path: $0) }
    case .grep: return grep(rest)
    case .json: return json(rest)
    case .command: return word(rest).map { .command(name: $0) }
    case .pullRequestCheck: return word(rest).map { .pullRequestCheck(name: $0) }
    case .only:
      let paths = rest.split(separator: ",").compactMap { word($0) }
      return paths.isEmpty ? nil : .only(paths)
    case .exit: return word(rest) == "0" ? .exit : nil
    }
  }

  /// The kind that the text before the first colon names, in any case, and the text after the
  /// colon; `nil` if it names none.
  private static func parts(of criterion: String) -> (kind: ProofKind, rest: Substring)? {
    func colon(in text: String) -> String.Index? {
      // Keyboards for Chinese or Japanese type the full-width colon.
      text.unicodeScalars.firstIndex { $0 == ":" || $0 == "\u{FF1A}" }
    }
    if !mayHaveColon(criterion) { return nil }
    let text = unwrapped(criterion)
    guard let colon = colon(in: text),
      let kind = ProofKind(rawValue: text[..<colon].trimmed.lowercased())
    else { return nil }
    return (kind, Substring(text.unicodeScalars[colon...].dropFirst()))
  }

  /// Whether the text may have a colon. Most texts have none, and searching bytes is faster than
  /// searching scalars.
  private static func mayHaveColon(_ text: String) -> Bool {
    // The UTF-8 form of the full-width colon begins with 0xEF.
    text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.contains { $0 == UInt8(ascii: ":") || $0 == 0xEF }
    } ?? true
  }

  /// The marks that may surround a whole criterion, each with its closing mark.
  private static let closings: [Unicode.Scalar: Unicode.Scalar] = [
    "`": "`", "*": "*", "_": "_", "\"": "\"", "'": "'", "\u{201C}": "\u{201D}",
    "\u{2018}": "\u{2019}", "(": ")", "\u{FF08}": "\u{FF09}",
  ]

  /// The text without pairs of marks that surround the whole text.
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

  /// Whether the mark before a text is closed within the text.
  private static func closesEarly(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ text: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    var depth = 0
    for index in text.indices where text[index] == open || text[index] == close {
      let before = index > text.startIndex ? text[index - 1] : " "
      let after = index + 1 < text.endIndex ? text[index + 1] : " "
      // If the opening and the closing mark are the same, as with straight quotes, a mark after a
      // word is a closing mark. Within a word it is not a mark.
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

  /// The last word is a schema if it and the word before it are names of JSON files; otherwise the
  /// whole text is a path, which may contain blanks.
  private static func json(_ rest: Substring) -> Proof? {
    let words = rest.split(separator: " ").compactMap { word($0) }
    if words.count == 2, words.allSatisfy({ $0.hasSuffix(".json") }) {
      return .json(file: words[0], schema: words[1])
    }
    return word(rest).map { .json(file: $0, schema: nil) }
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> Substring {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return Substring(String(text))
  }

  /// The text without surrounding blanks and a surrounding pair of backticks; `nil` if the rest is
  /// empty.
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
  /// The row's pull request has to prove the criterion. A pull request is opened only for work that
  /// passes, so the criterion does not keep the row from passing.
  case leftToPullRequest
  /// The criterion is not met, whatever the report claims, for this reason.
  case failed(String)
  /// The proof cannot be decided, for this reason: no program may run, or the worker may have
  /// prepared everything that could be checked. A claim in the report does not count, and a person
  /// must approve the criterion.
  case needsApproval(String)
}
