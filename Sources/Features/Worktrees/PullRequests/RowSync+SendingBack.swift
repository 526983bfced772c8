import Door
import Gate
import Git
import Model
import Text
import Workers

// Failed checks and comments of people, which the next attempt has to settle.

extension RowSync {
  /// Sends the work back because of checks that failed.
  ///
  /// - Returns: `nil` while the log of a check does not exist yet.
  func sendBack(_ request: PullRequest, _ failed: [PullRequest.Check]) throws -> SyncedForge.Step? {
    let count = criteria.count
    guard var unmet = try unmet(by: failed, behind: count) else { return nil }
    if unmet.isEmpty {
      unmet = [
        Verdict.Unmet(
          number: count + 1, criterion: "ci",
          reason: "a check beyond the first hundred failed" + (request.url.map { ", \($0)" } ?? ""))
      ]
    }
    try sendBack(unmet, because: .ci)
    return .sentBack(request.number, .ci)
  }

  /// - Parameter count: the number of the criteria and of the other unmet items.
  /// - Returns: `nil` while the log of a check does not exist yet.
  private func unmet(by failed: [PullRequest.Check], behind count: Int) throws -> [Verdict.Unmet]? {
    var unmet: [Verdict.Unmet] = []
    var others = count
    for check in failed.prefix(Self.mostChecks) {
      var reason = "failed" + (check.url.map { ", \($0)" } ?? "")
      if let job = check.job {
        do throws(ForgeError) {
          let log = try forge.failedLog(of: job, in: place.repository)
          reason += "\n" + Self.end(of: redacted(log))
        } catch {
          if case .unfinished = error { return nil }
          if error.isPassing { throw error }
        }
      }
      let index = criteria.firstIndex { Proof.parse($0) == .pullRequestCheck(name: check.name) }
      if index == nil { others += 1 }
      unmet.append(
        Verdict.Unmet(
          number: index.map { $0 + 1 } ?? others, criterion: redacted("ci: \(check.name)"),
          reason: reason))
    }
    return unmet
  }

  /// Sends the work back if a person asks for changes and the work was not sent back for them yet,
  /// or if the pull request has conflicts.
  func sendBack(_ request: PullRequest) throws -> SyncedForge.Step? {
    let count = criteria.count
    let asked = request.reviews.filter(\.isChangesRequested)
    if !asked.isEmpty {
      let history = try queue.history(of: item.id)
      let said = history.compactMap(\.findings?.verdict).flatMap(\.unmet).map(\.reason)
      let new = asked.filter { review in !said.contains { $0.hasPrefix(Self.mark(of: review)) } }
      if !new.isEmpty {
        var unmet = new.enumerated().map { place, review in
          Verdict.Unmet(
            number: count + place + 1, criterion: redacted("review by \(review.author)"),
            reason: text(of: review))
        }
        // One attempt settles the failed checks and the review.
        if case .failed(let failed) = request.checks(of: request.head) {
          unmet += try self.unmet(by: failed, behind: count + new.count) ?? []
        }
        try sendBack(unmet, because: .review)
        return .sentBack(request.number, .review)
      }
    }
    guard request.isConflicting else { return nil }
    let fetched = workspace.fetch(place.base, in: place.main)
    let reason =
      "it conflicts with \(place.base)" + (request.url.map { ", \($0)" } ?? "") + "\n"
      + (fetched ?? "Merge \(workspace.forgeSettings.remote)/\(place.base), which is fetched.")
    try sendBack(
      [Verdict.Unmet(number: count + 1, criterion: "it can be merged", reason: reason)],
      because: .conflict)
    return .sentBack(request.number, .conflict)
  }

  private func sendBack(_ unmet: [Verdict.Unmet], because failure: FailureClass) throws {
    let total = criteria.count
    let verdict = Verdict(
      .retry, reasons: [.unmet(unmet.count)], unmet: unmet,
      coveredChecks: max(0, total - unmet.count { $0.number <= total }), totalChecks: total)
    var review = Transition.Review(
      id: item.id, by: .pullRequest, ReportFindings(verdict: verdict))
    review.failure = failure
    review.worker = workspace.profile(of: item)?.name
    review.judgedState = .init(status: .blocked, claimNumber: item.claim?.number)
    _ = try queue.perform(.review(review))
  }

  // MARK: Texts

  private static let mostChecks = 5
  private static let mostLines = 40
  private static let mostBytes = 3000

  private func redacted(_ text: String) -> String {
    Redactor.redacted(text, removing: workspace.secretValues)
  }

  /// The last lines of a log, without the names of job and step at the start of each line.
  static func end(of log: String) -> String {
    var lines: [String] = []
    var bytes = 0
    for line in log.split(whereSeparator: \.isNewline).reversed() {
      let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
      let text = parts.count == 3 ? parts[2] : line
      bytes += text.utf8.count + 1
      if lines.count == mostLines || bytes > mostBytes, !lines.isEmpty { break }
      lines.append(String(text))
    }
    return lines.reversed().joined(separator: "\n")
  }

  /// The text by which the history shows that the work was sent back for a review.
  private static func mark(of review: PullRequest.Review) -> String {
    "asks for changes (\(review.id))"
  }

  private func text(of review: PullRequest.Review) -> String {
    let first = Self.mark(of: review) + (review.url.map { ", \($0)" } ?? "")
    let comments = review.comments.map { comment in
      "\(comment.path)\(comment.line.map { ":\($0)" } ?? ""): \(comment.body)"
    }
    let said = ([review.body] + comments).filter { !$0.isEmpty }
    return ([first] + said.map(redacted)).joined(separator: "\n")
  }
}
