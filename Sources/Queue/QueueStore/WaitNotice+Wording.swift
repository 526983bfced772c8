package import Host

extension WaitNotice {
  /// Names the holder of the lock for which this command waits.
  package func ofLock(on queue: String) -> WaitNotice {
    worded { "waiting for \($0.isEmpty ? "another program" : $0), which has \(queue) …" }
  }

  package func ofSave(of queue: String) -> WaitNotice {
    worded { _ in "waiting for a save of \(queue) to end …" }
  }

  package var ofHistory: WaitNotice { worded { _ in "reading the history …" } }
}
