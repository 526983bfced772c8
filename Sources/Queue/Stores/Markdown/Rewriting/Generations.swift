import Host
import Table

/// The files that swaps displaced from the queue's path.
///
/// The new file of journal entry N is written to the path of generation N. The swap exchanges that
/// file with the queue, so after the swap this path has the displaced file. After a crash, the
/// inode shows which of the two files the path has.
///
/// An editor that has a displaced file open still writes to it. So a generation is removed only
/// when no program can write to it, and recycled only when no program has it open. This is checked
/// before the file is examined. So if an editor closes the file in between, everything is written
/// by then, and the editor's save is found.
struct Generations {
  let sidecar: Sidecar
  let clock: Clock

  func path(_ sequence: Int) -> String { "\(sidecar.generations)/\(sequence)" }

  /// Whether the generation of an entry still has the entry's new file, so that the swap has not
  /// happened. The inode number shows that. The size detects a copied generation that has the same
  /// inode number.
  ///
  /// - Returns: `nil` if there is no such generation.
  func hasNewFile(of entry: JournalEntry.Parsed) throws(SystemError) -> Bool? {
    guard let found = try FileStatus.ifExists(path(entry.sequence))?.identity else { return nil }
    return found.inode == entry.identity.inode && found.size == entry.identity.size
  }

  func sequences() throws(SystemError) -> [Int] {
    try Directory.names(in: sidecar.generations).compactMap { Int($0) }.sorted()
  }

  /// If no program has a generation open, renames it to the path of the next generation, so that
  /// its space on disk and in memory is reused. For a big queue, allocation takes longer than all
  /// other steps.
  ///
  /// The new name is made durable before the file is overwritten. Otherwise a power failure could
  /// leave the new bytes under the old name, and they would be merged as a save.
  ///
  /// - Returns: the file, which still has the old bytes; `nil` if a program may have it open, or it
  ///   is not a regular file of this user.
  func recycle(
    _ sequence: Int, as next: Int, _ journal: borrowing Journal
  ) throws(SystemError) -> FileDescriptor? {
    // If the generation can't be opened, the rewrite uses a new file.
    guard var file = try? FileDescriptor(opening: path(sequence), for: .updating),
      try isUnused(file, sequence, journal)
    else { return nil }
    try file.move(to: path(next))
    // A program may have opened the file by its old name before the move.
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

  /// Removes the generations to which no program can write, except the last one. A generation to
  /// which a program has written stays until a command has merged it.
  func removeClosed(_ journal: borrowing Journal) throws(SystemError) {
    let sequences = try sequences()
    for (index, sequence) in sequences.dropLast().enumerated() {
      let isRecent = index >= sequences.count - Self.recent
      if try isRemovable(sequence, isRecent: isRecent, journal) {
        try Directory.remove(path(sequence))
      }
    }
  }

  /// The number of generations that stay if the system can't tell whether a program can write to
  /// them. Older generations then stay until ten seconds after the last write.
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

  /// Whether no program can write to the generation. If the system can't tell, the file's age
  /// decides.
  private func isClosed(_ hasWriter: Bool?, _ identity: FileIdentity, isRecent: Bool) -> Bool {
    switch hasWriter {
    case false?: true
    case true?: false
    case nil: !isRecent && clock.age(of: identity) >= Self.quiet
    }
  }

  /// Whether a generation with another identity is only a copy of the displaced file, for example
  /// because the folder was copied. If so, and no program can write to it, the generation is
  /// removed.
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

  /// Removes the new file of an entry whose swap is reverted. The file may have been at the queue's
  /// path for a moment. So if a program wrote to the file, or can write to it, the file is moved to
  /// `.orch/found` instead.
  ///
  /// - Returns: the path of the kept file; `nil` if the file was removed.
  func removeNew(of entry: JournalEntry.Parsed) throws(SystemError) -> String? {
    let descriptor = try FileDescriptor(opening: path(entry.sequence), for: .readingNoLink)
    let hasWriter = descriptor.hasWriter() == true
    var recorded = entry.identity
    let found = try descriptor.status().identity
    // The device is not compared, because a copied folder may be on another device.
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
