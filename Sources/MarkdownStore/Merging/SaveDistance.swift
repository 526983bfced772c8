/// How much of a save differs from a version: what makes one version more likely than another
/// to be the one that its author had loaded.
struct SaveDistance: Comparable {
  /// Cells that differ, and rows that only one of them has; fourfold where the save shows what
  /// a command wrote only after the version.
  var cells = 0
  /// Lines outside the table.
  var lines = 0
  /// Rows written differently: padding.
  var style = 0
  /// Rows in another place among the others.
  var order = 0

  static func < (left: SaveDistance, right: SaveDistance) -> Bool {
    (left.cells, left.lines, left.style, left.order)
      < (right.cells, right.lines, right.style, right.order)
  }
}
