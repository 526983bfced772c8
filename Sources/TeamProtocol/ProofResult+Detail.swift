public import ReviewerGate

extension ProofResult {
  public var isProved: Bool {
    switch self {
    case .proved: true
    case .failed, .notRun, .needsApproval: false
    }
  }

  /// What was found, or why not.
  public var detail: String {
    switch self {
    case .proved(let detail), .failed(let detail), .notRun(let detail), .needsApproval(let detail):
      detail
    }
  }
}
