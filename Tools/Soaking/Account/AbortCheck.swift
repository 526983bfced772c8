/// Watches whether a soak has to end before its time.
struct AbortCheck {
  private let limits: SoakProfile.Abort
  private var done = 0
  /// The second at which a row was last seen to become DONE, or none waited.
  private var lastProgress = 0
  /// How many looks in a row told nothing of the rows.
  private var failedLooks = 0

  init(_ limits: SoakProfile.Abort) { self.limits = limits }

  /// What is looked at.
  struct Sight {
    var second = 0
    /// `nil` where nobody could tell.
    var counts: Sample.Counts?
    var duplicates = 0
    var diskFreeMB = Int.max
    var commands = 0
    var failedCommands = 0
  }

  /// Fewer commands say nothing about their share.
  private static let fewest = 100

  /// - Returns: the condition that is met, in words; `nil` as long as there is none.
  mutating func reason(_ sight: Sight) -> String? {
    let standing = standing(sight)
    let waiting = sight.counts?.pending ?? 0
    let share = Double(sight.failedCommands) / Double(max(sight.commands, Self.fewest))
    return
      if sight.duplicates > limits.duplicates
    {
      "\(sight.duplicates) duplicate executions (limit \(limits.duplicates))"
    } else if waiting > limits.backlogRows {
      "\(waiting) rows wait (limit \(limits.backlogRows))"
    } else if standing >= limits.noProgressMinutes {
      "rows wait, and none was DONE for \(standing) minutes (limit \(limits.noProgressMinutes))"
    } else if sight.diskFreeMB < limits.diskFreeMB {
      "\(sight.diskFreeMB) MB of disk are free (limit \(limits.diskFreeMB))"
    } else if share > limits.failedCommands {
      "\(share.percent) of the commands ended as nobody expected (limit "
        + "\(limits.failedCommands.percent))"
    } else if failedLooks >= limits.failedLooks {
      "`ops status` failed \(failedLooks) times in a row (limit \(limits.failedLooks))"
    } else {
      nil
    }
  }

  /// For how many minutes rows wait and none was DONE, as far as is known.
  private mutating func standing(_ sight: Sight) -> Int {
    guard let counts = sight.counts else {
      failedLooks += 1
      return 0
    }
    failedLooks = 0
    if counts.done > done || counts.pending == 0 { lastProgress = sight.second }
    done = counts.done
    return (sight.second - lastProgress) / 60
  }
}
