public import Door
public import Workers

extension TaskQueue {
  /// The ledger of what attempts of agents took.
  public func costLedger() throws(Problem) -> CostLedger { try workspace().costs }

  /// What is read from the ledger; `nil`, with a warning, if the ledger can't be read.
  public func readCosts<Answer>(
    _ read: (CostLedger) throws -> Answer
  ) throws(Problem) -> Answer? {
    let ledger = try costLedger()
    do { return try read(ledger) } catch {
      warn(.leftOut(Problem(error)))
      return nil
    }
  }

  /// What the attempts at a row took together; `nil` if the ledger has none or, with a warning, if
  /// it can't be read.
  public func costs(ofRow id: String) throws(Problem) -> CostSum? {
    var sum = CostSum()
    _ = try readCosts { ledger in
      try ledger.visitEntries(naming: [id]) { if $0.id == id { sum.add($0) } }
    }
    return sum.attempts > 0 ? sum : nil
  }
}
