/// Watches whether a soak has to end before its time.
struct AbortCheck {
  private let limits: SoakProfile.Abort
  private var done = 0
  /// The second at which a row was last seen to become DONE, or none waited.
  private var lastProgress = 0

  init(_ limits: SoakProfile.Abort) { self.limits = limits }

  /// What is looked at.
  struct Sight {
    var second = 0
    /// PENDING rows.
    var waiting = 0
    var done = 0
    var duplicates = 0
    var diskFreeMB = Int.max
    var commands = 0
    var failedCommands = 0
  }

  /// Fewer commands say nothing about their share.
  private static let fewest = 100

  /// - Returns: the condition that is met, in words; `nil` as long as there is none.
  mutating func reason(_ sight: Sight) -> String? {
    if sight.done > done || sight.waiting == 0 { lastProgress = sight.second }
    done = sight.done
    let standing = (sight.second - lastProgress) / 60
    let share = Double(sight.failedCommands) / Double(max(sight.commands, Self.fewest))
    return
      if sight.duplicates > limits.duplicates
    {
      "\(sight.duplicates) duplicate executions (limit \(limits.duplicates))"
    } else if sight.waiting > limits.backlogRows {
      "\(sight.waiting) rows wait (limit \(limits.backlogRows))"
    } else if standing >= limits.noProgressMinutes {
      "rows wait, and none was DONE for \(standing) minutes (limit \(limits.noProgressMinutes))"
    } else if sight.diskFreeMB < limits.diskFreeMB {
      "\(sight.diskFreeMB) MB of disk are free (limit \(limits.diskFreeMB))"
    } else if share > limits.failedCommands {
      "\(share.percent) of the commands ended as nobody expected (limit "
        + "\(limits.failedCommands.percent))"
    } else {
      nil
    }
  }
}
