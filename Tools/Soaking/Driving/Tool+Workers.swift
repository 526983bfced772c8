import Host

extension Tool {
  /// Asks the supervisors of those who are at work to give their rows back, and waits until they,
  /// and those who just hand in a report, have ended.
  ///
  /// - Returns: how many have not within a minute; each may have to wait for the database's lock.
  func endWorkers() -> Int {
    // All that this soak started, and nobody else, has this home.
    let supervisors = ProcessTable.processes(with: ["HOME": folder.path])
      .filter { $0.commandLine.dropFirst().first == "supervise" }
    for supervisor in supervisors { supervisor.signal(.terminate) }
    let deadline = Clock.system.monotonic() + .milliseconds(60_000)
    return supervisors.count {
      !$0.hasEnded(within: max(0, deadline - Clock.system.monotonic()))
    }
  }
}
