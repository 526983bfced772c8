/// Decides whether a soak has to end before its time.
struct AbortCheck {
  private let limits: SoakProfile.Abort
  private var done = 0
  /// The last second at which the count of DONE rows had grown, or no row waited.
  private var lastProgress = 0
  /// The number of consecutive checks without counts.
  private var failedLooks = 0

  init(_ limits: SoakProfile.Abort) { self.limits = limits }

  struct Figures {
    var second = 0
    /// `nil` if the counts are not known.
    var counts: Sample.Counts?
    var duplicates = 0
    /// The number of rows that were not stopped although their worker reported too many tokens.
    var unblocked = 0
    var diskFreeMB = Int.max
    var commands = 0
    var failedCommands = 0
  }

  /// The least number of commands for which the share of unexpected endings is judged.
  private static let fewestCommands = 100

  /// - Returns: the condition that ends the soak, in words; `nil` if none is met.
  mutating func reason(_ figures: Figures) -> String? {
    let standstill = minutesWithoutProgress(figures)
    let waiting = figures.counts?.pending ?? 0
    let share =
      Double(figures.failedCommands) / Double(max(figures.commands, Self.fewestCommands))
    if figures.duplicates > limits.duplicates {
      return "\(figures.duplicates) duplicate executions (limit \(limits.duplicates))"
    }
    if figures.unblocked > limits.unblocked {
      return "\(figures.unblocked) reports beyond the hard budget did not stop their rows "
        + "(limit \(limits.unblocked))"
    }
    if let success = success(figures), success < limits.success {
      return "\(success.percent) of the rows that ended are DONE (limit \(limits.success.percent))"
    }
    if waiting > limits.backlogRows { return "\(waiting) rows wait (limit \(limits.backlogRows))" }
    if standstill >= limits.noProgressMinutes {
      return "rows wait, and none was DONE for \(standstill) minutes "
        + "(limit \(limits.noProgressMinutes))"
    }
    if figures.diskFreeMB < limits.diskFreeMB {
      return "\(figures.diskFreeMB) MB of disk are free (limit \(limits.diskFreeMB))"
    }
    if share > limits.failedCommands {
      return "\(share.percent) of the commands ended unexpectedly "
        + "(limit \(limits.failedCommands.percent))"
    }
    if failedLooks >= limits.failedLooks {
      return "`ops status` failed \(failedLooks) times in a row (limit \(limits.failedLooks))"
    }
    return nil
  }

  /// The share of DONE rows among the rows that have ended; `nil` if too few have ended.
  private func success(_ figures: Figures) -> Double? {
    guard let counts = figures.counts else { return nil }
    let ended = counts.done + counts.failed + counts.blocked
    return ended < limits.successRows ? nil : Double(counts.done) / Double(ended)
  }

  /// The number of minutes in which rows waited and no row became DONE, according to the known
  /// counts.
  private mutating func minutesWithoutProgress(_ figures: Figures) -> Int {
    guard let counts = figures.counts else {
      failedLooks += 1
      return 0
    }
    failedLooks = 0
    if counts.done > done || counts.pending == 0 { lastProgress = figures.second }
    done = counts.done
    return (figures.second - lastProgress) / 60
  }
}
