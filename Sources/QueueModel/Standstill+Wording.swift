extension Standstill {
  /// In one sentence, with what may be done in brackets.
  public var message: String {
    switch self {
    case .full(let atWork, let maxWorkers):
      "nothing is started: \(Self.listed(atWork.map(\.shownWork), ", ")) "
        + "\(atWork.count == 1 ? "is" : "are") IN_PROGRESS, and no more than \(maxWorkers) may be "
        + "(orch watchdog takes back the rows whose worker is gone)"
    case .held(let obstacles):
      "nothing is started: \(Self.listed(obstacles.map(\.message), "; ")) "
        + "(orch show --id ID tells what keeps a row)"
    }
  }

  /// Nobody reads more than so many of them in one line.
  private static let told = 5

  private static func listed(_ texts: [String], _ separator: String) -> String {
    let more = texts.count > told ? ["and \(texts.count - told) more"] : []
    return (texts.prefix(told) + more).joined(separator: separator)
  }
}

extension Standstill.Obstacle {
  fileprivate var message: String {
    switch self {
    case .refused(let refusal): refusal.message
    case .overlaps(let id, let other):
      "\(id.escaped) touches what the work on \(other.escaped) touches"
    }
  }
}

extension QueueItem {
  /// `ORCH-1 (worker-a)`.
  fileprivate var shownWork: String { "\(id.escaped) (\(shownOwner))" }
}
