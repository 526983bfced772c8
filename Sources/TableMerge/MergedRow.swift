import QueueDocument
import QueueModel

/// A row of a merged table.
struct MergedRow {
  enum Side { case page, other }

  let key: RowKey
  /// The version whose line it is.
  let side: Side
  /// What it says; `nil` for what its line says.
  let cells: [String: String]?
  /// What people should hear of it.
  let told: RowMerge?
  /// Whether the other version's row with this id comes behind it.
  var hasTwin = false

  static func asItIs(_ key: RowKey, _ side: Side) -> MergedRow {
    MergedRow(key: key, side: side, cells: nil, told: nil)
  }

  /// The other version's row with this id.
  var twin: MergedRow? { hasTwin ? .asItIs(key, .other) : nil }
}
