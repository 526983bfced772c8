import Host
import QueueStore

extension Rewriter {
  /// Makes the sidecar agree with the queue after a crash: reverts the entry of a swap that did not
  /// happen, completes a rewrite in place, and removes files without an entry.
  mutating func recover() throws(StoreError) {
    do {
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

  /// The names in the folder of generations. The folder is created if it is missing, because git
  /// does not store empty folders.
  private func generationNames() throws(SystemError) -> [String] {
    do { return try Directory.names(in: sidecar.generations) } catch {
      guard error.isMissing else { throw error }
    }
    try sidecar.create(sidecar.generations, like: FileStatus(of: path))
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

  /// Reverts the last entry if its swap did not happen.
  private mutating func recoverSwap(_ last: JournalEntry.Parsed) throws(SystemError) {
    let generation = generations.path(last.sequence)
    try recoverRename(generation, last)
    if let link = Path.linkTarget(generation) {
      try checkTarget(of: link, is: last.displaced, generation)
      try restoreLink()
      throw .link(path)
    }
    switch try generations.hasNewFile(of: last) {
    case false?: break
    case true?:
      try journal.removeLast()
      if let kept = try generations.removeNew(of: last) { notices.append(.keptLateSave(kept)) }
    case nil:
      // A power failure may have lost the name of the new file, and so the swap.
      let queue = try FileStatus.ifExists(path)
      if let queue, queue.identity == last.displaced { try journal.removeLast() }
    }
  }

  /// Checks a link among the generations before it is put back to the queue's path. The link may
  /// come from a copied folder, so it must point to the file that the swap displaced.
  private func checkTarget(
    of link: String, is displaced: FileIdentity?, _ generation: String
  ) throws(SystemError) {
    let target = try FileStatus.ifExists(Path.join(Path.parent(of: path), link))?.identity
    guard let target, let displaced, target.isSameFile(as: displaced) else {
      throw .link(generation)
    }
  }

  /// Completes or reverts a replacement by link and rename.
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
}
