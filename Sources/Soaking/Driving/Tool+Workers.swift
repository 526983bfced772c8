import Host

extension Tool {
  /// Asks the supervisors of those who are at work to give their rows back, and waits until they,
  /// and those who just hand in a report, have ended.
  func endWorkers() {
    // All that this soak started, and nobody else, has this home.
    let supervisors = ProcessTable.processes(with: ["HOME": folder.path])
      .filter { $0.words.dropFirst().first == "supervise" }
    for supervisor in supervisors { supervisor.signal(.terminate) }
    for supervisor in supervisors { _ = supervisor.hasEnded(within: .milliseconds(10_000)) }
  }
}
