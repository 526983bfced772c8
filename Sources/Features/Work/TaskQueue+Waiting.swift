public import Door
import Host

extension TaskQueue {
  /// Waits until rows are DONE, or until nothing more happens to them without a person. It changes
  /// nothing and takes no lock. It handles the signals of the process: a signal to terminate ends
  /// the wait.
  ///
  /// - Parameters:
  ///   - words: ids of rows and names of plans. An archived row has ended, with the status that it
  ///     has in the archive. The rows of a plan include rows that are added during the wait.
  ///   - timeout: the longest wait; `nil` for no limit.
  ///   - caller: the session that would get the rows.
  ///   - report: called with each event as it happens.
  /// - Throws: among others a refusal if a word is neither a row's id nor a plan's name.
  public func wait(
    for words: [String], timeout: Duration?, as caller: Caller,
    reporting report: (WaitForRows.Event) -> Void
  ) throws(Problem) -> WaitForRows.Answer {
    try asking {
      let command = opening.command
      let source = WaitForRows.Source(
        follow: { [self] in
          if let notice = try? followQueue() { warn(notice) }
          refresh(for: command)
        },
        queue: { [self] in try queue(as: caller, for: "wait") },
        lastTick: lastTick)
      var waitForRows = WaitForRows(words, from: source, clock: opening.clock)
      var wait = try ServiceWait(watching: [])
      return try waitForRows(timeout: timeout, waitingWith: &wait, reporting: report)
    }
  }

  /// When a tick outside a daemon last ran, in seconds since 1970; `nil` if no such tick is known.
  package func lastTick() -> Int? { (try? runLog().lastStart(of: "tick")) ?? nil }
}
