import QueueModel

/// What a command wants of the queue, whatever it will find there.
protocol Work {
  associatedtype Answer
  /// When it happens, as the journal will say.
  var time: QueueTime { get }
  /// What `plan` must know of what happened before.
  var history: HistoryScope? { get }
  /// A number that claims have reached elsewhere: those that are made from now on have
  /// higher ones.
  var lastClaim: Int { get }
  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws(Refusal) -> Plan<Answer>
}

extension Work {
  var lastClaim: Int { 0 }
}
