/// What became of a proof.
public enum ProofResult: Equatable, Sendable {
  /// The criterion is met; what was found, for a person.
  case proved(String)
  /// It is not met, and why.
  case failed(String)
  /// Nobody looked, and why: it is not met either.
  case notRun(String)

  public var isProved: Bool {
    switch self {
    case .proved: true
    case .failed, .notRun: false
    }
  }

  /// What was found, or why not.
  public var detail: String {
    switch self {
    case .proved(let detail), .failed(let detail), .notRun(let detail): detail
    }
  }
}
