extension BlockedReason {
  /// In one line, with what tells more in brackets.
  public var message: String {
    "nothing is started: \(reasons) (ops why tells each row's reason, and what to do)"
  }

  private var reasons: String {
    switch self {
    case .full(let runningItems, let now): runningItems.told(at: now)
    case .held(let rows, let more, let now):
      (rows.map { "\(($0.id ?? "-").escaped) \($0.predicate(now))" }
        + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "; ")
    }
  }
}
