import Model
import QueueStore
import Table

/// Undoes the last merge of an external edit: the rows become as they were saved. Later changes
/// stay.
struct UndoMergeOperation: StoreOperation {
  let context: TransitionContext
  /// The branch or commit that git has checked out. A merge on another branch is not undone on this
  /// one.
  let head: String?
  let needsVersions = true

  func plan(on queue: PresentQueue) throws(Refusal) -> Plan<UndoneMerge> {
    let table = queue.table
    guard let (entry, merge) = queue.versions?.lastMerge, entry.head == head else {
      throw .noMergeToUndo
    }
    let undone = QueueDocument.merge(
      base: merge.result, save: merge.save, queue: table.document
    ).version
    let edits = [Edit](from: table.document.bytes, to: undone.bytes)
    guard !edits.isEmpty, let document = undone.document else { throw .noMergeToUndo }
    let rows = document.changes(since: table.document)
    // A session can undo only its own changes, and a save is not a change of a session.
    if context.session != nil {
      var merged = entry.header
      merged.row = rows.first
      throw .notYours(merged)
    }
    var change = QueueChange(edits: edits, rows: rows)
    change.undoes = entry.sequence
    return Plan(
      answer: UndoneMerge(entry: entry.header, rows: rows), change: change,
      claims: claims(after: rows, in: table))
  }

  /// Removes the claims on rows that are no longer in progress.
  private func claims(after rows: [RowChange], in table: MarkdownTable) -> [ClaimChange] {
    rows.filter { row in
      let status = row.after[Column.status.name].flatMap(Status.init(rawValue:))
      return table.claims[row.id] != nil && status.map { $0 != .inProgress } ?? false
    }.map { ClaimChange(id: $0.id, claim: nil) }
  }
}

extension VersionHistory {
  /// A save, and the result of merging it again.
  typealias Merge = (save: QueueDocument, result: QueueDocument)

  /// The last external edit whose merge differs from the save, and was not undone since.
  var lastMerge: (entry: JournalEntry.Parsed, merge: Merge)? {
    let undone = Set(entries.compactMap(\.undoes))
    for entry in entries.reversed() where entry.partOf != nil && !undone.contains(entry.sequence) {
      if let merge = merge(of: entry), merge.save.rendered != merge.result.rendered {
        return (entry, merge)
      }
    }
    return nil
  }

  /// Repeats the merge of an external edit, and the merges before it in the same rewrite.
  private func merge(of entry: JournalEntry.Parsed) -> Merge? {
    let group = entries.filter { $0.partOf == entry.partOf && $0.sequence <= entry.sequence }
    guard let first = group.first, var result = document(first.sequence - 1),
      let save = document(entry.sequence)
    else { return nil }
    for entry in group {
      // If the edit was merged with git's version, or with the result of merging it, the merge
      // can't be repeated, because no entry has that base.
      let brought = group.first { $0.gitBase != nil }?.sequence
      if brought != nil, entry.mergeBase == brought { return nil }
      if let gitBase = entry.gitBase {
        guard gitBase > 0, let brought = document(entry.sequence),
          let merged = result.merged(with: brought, from: document(gitBase))
        else { return nil }
        result = merged
        continue
      }
      guard let base = entry.mergeBase.flatMap({ try? wholeVersion($0) })?.document,
        let save = (try? wholeVersion(entry.sequence))?.document
      else { continue }
      let merged = QueueDocument.merge(base: base, save: save, queue: result)
      guard let document = merged.version.document else { return nil }
      result = document
    }
    return (save, result)
  }

  private func document(_ sequence: Int) -> QueueDocument? {
    try? version(sequence)?.document
  }
}
