/// How an entry of the journal tells the bytes that it left.
enum VersionRecord: Equatable, Sendable {
  /// By what changed since the entry before it.
  case patch(Patch)
  /// It left no queue: what was there before still is.
  case unchanged
  /// By a file of their own, for they have little in common with those before.
  case kept

  /// Bytes that a line of the journal may carry; more make a file of their own.
  static let longestPatch = 64 << 10
}
