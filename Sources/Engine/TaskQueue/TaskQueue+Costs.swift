public import Dispatching
public import Facts
public import Host
import TeamProtocol

extension TaskQueue {
  /// The ledger of what attempts of agents took.
  public func costLedger() throws(Problem) -> CostLedger { try workspace().costs }

  /// What is read of the ledger; `nil` where it can't be read, of which a warning says why.
  public func readCosts<Answer>(
    _ read: (CostLedger) throws(SystemError) -> Answer
  ) throws(Problem) -> Answer? {
    let ledger = try costLedger()
    do { return try read(ledger) } catch {
      warn(.leftOut(.system(error)))
      return nil
    }
  }

  /// What the attempts at a row took together; `nil` where the ledger has none, or can't be read, of
  /// which a warning says why.
  public func costs(ofRow id: String) throws(Problem) -> CostSum? {
    var sum = CostSum()
    _ = try readCosts { (ledger) throws(SystemError) in
      try ledger.visitEntries(naming: [id]) { if $0.id == id { sum.add($0) } }
    }
    return sum.attempts > 0 ? sum : nil
  }

  /// What agents cost, from the time on from which rows are counted; `nil` where the ledger has no
  /// entries, or can't be read, of which a warning says why.
  public func costFigures(of rows: RowFigures) throws(Problem) -> CostFigures? {
    let now = try now()
    let figures = try readCosts { (ledger) throws(SystemError) -> CostFigures? in
      try CostFigures(
        at: now, since: rows.since, isDone: { rows.isDone($0) },
        visiting: { (body: (CostEntry) -> Void) throws(SystemError) in
          try ledger.visitEntries { if rows.counts($0.id) { body($0) } }
        })
    }
    return figures ?? nil
  }
}
