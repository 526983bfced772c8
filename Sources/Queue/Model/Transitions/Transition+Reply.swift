// Replies of people to rows that wait for one. Source: `docs/storage.md`, "Transitions".

/// The reply for which a BLOCKED row waits: the note `awaits=answer`.
public enum Awaited: String, CaseIterable, Sendable {
  /// A worker asked a question.
  case answer
  /// A person must approve the row; nothing proves that the work is done, or an attempt changed its
  /// checks.
  case approval
  /// A person must merge the row's pull request.
  case merge
}

extension QueueItem {
  /// The reply for which the row waits; `nil` if it waits for none.
  public var awaited: Awaited? {
    status == .blocked ? awaits : nil
  }

  /// The last question of a worker from the notes, truncated to 200 characters.
  public var question: String? { questions(in: [])[questionNumber] }

  /// The questions of workers, by number: the full texts from the history, else the texts of the
  /// notes, because a cloned or imported queue lacks its history.
  public func questions(in history: [HistoryEntry]) -> [Int: String] {
    let noted = Notes(notes.prose).segments.compactMap(Self.question)
    let undone = Set(history.compactMap(\.undoes))
    let recorded = history.filter { !undone.contains($0.sequence) }
      .compactMap(\.findings?.verdict).filter { $0.result == .question }
      .map { if case .question(let text)? = $0.reasons.first { text } else { "" } }
    var questions: [Int: String] = [:]
    for texts in [noted, recorded] {
      // The row has the number of the last question.
      for (place, text) in texts.enumerated() {
        questions[questionNumber - (texts.count - 1 - place)] = text
      }
    }
    return questions
  }

  mutating func setAwaited(_ awaited: Awaited?) {
    awaits = nil
    if awaited == .answer { questionNumber += 1 }
    awaits = awaited
  }

  /// The text of `review:QUESTION verified=1 reported=0 question:which one?`; `nil` for any other
  /// note.
  private static func question(in note: String) -> String? {
    var words = note.split(separator: " ", maxSplits: 1)[...]
    guard words.first == "review:QUESTION" else { return nil }
    while let rest = words.last, words.count == 2 {
      if rest.hasPrefix("question:") { return String(rest.dropFirst("question:".count)) }
      guard rest.hasPrefix("verified=") || rest.hasPrefix("reported=") else { return nil }
      words = rest.split(separator: " ", maxSplits: 1)[...]
    }
    return nil
  }

  /// The answer to each question, by its number.
  public var answers: [Int: String] {
    var answers: [Int: String] = [:]
    for note in Notes(notes.prose).segments {
      guard let (number, text) = Self.answer(in: note), number <= questionNumber else { continue }
      answers[number] = text
    }
    return answers
  }

  /// The number and the text of `answer 1: yes (lead, 2026-01-31 18:20)`; `nil` for any other note.
  public static func answer(in note: String) -> (number: Int, text: String)? {
    let start = "answer "
    guard note.hasPrefix(start), let colon = note.firstIndex(of: ":"),
      let number = Int(note[..<colon].dropFirst(start.count))
    else { return nil }
    return (number, CellText.trimmed(String(note[note.index(after: colon)...])))
  }
}

extension Transition {
  /// An answer, an approval or a rejection.
  public struct Reply: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
      /// An answer to the last question; `question` is its number, if the caller gives it.
      case answer(String, question: Int?)
      case approve
      case reject(reason: String)
    }

    public let id: String
    public let kind: Kind
    /// The digest of the content that the person saw. No other content is decided. `nil` if
    /// unknown.
    public var digest: String?
    /// Whether the call does not show which content the person saw. Then the content must be the
    /// same as when the row began to wait.
    public var isUnseen = false
    /// Where the approved work is; `nil` if there is no commit.
    public var landing: Landing?
    /// Whether the approved work is to become a pull request.
    public var awaitsMerge = false
    /// The approved work, if it is not the work that a verdict judged.
    public var work: JudgedWork?

    public init(id: String, _ kind: Kind) { (self.id, self.kind) = (id, kind) }

    func decide(
      for item: QueueItem, in table: some QueueTable, context: TransitionContext
    ) throws -> Decision {
      let decision = try decide(item, in: table, context)
      try checkContent(of: item, context)
      guard case .change(var change) = decision else { return decision }
      change.digest = context.contents?.digest(item, item.matter)
      change.work = work
      return .change(change)
    }

    private func decide(
      _ item: QueueItem, in table: some QueueTable, _ context: TransitionContext
    ) throws -> Decision {
      let signature = "(\(context.session ?? context.author.actor), \(context.now.text))"
      let keys = context.policy.controlKeys
      switch kind {
      case .answer(let text, let question):
        guard item.status == .blocked, item.awaited != .approval else {
          throw Refusal.notAwaited(item, .answer)
        }
        let isAsked = item.awaited == .answer
        if let question, !isAsked || question != item.questionNumber {
          throw Refusal.otherQuestion(item, question)
        }
        return .changing(item, .answered) {
          $0.becomePending()
          let number = isAsked ? " \(item.questionNumber)" : ""
          $0.notes.append(
            prose: "answer\(number): \(Notes.withinSegment(text)) \(signature)", keys)
        }
      case .approve
      where try isBeforeWork(item, table, context) || hasStopped(item, table, context):
        let hasStopped = try hasStopped(item, table, context)
        return .changing(item, .approved) {
          if !hasStopped { $0.becomePending() }
          let digest = context.contents?.digest(item, .start)
          if digest == nil {
            $0.approval = $0.approvalAfterStart
          } else {
            $0.notes.removeApprovals()
          }
          $0.notes.approve(signature, digest)
        }
      case .reject(let reason) where try isBeforeWork(item, table, context):
        return .changing(item, .rejected) {
          $0.status = .blocked
          $0.setAwaited(nil)
          $0.notes.append(
            prose: "rejected: \(Notes.withinSegment(reason)) \(signature)", keys)
        }
      case .approve:
        guard item.awaited == .approval else { throw Refusal.notAwaited(item, .approval) }
        return .changing(item, .approved) {
          $0.status = awaitsMerge ? .blocked : .done
          $0.setAwaited(awaitsMerge ? .merge : nil)
          if awaitsMerge { $0.awaitPullRequest() }
          $0.endRetries()
          $0.removeFailureNotes(context.history)
          $0.notes.removeChangedWork()
          if let landing { $0.landing = landing }
          $0.notes.approve(signature, context.contents?.digest(item, .result))
        }
      case .reject(let reason):
        guard item.awaited == .approval else { throw Refusal.notAwaited(item, .approval) }
        return .changing(item, .rejected) {
          $0.becomePending()
          $0.notes.append(
            prose: "rejected: \(Notes.withinSegment(reason)) \(signature)", keys)
        }
      }
    }

    /// Whether a person decides before the row's work begins. The person may do so before a claim
    /// requests it.
    private func isBeforeWork(
      _ item: QueueItem, _ table: some QueueTable, _ context: TransitionContext
    ) throws -> Bool {
      if item.awaitsStart { return true }
      guard item.status == .pending, item.asksForStart else { return false }
      if case .needsApproval? = try Claiming(table, context).obstacle(to: item) { return true }
      return false
    }

    /// Whether the row stopped, or a pull brought it so, and its start is neither approved nor
    /// rejected. A person may approve it before a retry.
    private func hasStopped(
      _ item: QueueItem, _ table: some QueueTable, _ context: TransitionContext
    ) throws -> Bool {
      try [.failed, .blocked].contains(item.status) && item.awaited == nil && item.asksForStart
        && !item.isApproved(context.contents, in: table)
        && !item.notes.segments.contains { $0.hasPrefix("rejected: ") }
    }

    /// Refuses a decision about content that the person did not see. This is also called before the
    /// approved work is merged.
    public func checkContent(
      of item: QueueItem, _ context: TransitionContext
    ) throws(Refusal) {
      guard let contents = context.contents else { return }
      let now = contents.digest(item, item.matter)
      if let digest {
        if contents.isNamed(item, item.matter, digest) { return }
        throw .contentChanged(
          item, .init(given: digest, now: now, parts: contents.changes(item, digest)))
      }
      guard isUnseen, item.awaited != nil,
        let asked = context.history.last(where: { $0.id == id && $0.newStatus == .blocked })?
          .row?.digest,
        !contents.isNamed(item, item.matterOfAsking, asked)
      else { return }
      throw .contentChanged(
        item, .init(given: nil, now: now, parts: contents.changes(item, asked)))
    }
  }
}
