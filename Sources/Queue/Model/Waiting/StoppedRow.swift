/// A FAILED or BLOCKED row: why the row stopped, and which command moves it on.
public struct StoppedRow: Equatable, Sendable {
  public let item: QueueItem
  public private(set) var cause: Cause
  public private(set) var remedy: Remedy

  /// Why a row stopped, from its newest note.
  public enum Cause: Equatable, Sendable {
    /// A worker asked a question.
    case question(String)
    /// Work waits for a person, who must check this.
    case approval(String)
    /// Work waits for a person, because files have secrets, `docs/x.md:3, b.txt:1`; `others` is the
    /// rest of the note.
    case approvalOfSecrets(String, others: String)
    /// Work does not land, because these places of the work have secrets; `others` is the rest of
    /// the note.
    case secretsInWork(String, others: String)
    /// A person must approve the row before its work begins. `changed` has the parts that changed
    /// since a person approved it, and is empty if these are unknown; `nil` if no person approved
    /// it.
    case approvalToStart(changed: [DecidedContent.Part]? = nil)
    /// A person must approve the row, whose report passed the review.
    case approvalOfPassed
    /// The row's pull request must be merged; the number is `nil` if there is none yet.
    case merge(pullRequest: Int?, PullRequestChecks?)
    /// A person closed the row's pull request, which has this number.
    case pullRequestClosed(String)
    /// The guardrails stopped a report, because of the state of the token budget and the number of
    /// violations.
    case guardrail(GuardDecision.Budget?, violations: Int)
    /// The gate's reasons, and the criteria that are not met, `2 (cmd: test: status 1)`; `nil` if
    /// the note has none.
    case verdict([Verdict.Reason], unmet: String?)
    /// The worker was gone, and the attempts are used up.
    case lostWorker
    /// Attempts failed in this way, and a retry alone would not help.
    case needsPerson(String)
    /// An operator cancelled the row; `nil` if no reason was given.
    case cancelled(String?)
    /// The row waited for the row with this id, which failed.
    case dependencyFailed(String)
    /// An operator wants the row to be planned again.
    case replanned(String)
    /// Any other note: of `fail` and `block`, of a worker's end, of a person.
    case note(String)
    /// The row has no note.
    case unknown
  }

  /// `nil` for a row in any other state. The context decides whether `retry` needs force.
  public init?(_ item: QueueItem, _ context: TransitionContext) {
    guard item.status.isStopped else { return nil }
    self.item = item
    cause = Cause(of: item.withoutWorker(context.policy))
    if case .approvalToStart = cause, let digest = item.withdrawnDigest {
      cause = .approvalToStart(changed: context.contents?.changes(item, digest) ?? [])
    }
    remedy = Remedy(stopped: item, context)
    if case .secretsInWork = cause { remedy = .startAfresh(item.id) }
  }

  /// Also takes the other rows into account. If the row was cancelled because another row failed,
  /// and the next tick would cancel it again, the remedy is the remedy of the failed row.
  public init?(
    _ item: QueueItem, in table: some QueueTable, _ context: TransitionContext
  ) throws {
    self.init(item, context)
    guard case .dependencyFailed(let id) = cause else { return }
    do {
      if let failed = try table.item(id), failed.cancelsDependants(context.policy) {
        remedy = Remedy(stopped: failed, context)
      }
    } catch is Refusal {
      // A malformed row cancels nothing.
    }
  }
}

extension Remedy {
  /// The command that moves a FAILED or BLOCKED row on. `retry` has force if the rules refuse it
  /// otherwise.
  init(stopped item: QueueItem, _ context: TransitionContext) {
    switch item.awaited {
    case .answer: self = .answer(item.id)
    case .approval: self = .approve(item.id)
    case .merge: self = item.pullRequest.map(Remedy.merge) ?? .syncPullRequest(item.id)
    case nil: self.init(retrying: item, context)
    }
  }

  /// Retries the row, or lets it start at once; by force if the rules refuse it otherwise.
  init(retrying item: QueueItem, _ context: TransitionContext) {
    let isAllowed = (try? Retry(item: item, force: false, context: context).decide()) != nil
    self = .retry(item.id, force: !isAllowed)
  }
}

extension StoppedRow.Cause {
  /// Reads why a FAILED or BLOCKED row stopped. The row must be without the segments for workers.
  fileprivate init(of item: QueueItem) {
    let note = item.newestNote
    switch item.awaited {
    case .answer: self = .question(item.question ?? note ?? "")
    case .approval where item.approval == .start: self = .approvalToStart()
    case .approval where note?.dropping("review:PASS") != nil: self = .approvalOfPassed
    case .approval: self = Self.approval(in: note ?? "")
    case .merge: self = .merge(pullRequest: item.pullRequest, item.pullRequestChecks)
    case nil: self = note.map(Self.init(note:)) ?? .unknown
    }
  }

  private init(note: String) {
    if let text = note.dropping(GeneratedNote.guardrail.rawValue) {
      self.init(guardrail: text)
    } else if let text = note.dropping("review:BLOCK ") {
      let (reasons, unmet) = Self.reasons(in: text)
      self = .verdict(reasons, unmet: unmet)
    } else if note.dropping(GeneratedNote.watchdog.rawValue) != nil {
      self = .lostWorker
    } else if let text = note.dropping(GeneratedNote.needsHuman.rawValue) {
      self = .needsPerson(text)
    } else if let text = note.dropping(GeneratedNote.cancelled.rawValue) {
      let reason = CellText.trimmed(text.dropping(":") ?? text)
      self = .cancelled(reason.isEmpty ? nil : reason)
    } else if let id = note.dropping(GeneratedNote.dependencyFailed.rawValue) {
      self = .dependencyFailed(id)
    } else if let number = note.dropping(GeneratedNote.pullRequestClosed.rawValue) {
      self = .pullRequestClosed(number)
    } else if let reason = note.dropping(GeneratedNote.replanned) {
      self = .replanned(CellText.trimmed(reason))
    } else {
      self = .note(note)
    }
  }

  /// Reads `state=HARD_EXCEEDED; violations=2`.
  private init(guardrail text: String) {
    var (budget, violations): (GuardDecision.Budget?, Int) = (nil, 0)
    for part in text.split(separator: ";").map({ CellText.trimmed(String($0)) }) {
      if let name = part.dropping("state=") { budget = .init(rawValue: name) }
      if let count = part.dropping("violations=") { violations = Int(count) ?? 0 }
    }
    self = .guardrail(budget, violations: violations)
  }

  /// The reasons of `verified=1 reported=1 missing_checks:2;retry_limit_reached:3/3; unmet=2 (…)`.
  private static func reasons(in text: String) -> ([Verdict.Reason], unmet: String?) {
    var words = Substring(text)
    while words.utf8.starts(with: "verified=".utf8) || words.utf8.starts(with: "reported=".utf8) {
      guard let end = words.utf8.firstIndex(of: UInt8(ascii: " ")) else { return ([], nil) }
      words = words[words.utf8.index(after: end)...]
    }
    var (reasons, unmet): ([Verdict.Reason], String?) = ([], nil)
    for part in words.split(separator: ";").map({ CellText.trimmed(String($0)) }) {
      if let criteria = unmet {
        // A criterion's message may contain semicolons too.
        unmet = "\(criteria); \(part)"
      } else if let criteria = part.dropping("unmet=") {
        unmet = criteria
      } else if !part.isEmpty {
        reasons.append(Verdict.Reason(code: part))
      }
    }
    return (reasons, unmet)
  }

  /// Reads `review:BLOCK awaits_approval:why`, and removes the codes.
  private static func approval(in note: String) -> Self {
    guard let text = note.dropping("review:BLOCK ") else { return .approval(note) }
    let (reasons, unmet) = reasons(in: text)
    var (secrets, said, inWork): ([String], [String], String?) = ([], [], nil)
    for reason in reasons {
      if case .secretInOutput(let place) = reason {
        secrets.append(place)
      } else if case .secretInDiff(let places) = reason {
        inWork = places
      } else if case .approval(let why) = reason {
        said.append(why)
      } else {
        said.append(reason.code)
      }
    }
    let others = (said + (unmet.map { ["unmet=\($0)"] } ?? [])).joined(separator: "; ")
    if let inWork { return .secretsInWork(inWork, others: others) }
    return secrets.isEmpty
      ? .approval(others)
      : .approvalOfSecrets(secrets.joined(separator: ", "), others: others)
  }
}

extension QueueItem {
  /// The newest note: the notes that people added after the last note of a transition, else this
  /// last note. A person's notes count as one, however many segments they have.
  fileprivate var newestNote: String? {
    let segments = Notes(notes.prose).segments.filter { !Notes.isApproval($0) }
    if let last = segments.last, Self.beginningsOfEnds.contains(where: { last.dropping($0) != nil })
    {
      return last
    }
    func isOfReplan(_ note: String) -> Bool { note.dropping(GeneratedNote.replanned) != nil }
    let found = segments.lastIndex { GeneratedNote.isGenerated($0) || isOfReplan($0) }
    guard let last = found else {
      return segments.isEmpty ? nil : segments.joined(separator: " / ")
    }
    // The reason of a `replan` may have several segments.
    if status == .blocked, isOfReplan(segments[last]) {
      return segments[last...].joined(separator: " / ")
    }
    let added = segments[(last + 1)...]
    return added.isEmpty ? segments[last] : added.joined(separator: " / ")
  }

  /// The prefixes of the notes of a worker's end: `WorkerEnding`.
  private static let beginningsOfEnds = [
    "exit ", "signal ", "timeout", "no output for ", "no_report: ", "spawn_failed: ",
    "interrupted by signal ",
  ]
}

extension String {
  /// The text after a prefix; `nil` if the text has another prefix.
  fileprivate func dropping(_ beginning: String) -> String? {
    guard utf8.starts(with: beginning.utf8) else { return nil }
    return String(decoding: utf8.dropFirst(beginning.utf8.count), as: UTF8.self)
  }
}
