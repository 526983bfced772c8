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

extension Rewriter {
  /// The file that the new one has to be like: the save that this command displaced, or what
  /// stands at the queue's path; `nil` when that is away for a moment.
  func openModel() throws(SystemError) -> FileDescriptor? {
    let model = displacedSave.map(generations.path) ?? path
    do { return try FileDescriptor(opening: model, for: .readingNoLink) } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  /// The file that the new version is written to: one that a command before left,
  /// or a new one.
  mutating func newFile(_ sequence: Int) throws(SystemError) -> FileDescriptor {
    if let old = oldGenerations.min(),
      let file = try generations.recycle(old, as: sequence, journal)
    {
      oldGenerations.removeAll { $0 == old }
      return file
    }
    return try FileDescriptor(
      opening: generations.path(sequence), for: .creating(permissions: 0o600))
  }

  /// Writes the new file and journals its swap; `false` when what stands at the
  /// queue's path must not be displaced, but rewritten in place.
  mutating func journal(
    _ entries: [JournalEntry], of new: borrowing FileDescriptor, _ attempt: RewriteAttempt,
    with rewrite: Rewrite?, like model: borrowing FileDescriptor
  ) throws(SystemError) -> Bool {
    do throws(SystemError) {
      guard try prepare(new, like: model) else { return false }
      try write(attempt.queue, with: rewrite, to: new)
      var entries = entries
      entries[entries.count - 1].left.identity = try new.status().identity
      entries[entries.count - 1].displaced = attempt.file.identity
      try journal.append(entries)
      return true
    } catch {
      try? Directory.remove(new.path)
      throw error
    }
  }

  /// Makes the new file like the one it is to displace; `false` when that must not
  /// be displaced.
  private func prepare(
    _ new: borrowing FileDescriptor, like model: borrowing FileDescriptor
  ) throws(SystemError) -> Bool {
    let status = try model.status()
    if status.links == 1 || displacedSave != nil,
      try new.takeAttributes(of: model, status: status)
    {
      return true
    }
    guard displacedSave != nil else { return false }
    // It is displaced already, and what stands at the queue's path is this user's own file: its
    // mode and group are all that can be kept.
    try new.share(permissions: status.permissions, group: status.group)
    return true
  }

  /// Writes the new file, durably, with a modification time of its own.
  ///
  /// The time is to the nanosecond, where the kernel's own are those of its
  /// ticks: no save in the same tick can be taken for this one.
  func write(
    _ queue: QueueVersion, with rewrite: Rewrite?, to descriptor: borrowing FileDescriptor
  ) throws(SystemError) {
    let oldSize = try descriptor.status().identity.size
    try queue.withPieces(rewrite) { (pieces) throws(SystemError) in
      try descriptor.write(gathering: pieces)
      let size = pieces.reduce(0) { $0 + $1.count }
      if size < oldSize { try descriptor.truncate(to: size) }
    }
    try descriptor.setModified(clock.now())
    try descriptor.sync()
  }
}
