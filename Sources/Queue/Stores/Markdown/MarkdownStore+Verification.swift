import Host
import Model
public import QueueStore
import Table

extension MarkdownStore {
  /// Checks the file by the rules of `lint`. Also checks that the journal can be read, and that its
  /// last entry records the current file.
  ///
  /// - Throws: if the file cannot be read as a queue.
  public func verify() throws(StoreError) -> Verification {
    var found = Verification(.queue, path)
    let table = try table(of: file().version)
    let document = table.document
    found.rows = document.rowCount
    found.findings = document.lint(absence: { try? table.absence(of: $0) })
    let report = SidecarReport(forQueueAt: path)
    switch report.journal {
    case .missing: return found
    case .failed(let error): throw .system(error)
    case .read(let entries, let unreadable):
      found.events = entries
      if unreadable > 0 {
        let lines = unreadable == 1 ? "1 line" : "\(unreadable) lines"
        found.problems.append(
          .init(
            .unreadableJournal, nil,
            "\(report.folder)/journal.jsonl has \(lines) torn or changed by hand: the history "
              + "lacks their entries"))
      }
    }
    found.problems += try comparedWithJournal(document)
    return found
  }

  private func comparedWithJournal(
    _ document: QueueDocument
  ) throws(StoreError) -> [Verification.Problem] {
    try lifting { () throws(SystemError) in
      let history = JournalHistory(sidecar: sidecar)
      guard let last = try history.last() else { return [] }
      guard try history.recordsFile(at: path) else {
        return [
          .init(
            .unrecordedSave, nil,
            "the file was edited since the last change: the next one records the edit")
        ]
      }
      return last.historyEntries.compactMap { $0.mismatch(with: document) }
    }
  }
}

extension HistoryEntry {
  /// The difference between a row and the cells that this entry, the last one, wrote.
  fileprivate func mismatch(with document: QueueDocument) -> Verification.Problem? {
    guard let id, !(before.isEmpty && after.isEmpty) else { return nil }
    if isRemoval {
      return document.contains(id)
        ? .init(.journalMismatch, id, "\(id) exists, but the journal's last entry removed it")
        : nil
    }
    guard let item = try? document.item(id) else {
      return .init(
        .journalMismatch, id, "\(id) is missing, but the journal's last entry has it")
    }
    let names = Column.allCases.filter { column in
      after[column.name].map { $0 != item.text(of: column) ?? "-" } ?? false
    }.map(\.name)
    guard !names.isEmpty else { return nil }
    return .init(
      .journalMismatch, id,
      "\(id) differs from the journal's last entry: \(names.joined(separator: ", "))")
  }
}
