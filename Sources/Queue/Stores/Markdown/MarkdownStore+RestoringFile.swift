import Host
public import Model
public import QueueStore
import Table

extension MarkdownStore {
  public func restoreFile(_ context: TransitionContext) throws(StoreError) -> RestoredFile? {
    guard sidecar.hasHistory else { return nil }
    let lock = try acquireLock(for: context.author)
    let restored = try lifting { () throws(SystemError) -> RestoredFile? in
      let found = try FileStatus.ifExists(path)
      if let found, found.identity.size > 0 { throw .taken(path) }
      let journal = try FileDescriptor(opening: sidecar.journal, for: .readingNoLink)
      let entries = try JournalEntry.entries(in: journal, upTo: journal.status().identity.size)
      guard let entry = entries.last,
        let version = try VersionHistory(entries, VersionFiles(sidecar: sidecar))?.last,
        let document = version.document
      else { return nil }
      // An editor may save meanwhile: its file is never replaced.
      let emptied = Path.join(Path.parent(of: path), ".\(Path.name(of: path)).emptied")
      if found != nil { try Directory.move(path, to: emptied) }
      if let moved = try FileStatus.ifExists(emptied) {
        guard moved.identity.size == 0 else {
          try Directory.moveNew(emptied, to: path)
          throw .taken(path)
        }
        try Directory.remove(emptied)
      }
      let model = if let found { found } else { try FileStatus(of: sidecar.folder) }
      try place(version.bytes.array, like: model)
      return RestoredFile(entry: entry.header, rowCount: document.rowCount)
    }
    _ = consume lock
    return restored
  }

  /// Makes the file at the path, durably, with the permissions of `model`.
  ///
  /// - Throws: `alreadyExists` if there is a file.
  func place(_ bytes: [UInt8], like model: FileStatus) throws(SystemError) {
    let draft = try Draft(for: path)
    do throws(SystemError) {
      try draft.create(like: model)
      let file = try FileDescriptor(opening: draft.hidden, for: .updating)
      try file.write(bytes)
      try file.sync()
      try draft.place()
    } catch {
      draft.discard()
      throw error
    }
    try Directory.sync(Path.parent(of: path))
  }
}
