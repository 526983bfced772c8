import Host
import QueueStore

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
      case .ended?:
        try Directory.removeIfThere(
          InPlaceVersions(generation: generations.path(last.sequence)).new)
      case nil: try recoverSwap(last)
      }
    } catch {
      throw .system(error)
    }
  }

  /// Git keeps no empty folder: one that is gone is made again.
  private func generationNames() throws(SystemError) -> [String] {
    do { return try Directory.names(in: sidecar.generations) } catch {
      guard error.isMissing else { throw error }
    }
    try sidecar.createGenerations(like: FileStatus(of: path))
    return []
  }

  private mutating func removeUnjournaled() throws(SystemError) {
    let last = journal.last?.sequence ?? 0
    for name in try generationNames() {
      let number = name.prefix { $0.isNumber }
      guard let sequence = Int(number) else { continue }
      if sequence > last {
        try Directory.remove("\(sidecar.generations)/\(name)")
      } else if number.count == name.count {
        oldGenerations.append(sequence)
      }
    }
  }

  /// Inode numbers decide: the new file still lies where it was written, or it stands at the
  /// queue's path. Its size tells it from a copied generation that got the same number.
  private mutating func recoverSwap(_ last: JournalEntry.Parsed) throws(SystemError) {
    let generation = generations.path(last.sequence)
    try recoverRename(generation, last)
    if let link = Path.linkTarget(generation) {
      try checkLeads(link, to: last.displaced, generation)
      try putLinkBack()
      throw .link(path)
    }
    guard let status = try FileStatus.ifExists(generation) else {
      // A loss of power may have taken the new file's name, and the swap with it.
      let queue = try FileStatus.ifExists(path)
      if let queue, queue.identity == last.displaced { try journal.takeBackLast() }
      return
    }
    let (found, left) = (status.identity, last.left.identity)
    guard found.inode == left.inode, found.size == left.size else { return }
    try journal.takeBackLast()
    try Directory.remove(generation)
  }

  /// A link that a crash left among the generations may as well have come with the folder: it
  /// goes back to the queue's path only where it leads to the file that stood there before.
  private func checkLeads(
    _ link: String, to displaced: FileIdentity?, _ generation: String
  ) throws(SystemError) {
    let target = try FileStatus.ifExists(Path.join(Path.parent(of: path), link))?.identity
    guard let target, let displaced, target.isSameFile(as: displaced) else {
      throw .link(generation)
    }
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
    let new = try FileDescriptor(opening: versions.new, for: .readingNoLink)
    let old = try FileDescriptor(opening: versions.generation, for: .readingNoLink)
    switch try Self.progress(
      FileContents(reading: queue), old: FileContents(reading: old), new: FileContents(reading: new)
    ) {
    case .unknown: return try keepBoth(versions, last.sequence)
    case .cutShort: notices.append(.endedAfterCrash)
    case .complete: break
    }
    // Also when it is complete: it may not be durable.
    try queue.copy(from: new)
    try endInPlace(versions, queue)
  }

  /// The bytes are neither old, new, nor the one written over the other: a save
  /// that came later, or pages that a power loss mixed. Nobody guesses which.
  private mutating func keepBoth(
    _ versions: InPlaceVersions, _ sequence: Int
  ) throws(SystemError) {
    _ = try sidecar.keep(versions.new, as: "\(sequence).new")
    _ = try sidecar.keep(versions.generation, as: String(sequence))
    notices.append(.keptBothVersions(folder: sidecar.found))
  }

  /// How far a rewrite in place had come.
  private enum Progress { case complete, cutShort, unknown }

  /// Whether what was found is `new` written over `old` up to some place.
  private static func progress(
    _ found: FileContents, old: FileContents, new: FileContents
  ) -> Progress {
    // The bytes live as long as the contents do.
    defer { withExtendedLifetime((found, old, new)) {} }
    // A save that has only begun left less than there was.
    guard found.bytes.count >= min(old.bytes.count, new.bytes.count) else { return .unknown }
    let written = zip(found.bytes, new.bytes).prefix(while: ==).count
    let rest = found.bytes[written...]
    if rest.isEmpty { return written == new.bytes.count ? .complete : .cutShort }
    return rest.elementsEqual(old.bytes[min(written, old.bytes.count)...]) ? .cutShort : .unknown
  }
}
