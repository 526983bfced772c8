package import Model
public import Workers

/// The costs of agents, for `ops kpi`.
public struct CostFigures: Equatable, Sendable {
  /// The attempts that ended today.
  public let today: CostSum
  /// The attempts within the counted time.
  public let total: CostSum
  /// The average cost of a DONE row, in millionths of a US dollar, over the rows with a known cost;
  /// `nil` if there are no such rows.
  public let microdollarsPerDoneRow: Int?

  /// The figures; `nil` if there are no entries.
  ///
  /// - Parameters:
  ///   - since: the time after which attempts are counted; `nil` for all.
  ///   - isDone: whether the row with this id became DONE within the counted time.
  ///   - visit: calls its argument with each entry of the ledger.
  package init?<Failure: Error>(
    at now: QueueTime, since: QueueTime? = nil, isDone: @escaping (_ id: String) -> Bool,
    visiting visit: (_ body: (CostEntry) -> Void) throws(Failure) -> Void
  ) throws(Failure) {
    var isEmpty = true
    var (today, total) = (CostSum(), CostSum())
    var doneRows: [String: CostSum] = [:]
    let day = now.day
    try visit { entry in
      isEmpty = false
      if entry.day(zone: now.zone) == day { today.add(entry) }
      if since.map({ entry.time >= $0 }) ?? true { total.add(entry) }
      if isDone(entry.id) { doneRows[entry.id, default: CostSum()].add(entry) }
    }
    if isEmpty { return nil }
    (self.today, self.total) = (today, total)
    let rows = doneRows.values.compactMap(\.usage.microdollars)
    let sum = rows.reduce(0) { AgentUsage.limited($0 + $1) }
    microdollarsPerDoneRow = rows.isEmpty ? nil : (sum + rows.count / 2) / rows.count
  }
}
