import QueueDocument
import QueueModel

/// A transition, of one row or several.
struct TransitionOperation: TableOperation {
  typealias Answer = Decision

  let transition: Transition
  let context: TransitionContext

  var time: QueueTime { context.now }
  var history: HistoryScope? { transition.history }

  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws -> Plan<Decision> {
    var context = context
    context.history = history
    let decision = try transition.decide(in: table, context: context)
      .encoded(for: .notes(hasAfterColumn: table.document.hasAfterColumn))
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
    case .changes(let changes): .changes(changes.placed(in: document))
    }
  }
}

extension [ItemChange] {
  /// The changes with the lines that their rows have afterwards. No transition removes rows
  /// beside others or puts several between others: those that come stand behind the last,
  /// one below the other.
  fileprivate func placed(in document: QueueDocument) -> [ItemChange] {
    var come = 0
    return map { change in
      let line = document.lineNumber(after: change)
      guard change.before == nil else { return change.placed(inLine: line) }
      defer { come += 1 }
      return change.placed(inLine: line.map { $0 + come })
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
