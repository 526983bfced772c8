import QueueDocument
import QueueModel

/// A transition, of one row or several.
struct TransitionWork: Work {
  let transition: Transition
  let context: TransitionContext

  var time: QueueTime { context.now }
  var history: HistoryScope? { transition.history }

  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws(Refusal) -> Plan<Decision> {
    var context = context
    context.history = history
    let decision = try transition.decide(in: table, context: context)
    let written = decision.changes.filter(\.isTold)
    return Plan(
      answer: decision.placed(in: table.document),
      rewrite: written.isEmpty ? nil : .changes(written),
      claims: decision.changes.compactMap { ClaimChange($0, in: table.claims) })
  }
}

extension Decision {
  /// The decision with the lines that its rows have afterwards.
  fileprivate func placed(in document: QueueDocument) -> Decision {
    switch self {
    case .nothingPending, .alreadySo: self
    case .change(let change): .change(change.placed(inLine: document.lineNumber(after: change)))
    // No transition adds or removes several rows: each stays where it is.
    case .changes(let changes):
      .changes(changes.map { $0.placed(inLine: document.lineNumber(after: $0)) })
    }
  }
}

extension ItemChange {
  /// The change with the line that the row has afterwards.
  fileprivate func placed(inLine line: Int?) -> ItemChange {
    var after = after
    after?.line = line
    return ItemChange(
      event, before: before, after: after, undoes: undoes, origin: origin, judgement: judgement)
  }
}
