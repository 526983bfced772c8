/// What an entry of the history says of the status of a row: enough for the figures of rows, of which
/// each look reads the whole history.
public struct StatusChange: Equatable, Sendable {
  public let sequence: Int
  /// In seconds since 1970; `nil` where the entry has no such time.
  public let time: Int?
  /// The row; `nil` where none changed.
  public let id: String?
  public let command: String
  /// The status that it gave to the row; `nil` where it left it.
  public var status: Status?
  /// Whether it added the row.
  public var isAddition = false
  /// Why the attempt failed that it ended.
  public var failure: FailureClass?
  /// Whether something was found of a report, and whether that was a verdict.
  public var hasFindings = false
  public var hasVerdict = false
  /// The number of the entry that it took back.
  public var undoes: Int?

  public init(sequence: Int, time: Int?, id: String?, command: String) {
    (self.sequence, self.time, self.id, self.command) = (sequence, time, id, command)
  }

  public init(_ entry: HistoryEntry) {
    self.init(
      sequence: entry.sequence, time: QueueTime(iso8601: entry.time)?.epochSeconds,
      id: entry.row?.id,
      command: entry.command)
    status = entry.givenStatus
    isAddition = entry.isAddition
    failure = entry.failure
    hasFindings = entry.findings != nil
    hasVerdict = entry.findings?.verdict != nil
    undoes = entry.undoes
  }
}
