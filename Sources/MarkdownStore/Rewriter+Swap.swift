import Host
import QueueModel
import QueueStore

extension Rewriter {
  /// How a swap ended.
  enum Swap {
    /// The file that was read is now a generation; nobody came between.
    case done
    /// The queue is written, but somebody saved since it was read: that save is a generation
    /// now, or stands at the queue's path.
    case overrun
    /// An editor had moved the queue away for a moment, or put another file there:
    /// what stands at the queue's path was not changed.
    case queueWasAway
  }

  /// Writes the attempt's queue with what is planned, durably, and swaps it in.
  mutating func replace(
    _ attempt: RewriteAttempt, with plan: Plan<some Any>?, at time: QueueTime
  ) throws(StoreError) -> Swap {
    let rewrite = plan?.rewrite
    let sequence: Int
    do throws(SystemError) {
      guard let model = try openModel() else { return .queueWasAway }
      var entries = entries(for: attempt, plan, at: time)
      try record(&entries, of: attempt, with: rewrite)
      sequence = journal.nextSequence + entries.count - 1
      let new = try newFile(sequence)
      guard try journal(entries, of: new, attempt, with: rewrite, like: model) else {
        return try replaceInPlace(attempt, with: rewrite, entries, new)
      }
    } catch {
      throw .system(error)
    }
    return try swap(sequence, expecting: attempt.file.identity)
  }

  private mutating func swap(
    _ sequence: Int, expecting expected: FileIdentity
  ) throws(StoreError) -> Swap {
    let new = generations.path(sequence)
    let isExchanged: Bool
    do { isExchanged = try exchange(new) } catch {
      try lifting { () throws(SystemError) in
        try journal.takeBackLast()
        try Directory.remove(new)
      }
      if error.isMissing { return .queueWasAway }
      throw .system(error)
    }
    do throws(SystemError) {
      if !isExchanged { try Directory.move(new + ".old", to: new) }
      if Path.linkTarget(new) == nil {
        if try isUntouched(new, expected) { return .done }
        displacedSave = sequence
        return .overrun
      }
    } catch {
      throw .notDurable(error)
    }
    try lifting { () throws(SystemError) in try putLinkBack() }
    throw .system(.link(path))
  }

  /// Puts the link back that the last swap displaced: it leads to the queue.
  mutating func putLinkBack() throws(SystemError) {
    guard let last = journal.last else { return }
    let new = generations.path(last.sequence)
    if try !exchange(new) { try Directory.move(new + ".old", to: new) }
    try journal.takeBackLast()
    if try FileStatus(of: new).identity == last.left.identity { return try Directory.remove(new) }
    // In between somebody saved where the link belongs.
    notices.append(.keptLateSave(try generations.putAside(last.sequence)))
  }

  /// Puts the new file in the queue's place, and the queue in its place; `false`
  /// where the system cannot swap. Then the queue keeps a second name, `.old`,
  /// while the new file takes its own.
  private func exchange(_ new: String) throws(SystemError) -> Bool {
    if try Directory.exchange(new, path) { return true }
    try Directory.link(path, to: new + ".old")
    try Directory.move(new, to: path)
    return false
  }

  /// Whether the displaced file is the one that was read, and nobody is just
  /// writing to it; somebody who has it open gets a moment to do so.
  private func isUntouched(
    _ displaced: String, _ expected: FileIdentity
  ) throws(SystemError) -> Bool {
    let end = clock.monotonic() + .milliseconds(100)
    while true {
      let descriptor = try FileDescriptor(opening: displaced, for: .readingNoLink)
      let hasWriter = descriptor.hasWriter() == true
      if try descriptor.status().identity != expected { return false }
      if !hasWriter || clock.monotonic() >= end { return true }
      clock.sleep(.milliseconds(2))
    }
  }
}
