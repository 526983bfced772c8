public import CommandLineKit
public import JSON
public import QueueModel
public import QueueStore

extension Status {
  /// The colour of the status on a terminal; its word says the same.
  public var color: Paint.Color? {
    switch self {
    case .pending: nil
    case .inProgress: .blue
    case .done: .green
    case .failed: .red
    case .blocked: .yellow
    }
  }

  /// The status in one column, where there is no colour or no room for the word. ASCII is one
  /// column wide in every terminal and font.
  public var mark: String {
    switch self {
    case .pending: "."
    case .inProgress: ">"
    case .done: "+"
    case .failed: "x"
    case .blocked: "!"
    }
  }

  /// The order in which the counts of a queue are shown.
  public static let summaryOrder: [Status] = [.pending, .inProgress, .blocked, .failed, .done]
}

extension [Status: Int] {
  /// `PENDING=1`, for each status.
  public func words(_ paint: Paint = Paint(isOn: false)) -> [String] {
    Status.summaryOrder.map { paint("\($0.rawValue)=\(self[$0] ?? 0)", $0.color) }
  }

  public var json: JSONValue {
    var summary: JSONObject = [:]
    for status in Status.summaryOrder { summary[status.rawValue] = .integer(self[status] ?? 0) }
    return .object(summary)
  }
}

extension QueueSnapshot {
  /// The number of rows with each status; a status without rows is missing.
  public var counts: [Status: Int] {
    (0..<rowCount).reduce(into: [:]) { counts, row in
      if let status = status(at: row) { counts[status, default: 0] += 1 }
    }
  }

  /// The rows that are IN_PROGRESS, most urgent first.
  public var itemsInProgress: [QueueItem] { items(.inProgress) }

  /// The rows that wait for an answer or an approval, most urgent first.
  public var itemsAwaitingPeople: [QueueItem] { items(.blocked).filter { $0.awaited != nil } }

  private func items(_ wanted: Status) -> [QueueItem] {
    let rows = (0..<rowCount).filter { status(at: $0) == wanted }
    let sorted = rows.sorted { (priorityRank(at: $0), $0) < (priorityRank(at: $1), $1) }
    return sorted.compactMap { item(at: $0) }
  }
}
