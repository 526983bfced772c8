import Host

/// The versions of the queue that are kept as files, `.orch/versions/N` for what entry N left.
/// The others follow from them by the journal's patches.
struct KeptVersions {
  let sidecar: Sidecar

  private func path(_ sequence: Int) -> String { "\(sidecar.versions)/\(sequence)" }

  /// Keeps the version that entry `sequence` leaves, durably: the entry comes behind it.
  func keep(
    _ pieces: [UnsafeRawBufferPointer], as sequence: Int
  ) throws(SystemError) {
    let model = try FileStatus(of: sidecar.journal)
    let file = try create(sequence, like: model)
    try file.share(permissions: model.permissions, group: model.group)
    try file.write(gathering: pieces)
    try file.sync()
    try Directory.sync(sidecar.versions)
  }

  private func create(_ sequence: Int, like model: FileStatus) throws(SystemError) -> FileDescriptor
  {
    // A crash may have left one that no entry tells of.
    try Directory.removeIfThere(path(sequence))
    do {
      return try FileDescriptor(opening: path(sequence), for: .creating(permissions: 0o600))
    } catch {
      guard error.isMissing else { throw error }
    }
    try sidecar.createVersions()
    return try FileDescriptor(opening: path(sequence), for: .creating(permissions: 0o600))
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

  func remove(_ sequence: Int) throws(SystemError) {
    try Directory.removeIfThere(path(sequence))
  }

  /// Removes what is older than `sequence`, for no entry of the journal follows from it.
  func removeAll(before sequence: Int) throws(SystemError) {
    for name in try Directory.names(in: sidecar.versions) {
      if let number = Int(name), number < sequence { try remove(number) }
    }
  }
}
