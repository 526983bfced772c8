import Host
import Table

/// The versions of the queue that have files: `.orch/versions/N` is the version of entry N. All
/// other versions are rebuilt from these files with the patches in the journal.
struct VersionFiles {
  let sidecar: Sidecar

  private func path(_ sequence: Int) -> String { "\(sidecar.versions)/\(sequence)" }

  /// The entries whose versions have files, in order.
  func sequences() throws(SystemError) -> [Int] {
    do { return try Directory.names(in: sidecar.versions).compactMap { Int($0) }.sorted() } catch {
      guard error.isMissing else { throw error }
      return []
    }
  }

  func contains(_ sequence: Int) throws(SystemError) -> Bool {
    try FileStatus.ifExists(path(sequence)) != nil
  }

  /// Writes the version of entry `sequence`, durably: `bytes` with `edits` applied. This is done
  /// before the entry is appended. The file gets its final name, the number, when it is complete.
  func write(
    _ bytes: QueueBytes, applying edits: [Edit] = [], as sequence: Int
  ) throws(SystemError) {
    if try FileStatus.ifExists(sidecar.versions) == nil { try sidecar.createVersions() }
    try NewFile.replace(
      path(sequence), through: "\(sidecar.versions)/new", like: FileStatus(of: sidecar.journal)
    ) { (file) throws(SystemError) in
      try bytes.withPieces(applying: edits) { (pieces) throws(SystemError) in
        try file.write(gathering: pieces)
      }
    }
    try Directory.sync(sidecar.versions)
  }

  /// The bytes of a version; `nil` if the version has no file.
  func bytes(of sequence: Int) throws(SystemError) -> [UInt8]? {
    do {
      return try FileDescriptor(opening: path(sequence), for: .readingNoLink).readWhole()
    } catch {
      guard error.isMissing else { throw error }
      return nil
    }
  }

  /// Removes the versions before `sequence`. No entry of the journal is based on them.
  func removeAll(before sequence: Int) throws(SystemError) {
    for old in try sequences() where old < sequence {
      try Directory.removeIfThere(path(old))
    }
  }
}
