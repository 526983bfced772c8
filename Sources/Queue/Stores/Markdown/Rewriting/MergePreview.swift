import Host
public import Model
public import Table

/// The queue that a reader shows without taking the lock.
struct ShownQueue: Sendable {
  enum State {
    /// The file is the queue: no command will add anything that the file lacks. This case is also
    /// used if that can't be determined.
    case asRead
    case merged
    /// A save seems to be in progress. Later the same file may turn out to be a save that has to be
    /// merged.
    case unsettled
  }

  let version: QueueVersion
  var state = State.asRead
  /// Of a merge: the ids of rows that the file lacks.
  var missingIDs: [String] = []
}

extension QueueVersion {
  /// The ids that the other version does not have.
  func ids(missingIn other: QueueVersion) -> [String] {
    let known = Set(other.document?.ids ?? [])
    return document?.ids.filter { !known.contains($0) } ?? []
  }
}

/// What a save becomes that is merged with what others changed.
public struct SavedMerge: Sendable {
  /// The file after the merge.
  public let bytes: QueueBytes
  /// The rows in which the merge did more than to apply the save.
  public let rows: [RowMerge]
}

/// Finds, for readers, the queue that the next command will write. For a save, readers and commands
/// compute the same `FoundVersion`. A reader takes no lock, and writes only the preview file.
///
/// A save in a file that a swap displaced is not shown. The next command merges it.
struct MergePreview {
  let path: String
  let sidecar: Sidecar
  let clock: Clock
  /// The worktree with the queue, whose branch and commit are not read yet.
  let checkout: Checkout
  /// Whether a result may be stored for other readers.
  let mayKeep: @Sendable () -> Bool

  /// The largest journal in bytes that is read. A sparse file in a cloned repository could
  /// otherwise fill the memory.
  private static let longestJournal = 1 << 28

  /// - Returns: `nil` if a program has written to the file or the journal meanwhile. In this case
  ///   the file must be read again.
  /// - Throws: if the system can't read the journal now.
  func queue(of file: QueueFile) throws(SystemError) -> ShownQueue? {
    let asRead = ShownQueue(version: file.version)
    return try ifUsable { () throws(SystemError) -> ShownQueue? in
      let journal = try FileDescriptor(opening: sidecar.journal, for: .readingNoLink)
      let found = try journal.status().identity
      if try Self.lastLine(of: journal, found.size, names: file.identity) { return asRead }
      return try queue(of: file, journal, found)
    } ?? asRead
  }

  /// The largest number of bytes in which the last line is searched. A longer line does not match.
  private static let longestLine = 1 << 20

  /// Whether the journal's last line records the file. Each reading calls this function, so the
  /// line is not parsed, and most of the journal is not read.
  static func lastLine(
    of journal: borrowing FileDescriptor, _ size: Int, names file: FileIdentity
  ) throws(SystemError) -> Bool {
    if size == 0 { return true }
    let member = Array("\"identity\":\(file.json)".utf8)
    var length = 4096
    while true {
      let offset = max(0, size - length)
      let end = try journal.read(size - offset, at: offset)
      guard end.last == 10 else { return false }
      let start = end.dropLast().lastIndex(of: 10)
      if end.firstOffset(of: member, from: start ?? 0) != nil { return true }
      if start != nil || offset == 0 || length >= longestLine { return false }
      length *= 2
    }
  }

  private func queue(
    of file: QueueFile, _ journal: borrowing FileDescriptor, _ found: FileIdentity
  ) throws(SystemError) -> ShownQueue? {
    guard try isPresent(file, found) else { return nil }
    var shown = ShownQueue(version: file.version)
    if found.size > Self.longestJournal { return shown }
    try sidecar.checkIsNoLink()
    guard CurrentProcess.mayWrite(path, file.status) else { return shown }
    let checkout = checkout.readAgain()
    let preview = PreviewFile(sidecar, of: file, journal: found, checkout.position)
    if let kept = preview.read() {
      return try isPresent(file, found) ? kept : nil
    }
    // A command may be between its entry and the swap. To find out, only the end of a long journal
    // is read.
    let tail = try tail(of: journal, found.size, before: file)
    var isKept = false
    if let last = tail.entry, last.inPlace != .begun, last.identity != file.identity {
      if QueueReader(path: path, clock: clock).isAtRest(file, after: last) {
        let history = try VersionHistory(
          JournalEntry.entries(in: journal, upTo: tail.end), VersionFiles(sidecar: sidecar))
        let merged = try FoundVersion(file, after: last, history, in: checkout) {
          () throws(SystemError) in try ClaimsFile(sidecar: sidecar).readNow()
        }.merged
        if let merged { shown = ShownQueue(version: merged, state: .merged) }
        isKept = true
      } else {
        shown.state = .unsettled
      }
    }
    guard try isPresent(file, found) else { return nil }
    if isKept, mayKeep() { preview.keep(shown) }
    return shown
  }

  /// What the next command would make of a save that comes now.
  ///
  /// - Parameter text: the text of the save.
  /// - Returns: `nil` if that can't be said: without a journal, while a program writes, or if the text
  ///   is not a queue.
  func merge(saving text: QueueVersion, over file: QueueFile) throws(SystemError) -> SavedMerge? {
    guard text.document != nil, file.version.document != nil,
      let journal = try? FileDescriptor(opening: sidecar.journal, for: .readingNoLink)
    else { return nil }
    let found = try journal.status().identity
    guard found.size <= Self.longestJournal else { return nil }
    try sidecar.checkIsNoLink()
    let tail = try tail(of: journal, found.size, before: file)
    guard let last = tail.entry, last.inPlace != .begun else { return nil }
    let history = try VersionHistory(
      JournalEntry.entries(in: journal, upTo: tail.end), VersionFiles(sidecar: sidecar))
    let checkout = checkout.readAgain()
    let version = try FoundVersion(
      file, [QueueFile(text, after: file)], after: last, history, in: checkout
    ) { () throws(SystemError) in try ClaimsFile(sidecar: sidecar).readNow() }
    guard version.meaning == .merged, let edit = version.externalEdits.last else { return nil }
    return SavedMerge(bytes: (version.merged ?? file.version).bytes, rows: edit.merges)
  }

  /// Whether the file and the journal have not changed since they were read.
  private func isPresent(_ file: QueueFile, _ journal: FileIdentity) throws(SystemError) -> Bool {
    let present = try (FileStatus.ifExists(path), FileStatus.ifExists(sidecar.journal))
    return present.0?.identity == file.identity && present.1?.identity == journal
  }

  /// The end of the journal that belongs to the file, without the entries of a swap that has not
  /// happened. Such entries exist if a command is between its entry and the swap, or has crashed
  /// there.
  private func tail(
    of journal: borrowing FileDescriptor, _ size: Int, before file: QueueFile
  ) throws(SystemError) -> JournalTail {
    var tail = try JournalTail(of: journal, size: size)
    if let last = tail.entry, last.inPlace == nil {
      let hasNewFile = try Generations(sidecar: sidecar, clock: clock).hasNewFile(of: last) ?? false
      if hasNewFile || last.displaced == file.identity {
        tail = try JournalTail(of: journal, size: tail.start)
      }
    }
    try tail.dropParts(of: journal)
    return tail
  }
}
