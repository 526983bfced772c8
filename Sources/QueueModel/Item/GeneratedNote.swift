/// The beginnings of the notes that transitions, intake and watchdog write beside those of people.
public enum GeneratedNote: String, CaseIterable, Sendable {
  case intake = "nl_intake:"
  case guardrail = "Guardrail BLOCK: "
  case watchdog = "[watchdog] "
  case needsHuman = "needs_human: "
  case cancelled = "cancelled_by_operator"
  case retried = "retry_requested"

  /// Whether a segment of the notes is one of these, a verdict, or an answer of a person.
  public static func isGenerated(_ note: String) -> Bool {
    let beginnings =
      allCases.map(\.rawValue) + Verdict.Result.allCases.map { "review:\($0.rawValue) " }
    return beginnings.contains { note.utf8.starts(with: $0.utf8) }
      || QueueItem.answer(in: note) != nil
  }
}
