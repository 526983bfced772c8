import QueueDocument
import QueueModel

/// What a command wants of the queue, whatever it will find there.
protocol Work {
  associatedtype Answer
  /// When it happens, as the journal will say.
  var time: QueueTime { get }
  /// Whether `plan` must know what happened before.
  var readsHistory: Bool { get }
  func plan(
    for document: QueueDocument, history: [HistoryEntry]
  ) throws(Refusal) -> Plan<Answer>
}

/// What is to be answered, and what is to be written first; nothing, for `nil`.
struct Plan<Answer> {
  let answer: Answer
  let rewrite: Rewrite?
}

/// A new version of the file.
enum Rewrite {
  case change(ItemChange)
  /// The same table, written otherwise.
  case layout([Edit])
}

/// A transition of one row.
struct TransitionWork: Work {
  let transition: Transition
  let context: TransitionContext

  var time: QueueTime { context.now }
  var readsHistory: Bool { transition.readsHistory }

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

/// The alignment of the table.
struct AlignmentWork: Work {
  let time: QueueTime
  let readsHistory = false

  /// - Returns: how many lines change.
  func plan(
    for document: QueueDocument, history: [HistoryEntry]
  ) throws(Refusal) -> Plan<Int> {
    let edits = document.alignment()
    return Plan(answer: edits.count, rewrite: edits.isEmpty ? nil : .layout(edits))
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
