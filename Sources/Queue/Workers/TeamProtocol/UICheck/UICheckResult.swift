import Host
import Model

/// The result of a page check.
public struct UICheckResult: Equatable, Sendable {
  /// Why the check failed; empty if the check succeeded: `ui_open_failed:…`,
  /// `ui_snapshot_failed:…`, `ui_missing_terms:a,b`.
  public let reasons: [String]
  /// The texts that were not found; all of them if the page could not be read.
  public let missing: [String]
  /// The beginning of the page's text, with hidden characters spelled out.
  public let snapshotExcerpt: String

  public var isOK: Bool { reasons.isEmpty }

  init(snapshot: UISnapshot, missing: [String]) {
    reasons = missing.isEmpty ? [] : ["ui_missing_terms:\(missing.joined(separator: ","))"]
    self.missing = missing
    snapshotExcerpt = snapshot.excerpt
  }

  init(failure: UICheckFailure, missing: [String]) {
    reasons = [failure.reason]
    self.missing = missing
    snapshotExcerpt = ""
  }
}

struct UICheckFailure: Error {
  enum Step: String { case open, snapshot }

  let step: Step
  let problem: String

  var reason: String { "ui_\(step.rawValue)_failed:\(problem)" }
}

struct UISnapshot {
  let text: String

  /// Returns the terms that do not appear in the text. Letter case is ignored, and all kinds of
  /// white space are equal, because a browser shows them alike.
  func missing(of terms: [String]) -> [String] {
    let shown = Array(text.comparable.utf8)
    return terms.filter { shown.firstOffset(of: Array($0.comparable.utf8), from: 0) == nil }
  }

  /// The first characters of the text, with a line for each separate part.
  var excerpt: String {
    String(text.prefix(Self.excerptLength)).split(separator: "\n")
      .map { String($0).trimmed.escaped }.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static let excerptLength = 400
}

extension String {
  var trimmed: String {
    let scalars = unicodeScalars
    guard
      let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// The text in lower case, with one space for each run of white space.
  fileprivate var comparable: String { singleSpaced.lowercased() }

  /// The text with one space for each run of white space, and without white space at the ends.
  var singleSpaced: String {
    unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
      .joined(separator: " ")
  }
}
