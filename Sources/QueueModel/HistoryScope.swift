/// A part of the history.
public enum HistoryScope: Equatable, Sendable {
  /// All that happened to one row.
  case row(String)
  /// What happened lately, to any row: a store says how far back that is.
  case recent
  case everything
  /// What came behind the entry with this number; all that is recent, where numbers begin
  /// anew since.
  case since(Int)
}
