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

  /// All that a person needs to judge the result again.
  public var evidence: String {
    let state =
      switch result {
      case .proved: "proved"
      case .failed: "failed"
      case .notRun: "not run"
      }
    return "criterion: \(criterion)\nresult: \(state): \(result.detail)\n"
      + (output.isEmpty ? "" : "\n\(output)")
  }
}

extension Proof {
  /// The word that begins it in a criterion.
  var kind: String {
    switch self {
    case .file: "file"
    case .grep: "grep"
    case .command: "cmd"
    }
  }
}
