package import Host

extension WaitNotice {
  /// Told of the lock's holder, says whom this command waits for.
  package func ofLock(on queue: String) -> WaitNotice {
    worded { "waiting for \($0.isEmpty ? "somebody" : $0), which has \(queue) …" }
  }

  /// Says that somebody is in the middle of a save.
  package func ofSave(of queue: String) -> WaitNotice {
    worded { _ in "waiting for a save of \(queue) to end …" }
  }

  /// Says that there is much to read.
  package var ofHistory: WaitNotice { worded { _ in "reading the history …" } }
}
