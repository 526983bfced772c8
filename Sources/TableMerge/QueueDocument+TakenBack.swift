public import QueueDocument
public import QueueModel

extension QueueDocument {
  /// What this save takes back of an earlier one: where it says what was before that, cells
  /// and rows.
  public func takenBack(of earlier: QueueDocument, before: QueueDocument) -> [RowMerge] {
    let (save, earlier, before) = (TableVersion(self), TableVersion(earlier), TableVersion(before))
    return earlier.keys.compactMap { key in
      if earlier.isSame(key, in: save) || earlier.isSame(key, in: before) { return nil }
      guard case .id = key, let cells = earlier.cells(key) else { return nil }
      guard let old = before.cells(key) else {
        return save.contains(key) ? nil : RowMerge(id: key.text, fate: .takenBack)
      }
      guard let new = save.cells(key) else { return nil }
      let lost = old.differingNames(from: cells)
        .filter { new[$0] == old[$0] && save.names.contains($0) }.sorted()
        .map { CellMerge(column: $0, kept: new[$0], dropped: cells[$0]) }
      return lost.isEmpty ? nil : RowMerge(id: key.text, lost: lost)
    }
  }
}
