import Door
import Model
import Review
import Text
import Work

/// The line that `orch tick` and the daemon print for the verdict on a report.
///
/// It contains the new status of the row, and details that the status does not show: `ORCH-001 DONE
/// (2 proofs)`, `ORCH-001 PENDING (1 of its criteria not met; attempt 1/3)`.
struct VerdictLine {
  let text: String

  init(_ outcome: ReviewOutcome) {
    let facts = outcome.verdict.map(Self.facts) ?? Self.texts(of: outcome.reasons)
    text = Self.line(outcome.id, outcome.status, facts)
  }

  /// - Returns: `nil` for a history entry without findings on a report.
  init?(_ entry: HistoryEntry) {
    guard let id = entry.id, let findings = entry.findings else { return nil }
    if let verdict = findings.verdict {
      let status = verdict.awaited == nil ? verdict.result.status : .blocked
      text = Self.line(id, entry.newStatus ?? status, Self.facts(of: verdict))
    } else {
      let facts = Self.texts(of: findings.guardrail?.reasons ?? [])
      text = Self.line(id, entry.newStatus ?? .blocked, facts)
    }
  }

  private static func line(_ id: String, _ status: Status, _ facts: [String]) -> String {
    let said = facts.isEmpty ? "" : " (\(facts.joined(separator: "; ")))"
    return "\(id.escaped) \(status.rawValue)\(said)"
  }

  private static func facts(of verdict: Verdict) -> [String] {
    switch verdict.result {
    case .pass: awaited(by: verdict) + proofs(of: verdict)
    case .retry: texts(of: verdict.reasons) + attempt(of: verdict)
    case .block, .question: texts(of: verdict.reasons)
    }
  }

  private static func awaited(by verdict: Verdict) -> [String] {
    switch verdict.awaited {
    case .approval: ["waits for approval"]
    case .merge: ["its pull request waits to be merged"]
    case .answer, nil: []
    }
  }

  /// `2 proofs, 1 reported`: how many criteria were proved, and how many only the report claims, or
  /// the exit status of a program that reports nothing.
  private static func proofs(of verdict: Verdict) -> [String] {
    let counts = [
      verdict.verified > 0
        ? ["\(verdict.verified) \(verdict.verified == 1 ? "proof" : "proofs")"] : [],
      verdict.reported > 0 ? ["\(verdict.reported) reported"] : [],
      verdict.exited > 0 ? ["\(verdict.exited) only by exit status 0"] : [],
    ].flatMap(\.self)
    return counts.isEmpty ? [] : [counts.joined(separator: ", ")]
  }

  private static func attempt(of verdict: Verdict) -> [String] {
    verdict.attempt.map { ["attempt \($0.number)/\($0.limit)"] } ?? []
  }

  private static func texts(of reasons: [Verdict.Reason]) -> [String] {
    reasons.map { $0.sentence.english }
  }
}

extension ReceiveReport.Outcome {
  /// The row that was judged; `nil` if none was.
  var judgedRow: String? {
    switch self {
    case .routed(let outcome): outcome.id
    case .refused, .waits: nil
    }
  }

  var tickLine: String {
    switch self {
    case .routed(let outcome): VerdictLine(outcome).text
    case .refused, .waits: line
    }
  }
}
