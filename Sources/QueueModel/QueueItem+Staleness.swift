extension QueueItem {
  /// Whether the row has been IN_PROGRESS for so many minutes, or longer.
  ///
  /// A start in the future never is, nor is one that nobody can read.
  public func isStale(after minutes: Int, at now: QueueTime) -> Bool {
    guard status == .inProgress, let startedAt,
      let start = QueueTime(startedAt, offset: now.offset)
    else { return false }
    let age = now.epochSeconds - start.epochSeconds
    return age >= 0 && age / 60 >= minutes
  }
}
