package import Host

extension WaitNotice {
  /// Names the holder of the lock that this command waits for.
  package func ofLock(on queue: String) -> WaitNotice {
    worded { "waiting for \($0.isEmpty ? "another program" : $0), which has \(queue) …" }
  }

  /// The wait for the end of a save.
  package func ofSave(of queue: String) -> WaitNotice {
    worded { _ in "waiting for a save of \(queue) to end …" }
  }

  /// The wait for a long history.
  package var ofHistory: WaitNotice { worded { _ in "reading the history …" } }
}
