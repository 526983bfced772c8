/// The reviewer gate's verdict on a report, from the gate to history and output.
/// Source: `docs/routing.md`, "Reviewer gate".
public struct Verdict: Equatable, Sendable {
  /// What is to become of the reported row.
  public enum Result: String, CaseIterable, Sendable {
    /// Every criterion is met.
    case pass = "PASS"
    /// A criterion is not met, or the report has a fault.
    case retry = "RETRY"
    /// Something outside the worker stops the work.
    case block = "BLOCK"
    /// The worker asks a person a question.
    case question = "QUESTION"

    /// Where the row goes.
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
    /// Counting from 1.
    public let number: Int
    /// As it is written.
    public let criterion: String
    public let reason: String

    public init(number: Int, criterion: String, reason: String) {
      (self.number, self.criterion, self.reason) = (number, criterion, reason)
    }
  }

  /// One of several tries of a row.
  public struct Attempt: Equatable, Sendable {
    public let number: Int
    public let limit: Int

    public init(number: Int, limit: Int) { (self.number, self.limit) = (number, limit) }
  }

  public var result: Result
  public var reasons: [Reason]
  public var unmet: [Unmet]
  /// What was noticed besides, and decides nothing, as codes: `outputs_missing:a.txt`.
  public var remarks: [String] = []
  /// What else is missing: `ui_validation`.
  public var otherChecks: [String] = []
  public var coveredChecks: Int
  public var totalChecks: Int
  /// How many criteria were proved, and how many only the report claims.
  public var verified: Int
  public var reported: Int
  /// Whether a session that picked the row by itself ran its programs, in an environment of its own.
  public var isVerifiedBySession = false
  /// The commit that it judged; `nil` where the work was not in a worktree, or no commit has it.
  public var work: JudgedWork?
  /// The attempt that the report ends, and their limit, once a row is known.
  public var attempt: Attempt?
  /// What the row waits for from a person.
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

  /// The verdict for a row with so many attempts: a retry becomes a block when they are used up.
  ///
  /// - Parameters:
  ///   - attempts: how many ended without DONE.
  ///   - limit: how many there may be.
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
  /// - Parameter why: what the person has to look at.
  public mutating func awaitApproval(because why: String) {
    (result, reasons, awaited) = (.block, [.approval(why)], .approval)
  }

  /// Blocks the row until a person has looked at secrets in what was made; what else is wrong with a
  /// report that is sent back stays said. A question is answered first.
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

  /// Where the row goes.
  var status: Status { awaited == nil ? result.status : .blocked }

  /// The criteria that are not met, as they are written, and `ui_validation`.
  public var missingChecks: [String] { unmet.map(\.criterion) + otherChecks }

  /// The segment of the notes: `review:PASS verified=2 reported=1 …`, `review:RETRY attempt=1/3
  /// unmet=2 (cmd: test: status 1)`.
  ///
  /// - Parameter isShort: without what another part says already: `review:PASS verified=2`.
  func note(isShort: Bool) -> String {
    let counts =
      isShort
      ? (result == .pass ? Self.counts(verified, reported) : [])
      : (verified > 0 ? ["verified=\(verified)", "reported=\(reported)"] : [])
    let session = result == .pass && isVerifiedBySession ? ["verified_by=session"] : []
    let tried =
      result == .retry ? attempt.map { ["attempt=\($0.number)/\($0.limit)"] } ?? [] : []
    // Criteria that follow say how many they are.
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
    let parts = ["review:\(result.rawValue)"] + counts + session + tried + [text]
    return Notes.withinSegment(parts.filter { !$0.isEmpty }.joined(separator: " "))
  }

  /// `verified=2`, `reported=1`, each only where there are any.
  fileprivate static func counts(_ verified: Int, _ reported: Int) -> [String] {
    [("verified", verified), ("reported", reported)].filter { $0.1 > 0 }.map { "\($0)=\($1)" }
  }

  /// Whether a segment of the notes is a verdict.
  ///
  /// - Parameters:
  ///   - note: the segment.
  ///   - results: what the verdict may be.
  static func isNote(_ note: String, _ results: [Result] = Result.allCases) -> Bool {
    results.contains { result in
      let beginning = "review:\(result.rawValue)"
      guard note.utf8.starts(with: beginning.utf8) else { return false }
      return note.utf8.count == beginning.utf8.count
        || note.utf8.dropFirst(beginning.utf8.count).first == UInt8(ascii: " ")
    }
  }

  /// `unmet=2 (cmd: test: status 1), 3 (…)`; a reason that is that of the approval is not repeated.
  private var criteria: String {
    let parts = unmet.map { unmet in
      let reason = unmet.reason.firstLine
      let isSaid = whyApproval.map { reason.hasSuffix($0) } ?? false
      return "\(unmet.number) (\(unmet.criterion.shortened(to: 40))"
        + (isSaid ? ")" : ": \(reason.shortened(to: 80)))")
    }
    return "unmet=\(parts.joined(separator: ", "))".shortened(to: 300)
  }

  /// Why a person has to approve the result.
  private var whyApproval: String? {
    reasons.lazy.compactMap { if case .approval(let why) = $0 { why } else { nil } }.first
  }
}

extension Notes {
  /// Adds to the note of a PASS what the pull request proved since.
  ///
  /// - Parameters:
  ///   - count: how many criteria it proved.
  ///   - total: how many criteria there are.
  ///   - policy: that of the queue.
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
    var reported = number("reported=") ?? max(0, total - count)
    if policy.hasShortNotes { reported = max(0, total - verified) }
    let counts =
      policy.hasShortNotes
      ? Verdict.counts(verified, reported) : ["verified=\(verified)", "reported=\(reported)"]
    replaceVerdict(
      with: ([String(beginning)] + counts + words.map(String.init)).joined(separator: " "),
      policy.controlKeys)
  }
}

extension String {
  fileprivate var firstLine: String { split { $0.isNewline }.first.map { String($0) } ?? "" }

  /// Cut behind so many scalars, with a mark where something is missing.
  fileprivate func shortened(to count: Int) -> String {
    let scalars = unicodeScalars
    return scalars.count <= count ? self : String(scalars.prefix(count - 1)) + "…"
  }
}

/// The commit that a verdict judged, or that a person approved in its place: only that lands. Source: `docs/worktrees.md`, "What lands".
public struct JudgedWork: Equatable, Sendable {
  /// A whole id.
  public let commit: String
  /// The id of its files.
  public let tree: String
  /// What its worker's `integrate` was: `merge` or `pr`; `nil` for `none`.
  public let integration: String?

  public init(commit: String, tree: String, integration: String? = nil) {
    (self.commit, self.tree, self.integration) = (commit, tree, integration)
  }
}

extension [HistoryEntry] {
  /// What the last verdict on a row judged, or a person approved since, as long as the row was not
  /// claimed again; `nil` where there is none.
  ///
  /// The entries are those of the row.
  public var judgedWork: JudgedWork? {
    let undone = Set(compactMap(\.undoes))
    for entry in reversed() where !undone.contains(entry.sequence) {
      if let work = entry.row?.work ?? entry.findings?.verdict?.work { return work }
      if entry.newStatus == .inProgress { return nil }
    }
    return nil
  }
}

/// The findings on a report, which the history keeps as the events `guardrail` and `review_gate`.
public struct ReportFindings: Equatable, Sendable {
  public var guardrail: GuardDecision?
  public var verdict: Verdict?

  public init(guardrail: GuardDecision? = nil, verdict: Verdict? = nil) {
    (self.guardrail, self.verdict) = (guardrail, verdict)
  }
}
