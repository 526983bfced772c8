/// The beginnings of the notes that transitions, intake and tick write beside those of people.
public enum GeneratedNote: String, CaseIterable, Sendable {
  case intake = "nl_intake:"
  case guardrail = "Guardrail BLOCK: "
  case watchdog = "[watchdog] "
  case needsHuman = "needs_human: "
  case cancelled = "cancelled_by_operator"
  case dependencyFailed = "dependency_failed: "
  case retried = "retry_requested"
  case pullRequestClosed = "pr_closed: "

  /// The beginning of the note of `replan`: a person's reason, which workers get.
  static let replanned = "replan:"

  /// Whether a segment of the notes is one of these, a verdict, or an answer of a person.
  public static func isGenerated(_ note: String) -> Bool {
    allCases.contains { note.utf8.starts(with: $0.rawValue.utf8) } || Verdict.isNote(note)
      || QueueItem.answer(in: note) != nil
  }

  /// Whether a segment says as a note what only people and orch decide: a verdict, an answer, an
  /// approval, a rejection, the reason of a `replan`.
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

  /// Whether a segment says what only orch and people write. Where a row comes from says anyone.
  static func isForged(_ note: String) -> Bool {
    isDecision(note) || isGenerated(note) && !note.utf8.starts(with: intake.rawValue.utf8)
  }
}

extension QueueItem {
  /// Whether a person cancelled the row, and nothing has stopped it since.
  var isCancelledByPerson: Bool { status == .blocked && endsGenerated(with: .cancelled) }

  /// Whether the last of the generated notes is one of these.
  func endsGenerated(with note: GeneratedNote) -> Bool {
    notes.segments.last(where: GeneratedNote.isGenerated)?.utf8.starts(with: note.rawValue.utf8)
      ?? false
  }
}

extension Notes {
  /// Adds a generated note. Where it stands already, it moves.
  mutating func moveToEnd(_ note: String, _ keys: ControlKeys) {
    removeSegments { $0 == note }
    append(prose: note, keys)
  }

  /// Adds the note of a verdict, in place of the one before. Questions stay, because answers belong
  /// to them. What the others said is in the history.
  mutating func replaceVerdict(with note: String, _ keys: ControlKeys) {
    removeSegments { Verdict.isNote(String($0), [.pass, .retry, .block]) }
    append(prose: note, keys)
  }

  /// Adds the note of the guardrails, in place of the one before.
  mutating func replaceGuardrail(with note: String, _ keys: ControlKeys) {
    let beginning = GeneratedNote.guardrail.rawValue
    removeSegments { $0.utf8.starts(with: beginning.utf8) }
    append(prose: note, keys)
  }
}
