import Host

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
