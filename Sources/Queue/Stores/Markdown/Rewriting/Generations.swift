import Host
import Table

/// The files that swaps displaced from the queue's path.
///
/// Generation N is the path at which entry N of the journal has its new file written. The swap
/// exchanges that file with the queue: from then on the displaced one is there. Recovery decides by
/// the inode which of the two it is.
///
/// An editor that has one open still writes there. So one is removed only when no program can write
/// to it, and recycled only when no program has it open. That is asked before the file is looked
/// at: an editor that closes it in between has written everything, and its save is seen.
struct Generations {
  let sidecar: Sidecar
  let clock: Clock

  /// The generation of the journal entry `sequence`.
  func path(_ sequence: Int) -> String { "\(sidecar.generations)/\(sequence)" }

  /// Whether the new file of an entry stands where the swap takes it from: the swap has not happened.
  /// The inode decides; the size distinguishes a copied generation with the same inode number.
  ///
  /// - Returns: `nil` where no file stands there.
  func hasNewFile(of entry: JournalEntry.Parsed) throws(SystemError) -> Bool? {
    guard let found = try FileStatus.ifExists(path(entry.sequence))?.identity else { return nil }
    return found.inode == entry.identity.inode && found.size == entry.identity.size
  }

  /// The numbers of the generations, in order.
  func sequences() throws(SystemError) -> [Int] {
    try Directory.names(in: sidecar.generations).compactMap { Int($0) }.sorted()
  }

  /// Renames a generation that no program has open to the next one, so that its space on the disk
  /// and in memory is reused: with a big queue, allocation takes longer than all the rest.
  ///
  /// The new name is durable before the file is overwritten. Otherwise a power loss could leave the
  /// new bytes under the old name, and they would be merged as a save.
  ///
  /// - Returns: the file, which still has the old bytes; `nil` where a program may have it open, or
  ///   it is not an ordinary file of this user.
  func recycle(
    _ sequence: Int, as next: Int, _ journal: borrowing Journal
  ) throws(SystemError) -> FileDescriptor? {
    // Where it can't be opened, the rewrite goes on with a new file.
    guard var file = try? FileDescriptor(opening: path(sequence), for: .updating),
      try isUnused(file, sequence, journal)
    else { return nil }
    try file.move(to: path(next))
    // A program may have opened it by the old name before the move.
    guard try isUnused(file, sequence, journal) else {
      try file.move(to: path(sequence))
      return nil
    }
    try Directory.sync(sidecar.generations)
    return file
  }

  private func isUnused(
    _ file: borrowing FileDescriptor, _ sequence: Int, _ journal: borrowing Journal
  ) throws(SystemError) -> Bool {
    guard file.isOpenOnlyHere() else { return false }
    let status = try file.status()
    return status.links == 1 && status.owner == CurrentProcess.effectiveUser
      && journal.recordsIdentity(status.identity, ofGeneration: sequence)
  }

  /// Removes the generations to which no program can write, except the last one. One that was
  /// written to stays until a command has merged it.
  func removeClosed(_ journal: borrowing Journal) throws(SystemError) {
    let sequences = try sequences()
    for (index, sequence) in sequences.dropLast().enumerated() {
      let isRecent = index >= sequences.count - Self.recent
      if try isRemovable(sequence, isRecent: isRecent, journal) {
        try Directory.remove(path(sequence))
      }
    }
  }

  // Where the system cannot say whether a program can write to a generation, the last eight stay,
  // and older ones until nothing was written to them for ten seconds.
  private static let recent = 8
  private static let quiet = Duration.seconds(10)

  private func isRemovable(
    _ sequence: Int, isRecent: Bool, _ journal: borrowing Journal
  ) throws(SystemError) -> Bool {
    let descriptor = try FileDescriptor(opening: path(sequence), for: .readingNoLink)
    let hasWriter = descriptor.hasWriter()
    let identity = try descriptor.status().identity
    return isClosed(hasWriter, identity, isRecent: isRecent)
      && journal.recordsIdentity(identity, ofGeneration: sequence)
  }

  /// Whether no program can write to it. Where the system cannot say, age decides.
  private func isClosed(_ hasWriter: Bool?, _ identity: FileIdentity, isRecent: Bool) -> Bool {
    switch hasWriter {
    case false?: true
    case true?: false
    case nil: !isRecent && clock.age(of: identity) >= Self.quiet
    }
  }

  /// Whether a generation with another identity has the bytes of the displaced file, as those of a
  /// copied folder have. Removes it where it is closed.
  func isCopy(_ sequence: Int, _ history: VersionHistory) throws(SystemError) -> Bool {
    let descriptor = try FileDescriptor(opening: path(sequence), for: .readingNoLink)
    let hasWriter = descriptor.hasWriter()
    let version = try QueueVersion(QueueBytes(descriptor.readWhole()))
    guard try history.records(version, ofGeneration: sequence) else {
      return false
    }
    if try isClosed(hasWriter, descriptor.status().identity, isRecent: false) {
      try Directory.remove(path(sequence))
    }
    return true
  }

  /// Removes the new file of an entry whose swap is taken back. One that a program wrote to,
  /// or can write to, is moved to `.orch/found`: it may have been at the queue's path for a moment.
  ///
  /// - Returns: where it is kept, if it is.
  func removeNew(of entry: JournalEntry.Parsed) throws(SystemError) -> String? {
    let descriptor = try FileDescriptor(opening: path(entry.sequence), for: .readingNoLink)
    let hasWriter = descriptor.hasWriter() == true
    var recorded = entry.identity
    let found = try descriptor.status().identity
    // A copied folder may be on another device.
    recorded.device = found.device
    if hasWriter || found != recorded { return try moveToFound(entry.sequence) }
    try Directory.remove(path(entry.sequence))
    return nil
  }

  /// Moves all generations to `.orch/found`.
  func moveAllToFound() throws(SystemError) -> [String] {
    var paths: [String] = []
    for sequence in try sequences() { paths.append(try moveToFound(sequence)) }
    return paths
  }

  /// Moves a generation to `.orch/found`.
  func moveToFound(_ sequence: Int) throws(SystemError) -> String {
    try sidecar.moveToFound(path(sequence), as: String(sequence))
  }
}
