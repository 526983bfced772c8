import Host

/// The files that stood at the queue's path before a swap.
///
/// An editor that had one open goes on writing there, so none is removed before
/// nobody can, and none is written over before nobody has it open at all.
struct Generations {
  let sidecar: Sidecar
  let clock: Clock

  /// Where the new file of entry `sequence` is written, and where the swap puts
  /// the one it displaces.
  func path(_ sequence: Int) -> String { "\(sidecar.generations)/\(sequence)" }

  /// The numbers of the generations that are there, in order.
  func sequences() throws(SystemError) -> [Int] {
    try Directory.names(in: sidecar.generations).compactMap { Int($0) }.sorted()
  }

  /// Makes a generation that nobody has open the file for the next one, so that
  /// its room on the disk and in memory is used again: with a big queue, giving
  /// it back and asking for as much takes longer than all the rest. Its new name is durable
  /// before it is written over: else a loss of power could leave the new bytes under the old
  /// name, where they are taken for a save.
  ///
  /// - Returns: the file, which still holds the old bytes; `nil` when somebody may
  ///   have it open, or it is not an ordinary file of this user's.
  func recycle(
    _ sequence: Int, as next: Int, _ journal: borrowing Journal
  ) throws(SystemError) -> FileDescriptor? {
    // One that is gone, or another user's, is not used again.
    guard var file = try? FileDescriptor(opening: path(sequence), for: .updating),
      try isFree(file, sequence, journal)
    else { return nil }
    try file.move(to: path(next))
    // Who opened it by the old name between the question and the move shows now.
    guard try isFree(file, sequence, journal) else {
      try file.move(to: path(sequence))
      return nil
    }
    try Directory.sync(sidecar.generations)
    return file
  }

  private func isFree(
    _ file: borrowing FileDescriptor, _ sequence: Int, _ journal: borrowing Journal
  ) throws(SystemError) -> Bool {
    let status = try file.status()
    return status.links == 1 && status.owner == CurrentProcess.effectiveUser
      && journal.accounts(for: status.identity, of: sequence) && file.isOpenOnlyHere()
  }

  /// Removes the generations that nobody can still write to, but for the newest. What
  /// somebody wrote to stays until a command has taken it.
  func tidy(_ journal: borrowing Journal) throws(SystemError) {
    let sequences = try sequences()
    for (index, sequence) in sequences.dropLast().enumerated() {
      let isAmongLast = index >= sequences.count - Self.kept
      if try mayGo(sequence, isAmongLast: isAmongLast, journal) {
        try Directory.remove(path(sequence))
      }
    }
  }

  private static let kept = 8
  private static let quiet = Int.milliseconds(10_000)

  private func mayGo(
    _ sequence: Int, isAmongLast: Bool, _ journal: borrowing Journal
  ) throws(SystemError) -> Bool {
    let descriptor = try FileDescriptor(opening: path(sequence), for: .readingNoLink)
    let identity = try descriptor.status().identity
    guard journal.accounts(for: identity, of: sequence) else { return false }
    return isOver(descriptor, identity, isAmongLast: isAmongLast)
  }

  /// Whether nobody can still write to it.
  private func isOver(
    _ descriptor: borrowing FileDescriptor, _ identity: FileIdentity, isAmongLast: Bool
  ) -> Bool {
    switch descriptor.hasWriter() {
    case false?: true
    case true?: false
    case nil: !isAmongLast && clock.now() - identity.modified >= Self.quiet
    }
  }

  /// Whether a generation that is not the file which the swap displaced holds nothing else than
  /// that did, as those of a copied folder do. Such a one is of no use, and goes.
  func isCopy(_ sequence: Int, _ history: VersionHistory) throws(SystemError) -> Bool {
    let descriptor = try FileDescriptor(opening: path(sequence), for: .readingNoLink)
    guard try history.accounts(for: descriptor.readWhole(), of: sequence) else { return false }
    if try isOver(descriptor, descriptor.status().identity, isAmongLast: false) {
      try Directory.remove(path(sequence))
    }
    return true
  }

  /// Keeps all generations for people.
  func putAllAside() throws(SystemError) -> [String] {
    var kept: [String] = []
    for sequence in try sequences() { kept.append(try putAside(sequence)) }
    return kept
  }

  /// Keeps a generation for people, under a name that nothing removes.
  func putAside(_ sequence: Int) throws(SystemError) -> String {
    try sidecar.keep(path(sequence), as: String(sequence))
  }
}
