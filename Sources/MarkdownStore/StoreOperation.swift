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
