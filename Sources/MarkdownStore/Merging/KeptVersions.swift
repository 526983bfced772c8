import Host

/// The versions of the queue that are kept as files, `.orch/versions/N` for what entry N left.
/// The others follow from them by the journal's patches.
struct KeptVersions {
  let sidecar: Sidecar

  private func path(_ sequence: Int) -> String { "\(sidecar.versions)/\(sequence)" }

  /// The numbers of those that are kept, in order.
  func sequences() throws(SystemError) -> [Int] {
    do { return try Directory.names(in: sidecar.versions).compactMap { Int($0) }.sorted() } catch {
      guard error.isMissing else { throw error }
      return []
    }
  }

  func holds(_ sequence: Int) throws(SystemError) -> Bool {
    try FileStatus.ifExists(path(sequence)) != nil
  }

  /// Keeps the version that entry `sequence` leaves, durably: the entry comes behind it.
  func keep(_ pieces: [UnsafeRawBufferPointer], as sequence: Int) throws(SystemError) {
    let model = try FileStatus(of: sidecar.journal)
    // Until it is whole it has no number.
    let draft = "\(sidecar.versions)/new"
    do {
      let file = try create(draft)
      try file.share(permissions: model.permissions, group: model.group)
      try file.write(gathering: pieces)
      try file.sync()
    }
    try Directory.move(draft, to: path(sequence))
    try Directory.sync(sidecar.versions)
  }

  private func create(_ draft: String) throws(SystemError) -> FileDescriptor {
    // A crash may have left one.
    try Directory.removeIfThere(draft)
    do {
      return try FileDescriptor(opening: draft, for: .creating(permissions: 0o600))
    } catch {
      guard error.isMissing else { throw error }
    }
    try sidecar.createVersions()
    return try FileDescriptor(opening: draft, for: .creating(permissions: 0o600))
  }

  /// The bytes of a version, or `nil` where it is not kept.
  func bytes(of sequence: Int) throws(SystemError) -> [UInt8]? {
    do {
      return try FileDescriptor(opening: path(sequence), for: .readingNoLink).readWhole()
    } catch {
      guard error.isMissing else { throw error }
      return nil
    }
  }

  /// Removes what is older than `sequence`, for no entry of the journal follows from it.
  func removeAll(before sequence: Int) throws(SystemError) {
    for old in try sequences() where old < sequence {
      try Directory.removeIfThere(path(old))
    }
  }
}
