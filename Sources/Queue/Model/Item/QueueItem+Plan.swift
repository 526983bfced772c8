// What a row says of its plan, of the approvals that it needs, and of the rows that wait for it. The
// notes say it, in every store. With another value such a segment is prose.

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

/// What becomes of the rows that wait for a row, once it has failed and is not tried again. Without
/// one they go on waiting.
public enum FailurePolicy: String, CaseIterable, Sendable {
  /// They start as if it were DONE.
  case `continue`
  /// They are cancelled, and the rows that wait for them as well.
  case cancel
}

/// The name of a plan: up to 31 letters, digits, `_` and `-`, of which the first is a letter or a
/// digit. The ids of a plan's tasks have the same form.
public enum PlanName {
  public static let longest = 31

  public static func isWellFormed(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetterOrDigit(first) else { return false }
    return name.utf8.count <= longest
      && name.utf8.allSatisfy {
        isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}

extension QueueItem {
  /// The name of the plan that the row belongs to; `nil` for none. The row's id says nothing of it.
  public internal(set) var planName: String? {
    get { notes.value(of: .plan) }
    set { notes.set(.plan, newValue) }
  }

  /// The segment of the notes of a plan's rows.
  package static func note(ofPlan name: String) -> String {
    "\(Notes.ControlKey.plan.rawValue)=\(name)"
  }

  /// The names of the plans that are made for the row, which waits for them.
  public internal(set) var awaitedPlans: [String] {
    get { notes.value(of: .afterPlan).map(Dependencies.ids) ?? [] }
    set { notes.set(.afterPlan, newValue.isEmpty ? nil : newValue.joined(separator: ",")) }
  }

  /// What becomes of the rows that wait for this one, once it has failed; `nil` where they go on
  /// waiting.
  public internal(set) var failurePolicy: FailurePolicy? {
    get { notes.value(of: .onFailure).flatMap(FailurePolicy.init) }
    set { notes.set(.onFailure, newValue?.rawValue) }
  }

  /// Whether the row waits for a person who lets its work begin.
  public var awaitsStart: Bool { awaited == .approval && approval == .start }

  /// Whether the notes say that no try is left. Only a BLOCKED row with a failure policy says so:
  /// else nothing tells it from one that waits for a person.
  var isExhausted: Bool {
    get { notes.value(of: .failure) == Self.exhausted }
    set {
      guard newValue != isExhausted else { return }
      notes.set(.failure, newValue ? Self.exhausted : nil)
    }
  }

  private static let exhausted = "exhausted"

  /// Notes that no try is left of a row that just became BLOCKED, where other rows depend on it.
  mutating func endTries() {
    if status == .blocked, failurePolicy != nil { isExhausted = true }
  }

  /// Removes what the notes say of a row that stopped.
  mutating func moveOn() {
    isExhausted = false
    removeDependencyFailed()
  }

  /// Whether a retry takes no attempt: the work of the row has not begun.
  var hasNotBegun: Bool { approval == .start || isCancelledAfterFailure }

  /// Whether the row failed, and is not tried again before a person moves it.
  public func hasFailedFinally(_ policy: Policy) -> Bool {
    switch status {
    case .failed: waitsForPerson(policy)
    case .blocked: isExhausted && awaits == nil
    case .pending, .inProgress, .done: false
    }
  }
}

extension Approval {
  /// The segment of the notes.
  var note: String { "\(Notes.ControlKey.approval.rawValue)=\(rawValue)" }
}

extension FailurePolicy {
  /// The segment of the notes.
  var note: String { "\(Notes.ControlKey.onFailure.rawValue)=\(rawValue)" }
}
