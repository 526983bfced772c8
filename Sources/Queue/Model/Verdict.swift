/// The reviewer gate's verdict on a report, from the gate to history and output.
/// Source: `docs/routing.md`, "Reviewer gate".
public struct Verdict: Equatable, Sendable {
  /// The decision about the reported row.
  public enum Result: String, CaseIterable, Sendable {
    /// Every criterion is met.
    case pass = "PASS"
    /// A criterion is not met, or the report has a fault.
    case retry = "RETRY"
    /// Something outside the worker stops the work.
    case block = "BLOCK"
    /// The worker asks a person a question.
    case question = "QUESTION"

    /// The status that the row gets.
    public var status: Status {
      switch self {
      case .pass: .done
      case .retry: .pending
      case .block, .question: .blocked
      }
    }
  }

  /// A criterion that is not met.
  public struct Unmet: Equatable, Sendable {
    /// The number of the criterion, starting at 1.
    public let number: Int
    /// The criterion as written.
    public let criterion: String
    public let reason: String

    public init(number: Int, criterion: String, reason: String) {
      (self.number, self.criterion, self.reason) = (number, criterion, reason)
    }
  }

  /// One of several attempts of a row.
  public struct Attempt: Equatable, Sendable {
    public let number: Int
    public let limit: Int

    public init(number: Int, limit: Int) { (self.number, self.limit) = (number, limit) }
  }

  public var result: Result
  public var reasons: [Reason]
  public var unmet: [Unmet]
  /// Observations that do not influence the verdict, as codes: `outputs_missing:a.txt`.
  public var remarks: [String] = []
  /// Other missing checks: `ui_validation`.
  public var otherChecks: [String] = []
  public var coveredChecks: Int
  public var totalChecks: Int
  /// How many criteria were proved, and how many the report only claims.
  public var verified: Int
  public var reported: Int
  /// How many criteria only the exit status of the worker's program shows. The program itself made
  /// no report.
  public var exited = 0
  /// Whether a session that picked the row ran its programs in its own environment.
  public var isVerifiedBySession = false
  /// The judged commit; `nil` if the work was not in a worktree, or if there is no commit.
  public var work: JudgedWork?
  /// The attempt that the report ends, and the limit; `nil` as long as the row is unknown.
  public var attempt: Attempt?
  /// The reply of a person for which the row waits.
  public var awaited: Awaited?

  public init(
    _ result: Result, reasons: [Reason], unmet: [Unmet], coveredChecks: Int, totalChecks: Int,
    verified: Int = 0, reported: Int = 0
  ) {
    self.result = result
    self.reasons = reasons
    self.unmet = unmet
    self.coveredChecks = coveredChecks
    self.totalChecks = totalChecks
    self.verified = verified
    self.reported = reported
  }

  /// The verdict for a row with this number of attempts: a retry becomes a block if no attempt is
  /// left.
  ///
  /// - Parameters:
  ///   - attempts: how many attempts ended without DONE.
  ///   - limit: the limit of attempts.
  public func limited(attempts: Int, limit: Int) -> Verdict {
    guard result == .retry else { return self }
    var verdict = self
    if attempts >= limit {
      verdict.result = .block
      verdict.reasons.append(.attemptsUsedUp(attempts, limit: limit))
    } else {
      verdict.attempt = Attempt(number: attempts + 1, limit: limit)
    }
    return verdict
  }

  /// Blocks the row until a person approves the work.
  ///
  /// - Parameter why: what the person must check.
  public mutating func awaitApproval(because why: String) {
    (result, reasons, awaited) = (.block, [.approval(why)], .approval)
  }

  /// Blocks the row until a person has checked secrets in the result. If the report would be sent
  /// back anyway, its other reasons are kept. A question is answered first.
  ///
  /// - Parameter places: `docs/x.md:3`, at least one.
  public mutating func awaitApproval(ofSecretsAt places: [String]) {
    let secrets = places.map(Reason.secretInOutput)
    switch result {
    case .pass: reasons = secrets
    case .retry, .block: reasons = secrets + reasons
    case .question: return
    }
    if result != .block { (result, awaited) = (.block, .approval) }
  }

  /// The status that the row gets.
  var status: Status { awaited == nil ? result.status : .blocked }

  /// The unmet criteria as written, and `ui_validation`.
  public var missingChecks: [String] { unmet.map(\.criterion) + otherChecks }

  /// The segment of the notes: `review:PASS verified=2 reported=1 …`, `review:RETRY attempt=1/3
  /// unmet=2 (cmd: test: status 1)`.
  ///
  /// - Parameter isShort: leaves out facts that another part of the note has: `review:PASS
  ///   verified=2`.
  func note(isShort: Bool) -> String {
    let counts =
      isShort
      ? (result == .pass ? Self.counts(verified, reported) : [])
      : (verified > 0 ? ["verified=\(verified)", "reported=\(reported)"] : [])
    let exit = result == .pass && exited > 0 ? ["exit=\(exited)"] : []
    let session = result == .pass && isVerifiedBySession ? ["verified_by=session"] : []
    let tried =
      result == .retry ? attempt.map { ["attempt=\($0.number)/\($0.limit)"] } ?? [] : []
    // The criteria that follow already show their number.
    let isCounted = result == .retry || isShort && !unmet.isEmpty
    let codes = reasons.filter {
      !(isCounted && $0.isUnmetCount) && !(isShort && $0 == .allCovered)
    }.map(\.code)
    let said = codes.joined(separator: ";").shortened(to: 200)
    let criteria = unmet.isEmpty ? [] : [criteria]
    let missing = otherChecks.isEmpty ? [] : ["missing=\(otherChecks.joined(separator: ","))"]
    let found =
      switch result {
      case .pass, .question: [said]
      case .block: [said] + criteria
      case .retry: [(criteria + missing + codes).joined(separator: "; ").shortened(to: 400)]
      }
    let text = found.filter { !$0.isEmpty }.joined(separator: "; ")
    let parts = ["review:\(result.rawValue)"] + counts + exit + session + tried + [text]
    return Notes.withinSegment(parts.filter { !$0.isEmpty }.joined(separator: " "))
  }

  /// `verified=2`, `reported=1`; zero counts are left out.
  fileprivate static func counts(_ verified: Int, _ reported: Int) -> [String] {
    [("verified", verified), ("reported", reported)].filter { $0.1 > 0 }.map { "\($0)=\($1)" }
  }

  /// Whether a segment of the notes is a verdict.
  ///
  /// - Parameters:
  ///   - note: the segment.
  ///   - results: the accepted results.
  static func isNote(_ note: String, _ results: [Result] = Result.allCases) -> Bool {
    results.contains { result in
      let beginning = "review:\(result.rawValue)"
      guard note.utf8.starts(with: beginning.utf8) else { return false }
      return note.utf8.count == beginning.utf8.count
        || note.utf8.dropFirst(beginning.utf8.count).first == UInt8(ascii: " ")
    }
  }

  /// `unmet=2 (cmd: test: status 1), 3 (…)`; the reason of the approval is not repeated.
  private var criteria: String {
    let parts = unmet.map { unmet in
      let reason = unmet.reason.firstLine
      let isSaid = whyApproval.map { reason.hasSuffix($0) } ?? false
      return "\(unmet.number) (\(unmet.criterion.shortened(to: 40))"
        + (isSaid ? ")" : ": \(reason.shortened(to: 80)))")
    }
    return "unmet=\(parts.joined(separator: ", "))".shortened(to: 300)
  }

  /// Why a person must approve the result.
  private var whyApproval: String? {
    reasons.lazy.compactMap { if case .approval(let why) = $0 { why } else { nil } }.first
  }
}

extension Notes {
  /// Adds the criteria that the pull request has proved since to the note of a PASS.
  ///
  /// - Parameters:
  ///   - count: how many criteria it proved.
  ///   - total: how many criteria there are.
  ///   - policy: the policy of the queue.
  mutating func countProved(_ count: Int, of total: Int, _ policy: Policy) {
    guard count > 0, let note = segments.last(where: { Verdict.isNote($0, [.pass]) }) else {
      return
    }
    var words = note.split(separator: " ", omittingEmptySubsequences: false)[...]
    let beginning = words.removeFirst()
    func number(_ key: String) -> Int? {
      guard let word = words.first, word.hasPrefix(key) else { return nil }
      words.removeFirst()
      return Int(word.dropFirst(key.count))
    }
    let verified = (number("verified=") ?? 0) + count
    let said = number("reported=")
    let exited = number("exit=")
    var reported = said ?? max(0, total - count - (exited ?? 0))
    if policy.hasShortNotes { reported = max(0, total - verified - (exited ?? 0)) }
    let counts =
      policy.hasShortNotes
      ? Verdict.counts(verified, reported) : ["verified=\(verified)", "reported=\(reported)"]
    replaceVerdict(
      with: ([String(beginning)] + counts + (exited.map { ["exit=\($0)"] } ?? [])
        + words.map(String.init)).joined(separator: " "),
      policy.controlKeys)
  }
}

extension String {
  fileprivate var firstLine: String { split { $0.isNewline }.first.map { String($0) } ?? "" }

  /// Truncates to this number of scalars, with a mark if something is missing.
  fileprivate func shortened(to count: Int) -> String {
    let scalars = unicodeScalars
    return scalars.count <= count ? self : String(scalars.prefix(count - 1)) + "…"
  }
}

/// The commit that a verdict judged, or that a person approved instead. Only this commit lands.
/// Source: `docs/worktrees.md`, "What lands".
public struct JudgedWork: Equatable, Sendable {
  /// A full object id.
  public let commit: String
  /// The object id of the commit's tree.
  public let tree: String
  /// The worker's setting `integrate`: `merge` or `pr`; `nil` for `none`.
  public let integration: String?

  public init(commit: String, tree: String, integration: String? = nil) {
    (self.commit, self.tree, self.integration) = (commit, tree, integration)
  }
}

extension [HistoryEntry] {
  /// The work that the last verdict on a row judged, or that a person has approved since; `nil` if
  /// there is none, or if the row was claimed again.
  ///
  /// The entries must belong to one row.
  public var judgedWork: JudgedWork? {
    let undone = Set(compactMap(\.undoes))
    for entry in reversed() where !undone.contains(entry.sequence) {
      if let work = entry.row?.work ?? entry.findings?.verdict?.work { return work }
      if entry.newStatus == .inProgress { return nil }
    }
    return nil
  }
}

/// The findings about a report, which the history keeps as the events `guardrail` and
/// `review_gate`.
public struct ReportFindings: Equatable, Sendable {
  public var guardrail: GuardDecision?
  public var verdict: Verdict?

  public init(guardrail: GuardDecision? = nil, verdict: Verdict? = nil) {
    (self.guardrail, self.verdict) = (guardrail, verdict)
  }
}
