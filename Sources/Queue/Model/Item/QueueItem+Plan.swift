// The notes of a row about its plan, the approvals that it needs, and its dependants. Every store
// keeps them in the notes. A segment with an invalid value is prose.

extension Notes.ControlKey {
  /// Whether a segment with this key and value is control.
  func allows(_ value: Substring) -> Bool {
    switch self {
    case .plan: PlanName.isWellFormed(String(value))
    case .afterPlan:
      !value.isEmpty && Dependencies.ids(in: String(value)).allSatisfy(PlanName.isWellFormed)
    case .approval: Approval(rawValue: String(value)) != nil
    case .onFailure: FailurePolicy(rawValue: String(value)) != nil
    case .notBefore: QueueItem.time(inWord: value) != nil
    case .branch: Landing.isBranch(value)
    case .merged: Landing.isCommit(value)
    case .pullRequest: Int(value).map { $0 > 0 && String($0) == value } ?? false
    case .ci: PullRequestChecks(rawValue: String(value)) != nil
    case .source: ForeignSource.areSources(value)
    case .imported: ImportDigest(String(value)) != nil
    case .after, .touches, .maxAttempts, .idempotencyKey, .reviewAttempts, .attemptsAllowed,
      .retryNotBefore, .failure, .awaits, .question, .worker, .timeout, .repository, .labels,
      .was, .twin, .brief:
      !value.isEmpty
    }
  }
}

/// When a person must approve a row.
public enum Approval: String, CaseIterable, Sendable {
  /// Before its work begins.
  case start
  /// After its report passed the review.
  case done
}

/// What happens to dependent rows after a row has failed and is not tried again. Without a policy
/// they continue to wait.
public enum FailurePolicy: String, CaseIterable, Sendable {
  /// The dependent rows start as if the row were DONE.
  case `continue`
  /// The dependent rows are cancelled, and so are the rows that wait for them.
  case cancel
}

/// The name of a plan: up to 31 letters, digits, `_` and `-`, of which the first is a letter or a
/// digit. The ids of a plan's tasks have the same form.
public enum PlanName {
  public static let longest = 31

  public static func isWellFormed(_ name: String) -> Bool {
    guard let first = name.utf8.first, ItemID.isLetterOrDigit(first) else { return false }
    return name.utf8.count <= longest
      && name.utf8.allSatisfy {
        ItemID.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      }
  }
}

extension QueueItem {
  /// The name of the row's plan; `nil` if it has none. It does not follow from the row's id.
  public internal(set) var planName: String? {
    get { notes.value(of: .plan) }
    set { notes.set(.plan, newValue) }
  }

  /// The segment of the notes that all rows of a plan have.
  package static func note(ofPlan name: String) -> String {
    "\(Notes.ControlKey.plan.rawValue)=\(name)"
  }

  /// The names of the plans that are made for the row, which waits for them.
  public internal(set) var awaitedPlans: [String] {
    get { notes.value(of: .afterPlan).map(Dependencies.ids) ?? [] }
    set { notes.set(.afterPlan, newValue.isEmpty ? nil : newValue.joined(separator: ",")) }
  }

  /// What happens to dependent rows after this row has failed; `nil` if they continue to wait.
  public internal(set) var failurePolicy: FailurePolicy? {
    get { notes.value(of: .onFailure).flatMap(FailurePolicy.init) }
    set { notes.set(.onFailure, newValue?.rawValue) }
  }

  /// Whether the row waits for a person's approval before its work begins.
  public var awaitsStart: Bool { awaited == .approval && approval == .start }

  /// Whether a new version of its plan may change the row. Work that a person is to approve or to
  /// merge keeps the content with which it was done.
  package var mayFollowPlan: Bool {
    switch status {
    case .inProgress, .done: false
    case .blocked: awaited != .merge && (awaited != .approval || awaitsStart)
    case .pending, .failed: true
    }
  }

  /// Whether the notes say that no attempt is left. Only a BLOCKED row with a failure policy needs
  /// this: otherwise it looks like a row that waits for a person.
  var isExhausted: Bool {
    get { notes.value(of: .failure) == Self.exhausted }
    set {
      guard newValue != isExhausted else { return }
      notes.set(.failure, newValue ? Self.exhausted : nil)
    }
  }

  private static let exhausted = "exhausted"

  /// Notes that no attempt is left, if the row just became BLOCKED and has a failure policy.
  mutating func endTries() {
    if status == .blocked, failurePolicy != nil { isExhausted = true }
  }

  /// Removes the notes that say why the row stopped.
  mutating func moveOn() {
    isExhausted = false
    removeDependencyFailed()
  }

  /// Whether a retry uses no attempt, because the row's work has not begun.
  var hasNotBegun: Bool { approval == .start || isCancelledAfterFailure }

  /// Whether the row failed and is not tried again until a person acts.
  public func hasFailedFinally(_ policy: Policy) -> Bool {
    switch status {
    case .failed: waitsForPerson(policy)
    case .blocked: isExhausted && awaits == nil
    case .pending, .inProgress, .done: false
    }
  }
}

extension Approval {
  var note: String { "\(Notes.ControlKey.approval.rawValue)=\(rawValue)" }
}

extension FailurePolicy {
  var note: String { "\(Notes.ControlKey.onFailure.rawValue)=\(rawValue)" }
}
