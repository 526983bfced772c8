/// The part of a history entry about a row's status. It is sufficient for the statistics of rows,
/// which read the whole history each time.
public struct StatusChange: Equatable, Sendable {
  public let sequence: Int
  /// The time of the entry, in seconds since 1970; `nil` if it is unreadable.
  public let time: Int?
  /// The row; `nil` if no row changed.
  public let id: String?
  public let command: String
  /// The status that the change gave to the row; `nil` if it did not change the status.
  public var status: Status?
  public var isAddition = false
  /// The class of the failed attempt that the change ended.
  public var failure: FailureClass?
  /// Whether the entry has findings about a report, and whether these include a verdict.
  public var hasFindings = false
  public var hasVerdict = false
  /// The number of the entry that this one undid.
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
