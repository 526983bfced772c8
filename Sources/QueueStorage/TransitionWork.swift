import QueueDocument
import QueueModel

/// A transition of one row.
struct TransitionWork: Work {
  let transition: Transition
  let context: TransitionContext

  var time: QueueTime { context.now }
  var history: HistoryScope? { transition.history }

  func plan(
    for document: QueueDocument, history: [HistoryEntry]
  ) throws(Refusal) -> Plan<Decision> {
    var context = context
    context.history = history
    let decision = try transition.decide(in: document, context: context)
    guard case .change(let change) = decision else { return Plan(answer: decision, rewrite: nil) }
    return Plan(
      answer: .change(change.placed(inLine: document.lineNumber(after: change))),
      rewrite: .change(change))
  }
}

extension ItemChange {
  /// The change with the line that the row has afterwards.
  fileprivate func placed(inLine line: Int?) -> ItemChange {
    var after = after
    after?.line = line
    return ItemChange(before: before, after: after, undoes: undoes, origin: origin)
  }
}
