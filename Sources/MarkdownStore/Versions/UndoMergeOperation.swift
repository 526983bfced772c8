import QueueDocument
public import QueueModel
import TableMerge

/// Takes the last merge of a save back, so that the file is as somebody saved it. What happened
/// since stays.
struct UndoMergeOperation: StoreOperation {
  let time: QueueTime
  /// What is checked out: what was merged on another branch is not taken back on this one.
  let head: String?
  let history: HistoryScope? = nil
  let needsVersions = true

  func plan(
    for table: MarkdownTable, history: [HistoryEntry], versions: VersionHistory?
  ) throws(Refusal) -> Plan<TakenBackMerge> {
    guard let versions, let (entry, merge) = versions.lastMerge, entry.head == head else {
      throw .noMergeToUndo
    }
    let bytes = QueueDocument.merge(
      origin: merge.result, theirs: merge.save, ours: table.document
    ).bytes
    guard let document = try? QueueDocument(bytes), document.rendered != table.document.rendered
    else { throw .noMergeToUndo }
    let rows = document.changes(since: table.document)
    let answer = TakenBackMerge(entry: entry.history, rows: rows)
    return Plan(
      answer: answer, rewrite: .version(bytes, answer), claims: claims(after: rows, in: table))
  }

  /// Whoever had a row that nobody has now has no lease on it.
  private func claims(after rows: [RowChange], in table: MarkdownTable) -> [ClaimChange] {
    rows.filter { row in
      let status = row.after[Column.status.name].flatMap(Status.init)
      return table.claims[row.id] != nil && status.map { $0 != .inProgress } ?? false
    }.map { ClaimChange(id: $0.id, claim: nil) }
  }
}

extension VersionHistory {
  /// What a merge was made from, and what came of it.
  struct Merge {
    let save: QueueDocument
    let result: QueueDocument
  }

  /// The last save that was changed by its merge, and not taken as it was saved since.
  var lastMerge: (entry: JournalEntry.Parsed, merge: Merge)? {
    let undone = Set(entries.compactMap(\.history.undoes))
    for entry in entries.reversed() where entry.partOf != nil && !undone.contains(entry.sequence) {
      if let merge = merge(of: entry), merge.save.rendered != merge.result.rendered {
        return (entry, merge)
      }
    }
    return nil
  }

  /// Merges a save again, and those that were found with it before.
  private func merge(of entry: JournalEntry.Parsed) -> Merge? {
    let group = entries.filter { $0.partOf == entry.partOf && $0.sequence <= entry.sequence }
    guard let first = group.first, var result = document(first.sequence - 1),
      let save = document(entry.sequence)
    else { return nil }
    for save in group {
      guard let origin = save.origin.flatMap(document), let theirs = document(save.sequence) else {
        continue
      }
      let merged = QueueDocument.merge(origin: origin, theirs: theirs, ours: result)
      guard let document = try? QueueDocument(merged.bytes) else { return nil }
      result = document
    }
    return Merge(save: save, result: result)
  }

  private func document(_ sequence: Int) -> QueueDocument? {
    (try? version(sequence)).flatMap { $0?.document }
  }
}

/// A merge of a save that was taken back: the file is as it was saved, but for what happened
/// since.
public struct TakenBackMerge: Sendable {
  /// What the history tells of the save.
  public let entry: HistoryEntry
  /// What became of the rows by it.
  public let rows: [RowChange]
}
