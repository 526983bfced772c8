package import Model
import QueueStore
package import Table

/// The part of a command that changes the queue. The operation makes a plan from the current table,
/// and the rewriter writes the plan.
package protocol StoreOperation {
  associatedtype Answer
  /// The context whose time and author the journal records.
  var context: TransitionContext { get }
  /// The history that `plan` needs.
  var history: HistoryScope? { get }
  /// The highest claim number in another store of the queue, such as its database. New claims get
  /// higher numbers.
  var lastClaimNumber: Int { get }
  var idPrefix: String { get }
  /// The highest numbers of ids in another store of the queue, such as its database, by prefix. New
  /// ids get higher numbers.
  var usedNumbers: [String: Int] { get }
  /// Whether `plan` needs the earlier versions of the file.
  var needsVersions: Bool { get }
  /// The id that the queue gets if it has none.
  var queueID: QueueID? { get }
  func plan(on queue: PresentQueue) throws -> Plan<Answer>
}

extension StoreOperation {
  package var time: QueueTime { context.now }
  package var history: HistoryScope? { nil }
  package var lastClaimNumber: Int { 0 }
  package var idPrefix: String { NumberedID.usualPrefix }
  package var usedNumbers: [String: Int] { [:] }
  package var needsVersions: Bool { false }
  package var queueID: QueueID? { nil }
}

/// The data from which an operation makes its plan.
package struct PresentQueue {
  /// The table, with external edits merged into it.
  package let table: MarkdownTable
  /// The part of the history that the operation needs, the oldest entry first.
  package let history: [HistoryEntry]
  /// The earlier versions; `nil` if the operation needs none, or they can't be rebuilt.
  let versions: VersionHistory?
}

/// The answer of an operation, and the rewrite that must be done before the answer is returned.
package struct Plan<Answer> {
  package let answer: Answer
  package var change: QueueChange?
  package var claims: [ClaimChange] = []
  /// The facts to record in the journal. If there is a change, they are recorded in its entry.
  var facts: [QueueFact] = []

  package init(answer: Answer, change: QueueChange?, claims: [ClaimChange] = []) {
    (self.answer, self.change, self.claims) = (answer, change, claims)
  }
}

/// A change of the queue file, and the data that the journal records about it.
package struct QueueChange {
  /// The edits in the order of their offsets, without overlaps.
  let edits: [Edit]
  private(set) var rows: [RowChange]
  /// Whether only the cells of one row changed, for example by a transition or a rendering. In this
  /// case the journal's entry names that row; otherwise it has a list of rows.
  var isOfOneRow = false
  /// The number of the entry that the change undoes.
  var undoes: Int?
  /// The facts from which the change follows.
  var facts: [QueueFact] = []
  var request: AddRequest?

  init(edits: [Edit], rows: [RowChange] = []) { (self.edits, self.rows) = (edits, rows) }

  /// - Returns: `nil` if there are no changes.
  package init?(_ changes: [ItemChange], in document: QueueDocument) {
    guard let first = changes.first else { return nil }
    edits = document.edits(for: changes)
    rows = document.rowChanges(of: changes)
    isOfOneRow = changes.count == 1
    if isOfOneRow {
      undoes = first.undoes?.sequence
    } else {
      for index in rows.indices { rows[index].undoes = changes[index].undoes?.sequence }
    }
  }
}

/// The operation for a transition of one row or several rows.
struct TransitionOperation: StoreOperation {
  typealias Answer = Decision

  let transition: Transition
  let context: TransitionContext

  var history: HistoryScope? { transition.history(for: context.caller) }
  var idPrefix: String { context.policy.idPrefix }

  func plan(on queue: PresentQueue) throws -> Plan<Decision> {
    let table = queue.table
    var context = context
    context.history = queue.history
    let decision = try transition.decide(in: table, context: context)
      .encoded(
        for: .notes(
          hasAfterColumn: table.document.hasAfterColumn,
          columns: table.document.fieldColumns(of: context.policy)))
    try context.alongside?(decision)
    let written = decision.changes.filter(\.isRecorded)
    var plan = Plan(
      answer: decision.placed(in: table.document),
      change: QueueChange(written, in: table.document),
      claims: decision.changes.compactMap { ClaimChange($0, in: table.claims) })
    plan.facts = decision.facts
    plan.change?.facts = decision.facts
    plan.change?.request = transition.request
    return plan
  }
}

extension Decision {
  /// The decision, with the line numbers that its rows will have after the change.
  fileprivate func placed(in document: QueueDocument) -> Decision {
    switch self {
    case .unchanged, .alreadySo, .addedBefore: self
    case .change(let change): .change([change].placed(in: document)[0])
    case .changes(let changes): .changes(changes.placed(in: document))
    case .noted(let facts, let changes): .noted(facts, changes.placed(in: document))
    }
  }
}

extension [ItemChange] {
  /// The changes, with the line numbers that their rows will have after the change. A transition of
  /// several rows either removes all of them, or removes none and appends new rows at the table's
  /// end.
  fileprivate func placed(in document: QueueDocument) -> [ItemChange] {
    var added = 0
    let moved = contains { $0.move != nil } ? document.lineNumbers(moving: self) : [:]
    return map { change in
      let line = moved[change.id] ?? document.lineNumber(after: change)
      guard change.before == nil else { return change.placed(inLine: line) }
      defer { added += 1 }
      return change.placed(inLine: line.map { $0 + added })
    }
  }
}

extension ItemChange {
  fileprivate func placed(inLine line: Int?) -> ItemChange {
    var change = self
    change.after?.line = line
    return change
  }
}

struct AlignOperation: StoreOperation {
  typealias Answer = Int

  let context: TransitionContext

  /// - Returns: the number of changed lines.
  func plan(on queue: PresentQueue) -> Plan<Int> {
    let edits = queue.table.document.alignment()
    return Plan(answer: edits.count, change: edits.isEmpty ? nil : QueueChange(edits: edits))
  }
}

/// Gives one of several rows with the same id another id.
struct RenameOperation: StoreOperation {
  typealias Answer = Void

  let context: TransitionContext
  /// The row's line in the file, counted from 1.
  let line: Int
  let id: String
  let newID: String

  func plan(on queue: PresentQueue) throws(Refusal) -> Plan<Void> {
    let document = queue.table.document
    try context.caller.checkMayRename(id)
    guard ItemID.isWellFormed(newID) else { throw .illFormedID(newID) }
    guard !document.contains(newID) else { throw .alreadyExists(newID) }
    guard let edit = document.renaming(rowInLine: line, from: id, to: newID) else {
      guard document.contains(id) else { throw .notFound(id) }
      throw .notRepeated(id, line: line, lines: document.lines(of: id))
    }
    // The other row with the same id becomes readable again. The change names this row, too, so
    // that mirrors copy it.
    let rows = [
      RowChange(
        id: newID, before: [Column.id.name: id], after: [Column.id.name: newID]),
      RowChange(id: id, before: [:], after: [:]),
    ]
    return Plan(answer: (), change: QueueChange(edits: [edit], rows: rows))
  }
}

/// Gives the rows without an id the next ids.
struct NameOperation: StoreOperation {
  typealias Answer = [String]

  let context: TransitionContext
  let prefix: String
  /// The new ids have numbers above this number.
  let number: Int

  func plan(on queue: PresentQueue) throws -> Plan<[String]> {
    var number = max(number, try queue.table.highestNumber(of: prefix))
    let named = queue.table.document.naming {
      NumberedID.next(after: &number, prefix: prefix, isTaken: queue.table.contains)
    }
    let rows = named.map { id, _ in
      RowChange(id: id, before: [Column.id.name: "-"], after: [Column.id.name: id])
    }
    return Plan(
      answer: named.map(\.id),
      change: named.isEmpty ? nil : QueueChange(edits: named.map(\.edit), rows: rows))
  }
}

/// An operation without a change of its own. Like every operation, it merges and records external
/// edits first, and it records the queue's id if one is given.
struct EmptyOperation: StoreOperation {
  typealias Answer = Void

  let context: TransitionContext
  var queueID: QueueID?

  func plan(on queue: PresentQueue) -> Plan<Void> { Plan(answer: (), change: nil) }
}
