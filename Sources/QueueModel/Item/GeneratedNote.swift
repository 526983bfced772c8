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
    let beginnings =
      allCases.map(\.rawValue) + Verdict.Result.allCases.map { "review:\($0.rawValue) " }
    return beginnings.contains { note.utf8.starts(with: $0.utf8) }
      || QueueItem.answer(in: note) != nil
  }

  /// The first segment of a text that would say as a note what only orch and people say: a verdict, an
  /// answer, the reason of a `replan`; `nil` for none.
  public static func forged(in text: String) -> String? {
    Notes.segments(of: text).first { isGenerated($0) || $0.utf8.starts(with: replanned.utf8) }
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
  mutating func moveToEnd(_ note: String) {
    removeSegments { $0 == note }
    append(note)
  }

  /// Adds the note of a verdict, in place of the one before. Questions stay, because answers belong
  /// to them. What the others said is in the history.
  mutating func replaceVerdict(with note: String) {
    let beginnings = Verdict.Result.allCases.filter { $0 != .question }
      .map { "review:\($0.rawValue) " }
    removeSegments { segment in beginnings.contains { segment.utf8.starts(with: $0.utf8) } }
    append(note)
  }

  /// Adds the note of the guardrails, in place of the one before.
  mutating func replaceGuardrail(with note: String) {
    let beginning = GeneratedNote.guardrail.rawValue
    removeSegments { $0.utf8.starts(with: beginning.utf8) }
    append(note)
  }
}
