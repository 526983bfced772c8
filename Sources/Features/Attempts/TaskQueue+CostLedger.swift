public import Door
public import Workers

extension TaskQueue {
  /// The ledger of the costs of agents' attempts.
  public func costLedger() throws(Problem) -> CostLedger { try workspace().costs }

  /// The result of reading the ledger; `nil`, with a warning, if the ledger can't be read.
  public func readCosts<Answer>(
    _ read: (CostLedger) throws -> Answer
  ) throws(Problem) -> Answer? {
    let ledger = try costLedger()
    do { return try read(ledger) } catch {
      warn(.leftOut(Problem(error)))
      return nil
    }
  }

  /// The costs of the attempts at a row; `nil` if the ledger has no entries, or, with a warning, if
  /// it can't be read.
  public func costs(ofRow id: String) throws(Problem) -> CostSum? {
    var sum = CostSum()
    _ = try readCosts { ledger in
      try ledger.visitEntries(naming: [id]) { if $0.id == id { sum.add($0) } }
    }
    return sum.attempts > 0 ? sum : nil
  }
}
