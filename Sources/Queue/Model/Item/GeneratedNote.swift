/// The prefixes of the notes that transitions, intake and tick write in addition to the notes of
/// people.
public enum GeneratedNote: String, CaseIterable, Sendable {
  case intake = "nl_intake:"
  case guardrail = "Guardrail BLOCK: "
  case watchdog = "[watchdog] "
  case needsHuman = "needs_human: "
  case cancelled = "cancelled_by_operator"
  case dependencyFailed = "dependency_failed: "
  case retried = "retry_requested"
  case pullRequestClosed = "pr_closed: "

  /// The prefix of the note of `replan`: a person's reason, which is sent to workers.
  static let replanned = "replan:"

  /// Whether a segment of the notes is one of these notes, a verdict, or a person's answer.
  public static func isGenerated(_ note: String) -> Bool {
    allCases.contains { note.utf8.starts(with: $0.rawValue.utf8) } || Verdict.isNote(note)
      || QueueItem.answer(in: note) != nil
  }

  /// Whether a segment reads like a decision, which only people and orch make: a verdict, an
  /// answer, an approval, a rejection, the reason of a `replan`.
  static func isDecision(_ note: String) -> Bool {
    let note = CellText.trimmed(CellText.folded(note))
    let beginnings =
      [guardrail, cancelled, retried, pullRequestClosed].map(\.rawValue) + [replanned]
    if beginnings.contains(where: { note.utf8.starts(with: $0.utf8) }) { return true }
    if Verdict.isNote(note) { return true }
    let lowercased = note.lowercased()
    return QueueItem.answer(in: lowercased) != nil
      || ["answer:", "rejected:"].contains { lowercased.utf8.starts(with: $0.utf8) }
      || Notes.ApprovalNote.allCases.contains { lowercased.utf8.starts(with: $0.rawValue.utf8) }
  }

  /// Whether a segment imitates a note that only orch and people write. A note of intake is no
  /// imitation, because anyone may write where a row comes from.
  static func isForged(_ note: String) -> Bool {
    isDecision(note) || isGenerated(note) && !note.utf8.starts(with: intake.rawValue.utf8)
  }
}

extension QueueItem {
  /// Whether the row was cancelled, by a person or because a row for which it waits failed finally,
  /// and nothing has changed that since. In the table, such a row is BLOCKED.
  public var isCancelled: Bool { isCancelledByPerson || isCancelledAfterFailure }

  /// Whether a person cancelled the row and no later generated note follows.
  var isCancelledByPerson: Bool { status == .blocked && endsGenerated(with: .cancelled) }

  /// Whether the last of the generated notes is of this kind.
  func endsGenerated(with note: GeneratedNote) -> Bool {
    notes.segments.last(where: GeneratedNote.isGenerated)?.utf8.starts(with: note.rawValue.utf8)
      ?? false
  }
}

extension Notes {
  /// Appends a generated note, or moves the note to the end if the row has it already.
  mutating func moveToEnd(_ note: String, _ keys: ControlKeys) {
    removeSegments { $0 == note }
    append(prose: note, keys)
  }

  /// Appends the note of a verdict, which replaces the previous one. Questions stay, because
  /// answers refer to them. The history has the replaced notes.
  mutating func replaceVerdict(with note: String, _ keys: ControlKeys) {
    removeSegments { Verdict.isNote(String($0), [.pass, .retry, .block]) }
    append(prose: note, keys)
  }

  /// Appends the note of the guardrails, which replaces the previous one.
  mutating func replaceGuardrail(with note: String, _ keys: ControlKeys) {
    let beginning = GeneratedNote.guardrail.rawValue
    removeSegments { $0.utf8.starts(with: beginning.utf8) }
    append(prose: note, keys)
  }
}
