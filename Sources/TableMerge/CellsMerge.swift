import QueueDocument
import QueueModel

/// Merges the cells of a row that both versions have.
struct CellsMerge {
  private let base: [String: String]
  private let primary: [String: String]
  private let other: [String: String]
  private let changedByPrimary: Set<String>
  private let changedByOther: Set<String>
  private let rule: Merge.Rule

  /// - Parameters:
  ///   - base: texts by column name, empty cells left out; likewise the other two.
  ///   - hasColumn: whether a side has the column, or the merge lacks it. A side did not change a
  ///     cell in a column that it lacks and that stays.
  init(
    base: [String: String], primary: [String: String], other: [String: String], rule: Merge.Rule,
    hasColumn: (_ side: MergedRow.Side, _ name: String) -> Bool
  ) {
    self.base = base
    self.primary = primary
    self.other = other
    self.rule = rule
    changedByPrimary = base.differingNames(from: primary).filter { hasColumn(.primary, $0) }
    changedByOther = base.differingNames(from: other).filter { hasColumn(.other, $0) }
  }

  func row(_ key: RowKey) -> MergedRow {
    var cells: [String: String] = [:]
    for name in Set(primary.keys).union(other.keys).union(base.keys) {
      cells[name] = text(of: name)
    }
    var report = RowMerge(id: key.text)
    let names = primary.differingNames(from: cells).union(changedByOther).union(changedByPrimary)
    for (name, _) in Dictionary(uniqueKeysWithValues: names.map { ($0, "") }).inColumnOrder {
      add(name, cells[name], to: &report)
    }
    if rule == .branches { note(report.lost, in: &cells) }
    let isReported = report.isConflict || !report.putBack.isEmpty
    return MergedRow(
      key: key, side: .primary, cells: cells == primary ? nil : cells,
      report: isReported ? report : nil)
  }

  private func text(of name: String) -> String? {
    if Self.state.contains(name) { return isStateOfPrimary ? primary[name] : other[name] }
    if primary[name] == other[name] { return primary[name] }
    if name == Column.notes.name, changedByPrimary.contains(name), changedByOther.contains(name) {
      let (kept, added) = rule == .save ? (other, primary) : (primary, other)
      return Notes.merged(base: base[name], kept[name], added[name])
    }
    return changedByPrimary.contains(name) ? primary[name] : other[name]
  }

  /// The state of a row: these cells come from one side.
  private static let state = [Column.status, .ownerSession, .startedAt].map(\.name)

  private var isStateOfPrimary: Bool {
    switch rule {
    case .save: changedByOther.isDisjoint(with: Self.state)
    case .branches: !changedByPrimary.isDisjoint(with: Self.state)
    }
  }

  private func add(_ name: String, _ kept: String?, to report: inout RowMerge) {
    // Notes keep the segments of both sides.
    if name == Column.notes.name, changedByPrimary.contains(name), changedByOther.contains(name) {
      return
    }
    if kept != primary[name] {
      let cell = CellMerge(column: name, kept: kept, dropped: primary[name])
      if changedByPrimary.contains(name) {
        report.lost.append(cell)
      } else if rule == .save {
        report.putBack.append(cell)
      }
    } else if kept != other[name], changedByOther.contains(name) {
      report.lost.append(CellMerge(column: name, kept: kept, dropped: other[name]))
    }
  }

  /// Adds the lost texts to the notes.
  private func note(_ lost: [CellMerge], in cells: inout [String: String]) {
    guard !lost.isEmpty else { return }
    var notes = Notes(cells[Column.notes.name] ?? "")
    let texts = lost.map { "\($0.column)=\($0.dropped ?? "-")" }
    let text = "merge: the other branch had \(texts.joined(separator: ", "))"
    if !notes.ends(with: text) { notes.append(text) }
    cells[Column.notes.name] = notes.text
  }
}
