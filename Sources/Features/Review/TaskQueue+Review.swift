public import Door

extension TaskQueue {
  /// Judges a report by the criteria of its row, and changes the row by the verdict.
  ///
  /// - Parameters:
  ///   - text: the report.
  ///   - id: the row.
  ///   - terms: the values that replace those of the row.
  ///   - caller: who reviews it.
  public func review(
    _ text: String, of id: String, _ terms: ReviewReport.Terms, as caller: Caller
  ) throws(Problem) -> ReviewOutcome {
    try asking {
      try ReviewReport(queue: queue(as: caller, for: "review"))(reviewing: text, of: id, terms)
    }
  }

  /// Runs the proofs of a row's criteria, and changes nothing.
  public func check(_ id: String) throws(Problem) -> CheckedWork {
    try asking { try CheckWork(queue: queue(as: Caller()))(of: id) }
  }
}
