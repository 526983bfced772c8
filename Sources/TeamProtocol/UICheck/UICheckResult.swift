import QueueModel

/// What a check of a page came to.
public struct UICheckResult: Equatable, Sendable {
  /// Why it failed; empty when all is well: `ui_open_failed:…`, `ui_snapshot_failed:…`,
  /// `ui_missing_terms:a,b`.
  public let reasons: [String]
  /// The texts that were not found; all of them where there was no page to look at.
  public let missing: [String]
  /// The beginning of what the page shows, hidden characters spelled out.
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

/// Why there was no page to look at.
struct UICheckFailure: Error {
  enum Step: String { case open, snapshot }

  let step: Step
  let problem: String

  var reason: String { "ui_\(step.rawValue)_failed:\(problem)" }
}
