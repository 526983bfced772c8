import Host
import Table

/// The files that swaps displaced from the queue's path.
///
/// Generation N is the path at which the new file of journal entry N is written. The swap exchanges
/// that file with the queue: from then on the displaced file is there. Recovery decides by the
/// inode which of the two it is.
///
/// An editor that has a displaced file open still writes to it. So a generation is removed only
/// when no program can write to it, and recycled only when no program has it open. That is checked
/// before the file is examined: an editor that closes it in between has written everything, and its
/// save is seen.
struct Generations {
  let sidecar: Sidecar
  let clock: Clock

  func path(_ sequence: Int) -> String { "\(sidecar.generations)/\(sequence)" }

  /// Whether the new file of an entry is where the swap takes it from, so that the swap has not
  /// happened. The inode decides; the size detects a copied generation with the same inode number.
  ///
  /// - Returns: `nil` if there is no file.
  func hasNewFile(of entry: JournalEntry.Parsed) throws(SystemError) -> Bool? {
    guard let found = try FileStatus.ifExists(path(entry.sequence))?.identity else { return nil }
    return found.inode == entry.identity.inode && found.size == entry.identity.size
  }

  func sequences() throws(SystemError) -> [Int] {
    try Directory.names(in: sidecar.generations).compactMap { Int($0) }.sorted()
  }

  /// Renames a generation that no program has open to the next one, so that its space on disk and
  /// in memory is reused: for a big queue, allocation takes longer than everything else.
  ///
  /// The new name is durable before the file is overwritten. Otherwise a power loss could leave the
  /// new bytes under the old name, and they would be merged as a save.
  ///
  /// - Returns: the file, which still has the old bytes; `nil` if a program may have it open, or it
  ///   is not a regular file of this user.
  func recycle(
    _ sequence: Int, as next: Int, _ journal: borrowing Journal
  ) throws(SystemError) -> FileDescriptor? {
    // If it cannot be opened, the rewrite goes on with a new file.
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

  /// Removes the generations to which no program can write, except the last one. A generation that
  /// was written to stays until a command has merged it.
  func removeClosed(_ journal: borrowing Journal) throws(SystemError) {
    let sequences = try sequences()
    for (index, sequence) in sequences.dropLast().enumerated() {
      let isRecent = index >= sequences.count - Self.recent
      if try isRemovable(sequence, isRecent: isRecent, journal) {
        try Directory.remove(path(sequence))
      }
    }
  }

  // If the system cannot say whether a program can write to a generation, the last eight stay, and
  // older ones stay until ten seconds after the last write.
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

  /// Whether no program can write to the generation. If the system cannot say, age decides.
  private func isClosed(_ hasWriter: Bool?, _ identity: FileIdentity, isRecent: Bool) -> Bool {
    switch hasWriter {
    case false?: true
    case true?: false
    case nil: !isRecent && clock.age(of: identity) >= Self.quiet
    }
  }

  /// Whether a generation with another identity has the bytes of the displaced file, as in a copied
  /// folder. Removes the generation if it is closed.
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

  /// Removes the new file of an entry whose swap is reverted. If a program wrote to the file, or
  /// can write to it, it is moved to `.orch/found`: it may have been at the queue's path for a
  /// moment.
  ///
  /// - Returns: where the file is kept; `nil` if it was removed.
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

  func moveAllToFound() throws(SystemError) -> [String] {
    var paths: [String] = []
    for sequence in try sequences() { paths.append(try moveToFound(sequence)) }
    return paths
  }

  func moveToFound(_ sequence: Int) throws(SystemError) -> String {
    try sidecar.moveToFound(path(sequence), as: String(sequence))
  }
}
