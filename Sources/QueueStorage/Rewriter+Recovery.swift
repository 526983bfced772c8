import Host

extension Rewriter {
  /// Brings the sidecar to where a crash left the queue: a swap that was
  /// journaled and not carried out is taken back, a rewrite in place is ended,
  /// files that no entry knows are removed.
  mutating func recover() throws(StoreError) {
    do throws(SystemError) {
      try removeUnjournaled()
      guard let last = journal.last else { return }
      switch last.inPlace {
      case .begun?: try recoverInPlace(last)
      case .ended?, nil: try recoverSwap(last)
      }
    } catch {
      throw .system(error)
    }
  }

  private func removeUnjournaled() throws(SystemError) {
    let last = journal.last?.sequence ?? 0
    for name in try Directory.names(in: sidecar.generations) {
      let number = name.prefix { $0.isNumber }
      guard let sequence = Int(number), sequence > last else { continue }
      try Directory.remove("\(sidecar.generations)/\(name)")
    }
  }

  /// Inode numbers alone decide: the new file still lies where it was written,
  /// or it stands at the queue's path.
  private mutating func recoverSwap(_ last: JournalEntry.Parsed) throws(SystemError) {
    let generation = generations.path(last.sequence)
    try recoverRename(generation, last)
    guard let status = try FileStatus.ifExists(generation),
      status.identity.inode == last.left.identity.inode
    else { return }
    try journal.takeBackLast()
    try Directory.remove(generation)
  }

  /// Ends, or takes back, a replacement by link and rename.
  private func recoverRename(
    _ generation: String, _ last: JournalEntry.Parsed
  ) throws(SystemError) {
    let old = generation + ".old"
    guard try FileStatus.ifExists(old) != nil else { return }
    if try FileStatus.ifExists(generation) == nil {
      try Directory.move(old, to: generation)
    } else {
      try Directory.remove(old)
    }
  }

  /// Ends a rewrite in place that a crash cut short, unless somebody saved the
  /// queue since.
  private mutating func recoverInPlace(_ last: JournalEntry.Parsed) throws(SystemError) {
    let versions = InPlaceVersions(generation: generations.path(last.sequence))
    guard try FileStatus.ifExists(versions.new) != nil else { return }
    let queue = try FileDescriptor(opening: path, for: .updating)
    let new = try FileDescriptor(opening: versions.new, for: .reading)
    let old = try FileDescriptor(opening: versions.generation, for: .reading)
    if try Self.isCutShort(
      FileContents(reading: queue).bytes, old: FileContents(reading: old).bytes,
      new: FileContents(reading: new).bytes)
    {
      try queue.copy(from: new)
      notices.append("a rewrite of \(Path.name(of: path)) that a crash cut short was ended")
      try Directory.remove(versions.new)
    } else {
      try keepBoth(versions, last.sequence)
    }
  }

  /// The bytes are neither old, new, nor the one written over the other: a save
  /// that came later, or pages that a power loss mixed. Nobody guesses which.
  private mutating func keepBoth(
    _ versions: InPlaceVersions, _ sequence: Int
  ) throws(SystemError) {
    try Directory.create(sidecar.found, permissions: 0o700)
    try Directory.moveNew(versions.new, to: "\(sidecar.found)/\(sequence).new.md")
    try Directory.moveNew(versions.generation, to: "\(sidecar.found)/\(sequence).md")
    notices.append(
      "a rewrite of \(Path.name(of: path)) was cut short by a crash; what it read and what it "
        + "would have written are kept in \(sidecar.found): compare")
  }

  /// Whether `bytes` are `new` written over `old` up to some place.
  private static func isCutShort(
    _ bytes: UnsafeRawBufferPointer, old: UnsafeRawBufferPointer, new: UnsafeRawBufferPointer
  ) -> Bool {
    let written = zip(bytes, new).prefix { $0 == $1 }.count
    let rest = bytes[min(written, bytes.count)...]
    return rest.elementsEqual(old[min(written, old.count)...]) || rest.isEmpty
  }
}
