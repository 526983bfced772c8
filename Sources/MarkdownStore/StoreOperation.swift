package import QueueDocument
package import QueueModel

/// What a command wants of the queue, whatever it will find there.
package protocol StoreOperation {
  associatedtype Answer
  /// When it happens, as the journal will say.
  var time: QueueTime { get }
  /// What `plan` must know of what happened before.
  var history: HistoryScope? { get }
  /// A number that claims have reached elsewhere: those that are made from now on have
  /// higher ones.
  var lastClaim: Int { get }
  /// Whether it must know the versions that the file had.
  var needsVersions: Bool { get }
  /// The id that the queue gets where it has none, and the one that its database has.
  var mark: QueueMark? { get }
  /// - Parameter versions: `nil` where nobody knows them, or they are not needed.
  func plan(
    for table: MarkdownTable, history: [HistoryEntry], versions: VersionHistory?
  ) throws -> Plan<Answer>
}

extension StoreOperation {
  package var lastClaim: Int { 0 }
  package var needsVersions: Bool { false }
  package var mark: QueueMark? { nil }
}

/// StoreOperation that needs to know no more of the file than what its table says, and what happened to
/// its rows.
package protocol TableOperation: StoreOperation {
  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws -> Plan<Answer>
}

extension TableOperation {
  package func plan(
    for table: MarkdownTable, history: [HistoryEntry], versions: VersionHistory?
  ) throws -> Plan<Answer> {
    try plan(for: table, history: history)
  }
}

/// What is to be answered, and what is to be written first; nothing, for `nil`.
package struct Plan<Answer> {
  package let answer: Answer
  package let rewrite: Rewrite?
  /// Who has rows from now on.
  package var claims: [ClaimChange] = []

  package init(answer: Answer, rewrite: Rewrite?, claims: [ClaimChange] = []) {
    self.answer = answer
    self.rewrite = rewrite
    self.claims = claims
  }

  /// Whether it says nothing of the row's claim itself.
  package func isSilent(on change: ClaimChange) -> Bool { !claims.contains { $0.id == change.id } }

  /// What is left of it when it was carried out.
  package var carriedOut: Plan { Plan(answer: answer, rewrite: nil, claims: claims) }
}

/// A new version of the file.
package enum Rewrite {
  case changes([ItemChange])
  /// The same table, written otherwise.
  case layout([Edit])
  /// Another version, which takes back the merge of a save.
  case version(QueueBytes, TakenBackMerge)
}

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

/// The alignment of the table.
struct AlignOperation: TableOperation {
  typealias Answer = Int

  let time: QueueTime
  let history: HistoryScope? = nil

  /// - Returns: how many lines change.
  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws(Refusal) -> Plan<Int> {
    let edits = table.document.alignment()
    return Plan(answer: edits.count, rewrite: edits.isEmpty ? nil : .layout(edits))
  }
}

/// Nothing but what every turn begins with: the saves of others are merged, and told.
struct AbsorbExternalEdits: TableOperation {
  typealias Answer = Void

  let time: QueueTime
  let history: HistoryScope? = nil

  func plan(for table: MarkdownTable, history: [HistoryEntry]) throws(Refusal) -> Plan<Void> {
    Plan(answer: (), rewrite: nil)
  }
}
