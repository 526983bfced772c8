import QueueDocument
import QueueModel

/// Merges the cells of a row that both versions have.
struct CellsMerge {
  private let origin: [String: String]
  private let page: [String: String]
  private let other: [String: String]
  private let changedByPage: Set<String>
  private let changedByOther: Set<String>
  private let rule: Merge.Rule

  /// - Parameters:
  ///   - origin: cells by column name, without those that say nothing; the same of the others.
  ///   - hasColumn: whether a version has a column, or that is gone: one that it lacks, and that
  ///     stays, it did not write in.
  init(
    origin: [String: String], page: [String: String], other: [String: String], rule: Merge.Rule,
    hasColumn: (_ side: MergedRow.Side, _ name: String) -> Bool
  ) {
    self.origin = origin
    self.page = page
    self.other = other
    self.rule = rule
    changedByPage = origin.differingNames(from: page).filter { hasColumn(.page, $0) }
    changedByOther = origin.differingNames(from: other).filter { hasColumn(.other, $0) }
  }

  func row(_ key: RowKey) -> MergedRow {
    var cells: [String: String] = [:]
    for name in Set(page.keys).union(other.keys).union(origin.keys) { cells[name] = text(of: name) }
    var told = RowMerge(id: key.text)
    let names = page.differingNames(from: cells).union(changedByOther).union(changedByPage)
    for (name, _) in Dictionary(uniqueKeysWithValues: names.map { ($0, "") }).inColumnOrder {
      tell(name, cells[name], in: &told)
    }
    if rule == .branches { note(told.lost, in: &cells) }
    let isTold = told.isConflict || !told.putBack.isEmpty
    return MergedRow(
      key: key, side: .page, cells: cells == page ? nil : cells, told: isTold ? told : nil)
  }

  private func text(of name: String) -> String? {
    if Self.state.contains(name) { return isStateOfPage ? page[name] : other[name] }
    if page[name] == other[name] { return page[name] }
    if name == Column.notes.name, changedByPage.contains(name), changedByOther.contains(name) {
      let (ours, theirs) = rule == .save ? (other, page) : (page, other)
      return Notes.merged(origin: origin[name], ours: ours[name], theirs: theirs[name])
    }
    return changedByPage.contains(name) ? page[name] : other[name]
  }

  /// What says who does the row and how far it is: these cells go together.
  private static let state = [Column.status, .ownerSession, .startedAt].map(\.name)

  private var isStateOfPage: Bool {
    switch rule {
    case .save: changedByOther.isDisjoint(with: Self.state)
    case .branches: !changedByPage.isDisjoint(with: Self.state)
    }
  }

  private func tell(_ name: String, _ kept: String?, in told: inout RowMerge) {
    // Of notes, both sides' segments are kept.
    if name == Column.notes.name, changedByPage.contains(name), changedByOther.contains(name) {
      return
    }
    if kept != page[name] {
      let cell = CellMerge(column: name, kept: kept, dropped: page[name])
      if changedByPage.contains(name) {
        told.lost.append(cell)
      } else if rule == .save {
        told.putBack.append(cell)
      }
    } else if kept != other[name], changedByOther.contains(name) {
      told.lost.append(CellMerge(column: name, kept: kept, dropped: other[name]))
    }
  }

  /// Puts into the notes what the table lost, for people who read it.
  private func note(_ lost: [CellMerge], in cells: inout [String: String]) {
    guard !lost.isEmpty else { return }
    var notes = Notes(cells[Column.notes.name] ?? "")
    let texts = lost.map { "\($0.column)=\($0.dropped ?? "-")" }
    let text = "merge: the other branch had \(texts.joined(separator: ", "))"
    if !notes.ends(with: text) { notes.append(text) }
    cells[Column.notes.name] = notes.text
  }
}
