public import Host
import JSON

/// How things stood at one moment.
public struct Sample: Equatable, Sendable {
  /// Seconds of the queue since the begin.
  public let second: Int
  /// Which daemon it was, from 1; each start is another.
  public let daemon: Int
  /// `nil` where it was not to be seen.
  public let figures: ProcessFigures?
  public let counts: Counts

  /// Rows by their status, as `ops status` tells them.
  public struct Counts: Equatable, Sendable {
    public var pending = 0
    public var inProgress = 0
    public var blocked = 0
    public var failed = 0
    public var done = 0

    /// Those that did not come to their end.
    var open: Int { pending + inProgress + blocked + failed }
  }
}

extension Sample.Counts {
  init?(_ answer: Tool.Answer) {
    guard let summary = answer.json?["summary"]?.objectValue,
      let pending = summary["PENDING"]?.integerValue,
      let inProgress = summary["IN_PROGRESS"]?.integerValue,
      let blocked = summary["BLOCKED"]?.integerValue,
      let failed = summary["FAILED"]?.integerValue, let done = summary["DONE"]?.integerValue
    else { return nil }
    self.init(
      pending: pending, inProgress: inProgress, blocked: blocked, failed: failed, done: done)
  }
}
