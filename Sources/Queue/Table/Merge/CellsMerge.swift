import Model

/// Merges the cells of a row that both versions have.
struct CellsMerge {
  private let base: [String: String]
  private let save: [String: String]
  private let queue: [String: String]
  private let changedBySave: Set<String>
  private let changedByQueue: Set<String>
  private let rule: Merge.Rule

  /// - Parameters:
  ///   - base: the texts by column name, without empty cells. `save` and `queue` have the same
  ///     form.
  ///   - hasColumn: whether a side has the column, or the merged table lacks it. If a side lacks a
  ///     column of the merged table, the side did not change its cells.
  init(
    base: [String: String], save: [String: String], queue: [String: String], rule: Merge.Rule,
    hasColumn: (_ side: MergedRow.Side, _ name: String) -> Bool
  ) {
    self.base = base
    self.save = save
    self.queue = queue
    self.rule = rule
    changedBySave = base.differingNames(from: save).filter { hasColumn(.save, $0) }
    changedByQueue = base.differingNames(from: queue).filter { hasColumn(.queue, $0) }
  }

  func row(_ key: RowKey) -> MergedRow {
    var cells: [String: String] = [:]
    for name in Set(save.keys).union(queue.keys).union(base.keys) {
      cells[name] = text(of: name)
    }
    var report = RowMerge(id: key.text)
    let names = save.differingNames(from: cells).union(changedByQueue).union(changedBySave)
    for (name, _) in Dictionary(uniqueKeysWithValues: names.map { ($0, "") }).inColumnOrder {
      add(name, cells[name], to: &report)
    }
    if rule == .branches { note(report.lost, in: &cells) }
    let isReported = report.isConflict || !report.putBack.isEmpty
    return MergedRow(
      key: key, side: .save, cells: cells == save ? nil : cells,
      report: isReported ? report : nil)
  }

  private func text(of name: String) -> String? {
    if Self.state.contains(name) { return isStateOfSave ? save[name] : queue[name] }
    if save[name] == queue[name] { return save[name] }
    if name == Column.notes.name, changedBySave.contains(name), changedByQueue.contains(name) {
      let (first, second) = rule == .save ? (queue, save) : (save, queue)
      return Notes.merged(base: base[name], first[name], second[name])
    }
    return changedBySave.contains(name) ? save[name] : queue[name]
  }

  /// The columns of a row's state. Their cells all come from the same side.
  private static let state = [Column.status, .ownerSession, .startedAt].map(\.name)

  private var isStateOfSave: Bool {
    switch rule {
    case .save: changedByQueue.isDisjoint(with: Self.state)
    case .branches: !changedBySave.isDisjoint(with: Self.state)
    }
  }

  private func add(_ name: String, _ merged: String?, to report: inout RowMerge) {
    // If both sides changed the notes, the merged notes have the segments of both.
    if name == Column.notes.name, changedBySave.contains(name), changedByQueue.contains(name) {
      return
    }
    if merged != save[name] {
      let cell = CellMerge(column: name, kept: merged, dropped: save[name])
      if changedBySave.contains(name) {
        report.lost.append(cell)
      } else if rule == .save {
        report.putBack.append(cell)
      }
    } else if merged != queue[name], changedByQueue.contains(name) {
      report.lost.append(CellMerge(column: name, kept: merged, dropped: queue[name]))
    }
  }

  /// Adds the lost texts of the other branch to the notes.
  private func note(_ lost: [CellMerge], in cells: inout [String: String]) {
    guard !lost.isEmpty else { return }
    var notes = Notes(cells[Column.notes.name] ?? "")
    let texts = lost.map { "\($0.column)=\($0.dropped ?? "-")" }
    let text = "merge: the other branch had \(texts.joined(separator: ", "))"
    if !notes.ends(with: text) { notes.append(text) }
    cells[Column.notes.name] = notes.text
  }
}
