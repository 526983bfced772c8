public import ReviewerGate

/// A criterion that checks itself, and what came of it.
public struct CheckedCriterion: Equatable, Sendable {
  /// Its place in the checklist, from 0.
  public let index: Int
  public let criterion: String
  public let proof: Proof
  public let result: ProofResult
  /// What a program said, to be kept; empty for the other proofs.
  public let output: String

  /// The name of the file that keeps it: `02-cmd`.
  public var name: String {
    let number = index + 1
    return "\(number < 10 ? "0" : "")\(number)-\(proof.kind)"
  }

  /// All that a person needs to judge the result again.
  public var evidence: String {
    let state =
      switch result {
      case .proved: "proved"
      case .failed: "failed"
      case .notRun, .needsApproval: "not run"
      }
    return "criterion: \(criterion)\nresult: \(state): \(result.detail)\n"
      + (output.isEmpty ? "" : "\n\(output)")
  }
}

extension Proof {
  /// The word that begins it in a criterion.
  fileprivate var kind: String {
    switch self {
    case .file: "file"
    case .grep: "grep"
    case .json: "json"
    case .command: "cmd"
    }
  }
}
