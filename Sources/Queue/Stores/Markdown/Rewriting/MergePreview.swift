import Host
import Table

/// The queue as a reader without the lock shows it.
struct ShownQueue: Sendable {
  enum State {
    /// The file shows the queue: no command will keep or put back anything that it lacks. This case
    /// is used too if that cannot be determined.
    case asRead
    case merged
    /// A save seems to be in progress; later the same file may be a save to merge.
    case unsettled
  }

  let version: QueueVersion
  var state = State.asRead
}

/// Finds the queue as the next command will write it, for readers: both compute the same
/// `FoundVersion` of a save. Takes no lock and writes nothing.
///
/// A save in a file that a swap displaced is left to the next command.
struct MergePreview {
  let path: String
  let sidecar: Sidecar
  let clock: Clock
  let environment: Environment
  /// Whether a result may be stored for other readers.
  let mayKeep: @Sendable () -> Bool

  /// Bytes. A sparse file that came with a clone would fill the memory.
  private static let longestJournal = 1 << 28

  /// - Returns: `nil` if a program wrote to the file or the journal meanwhile; then the file must
  ///   be read again.
  func queue(of file: QueueFile) -> ShownQueue? {
    let asRead = ShownQueue(version: file.version)
    guard let journal = try? FileDescriptor(opening: sidecar.journal, for: .readingNoLink),
      let found = try? journal.status().identity,
      (try? Self.lastLine(of: journal, found.size, names: file.identity)) == false
    else { return asRead }
    do { return try queue(of: file, journal, found) } catch { return asRead }
  }

  /// The bytes of the last line that are searched; a longer line does not match.
  private static let longestLine = 1 << 20

  /// Whether the journal's last line records the file. Each reading asks this, so the line is not
  /// parsed, and most of the journal is not read.
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
    let checkout = Checkout(of: path, environment).readAgain()
    let preview = PreviewFile(sidecar, of: file, journal: found, checkout.position)
    if let kept = preview.read() {
      return try isPresent(file, found) ? kept : nil
    }
    // If a command is about to swap, only the end of a long journal is read.
    let tail = try tail(of: journal, found.size, before: file)
    var isKept = false
    if let last = tail.entry, last.inPlace != .begun, last.identity != file.identity {
      if QueueReader(path: path, clock: clock).isAtRest(file, after: last) {
        let history = try VersionHistory(
          JournalEntry.entries(in: journal, upTo: tail.end), VersionFiles(sidecar: sidecar))
        let merged = try FoundVersion(file, after: last, history, in: checkout) {
          ClaimsFile(sidecar: sidecar).readNow()
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

  /// Whether file and journal are still as they were read.
  private func isPresent(_ file: QueueFile, _ journal: FileIdentity) throws(SystemError) -> Bool {
    let present = try (FileStatus.ifExists(path), FileStatus.ifExists(sidecar.journal))
    return present.0?.identity == file.identity && present.1?.identity == journal
  }

  /// The end of the journal up to the file, without the entries of a swap that has not happened: a
  /// command, or a crash, may be between the entry and the swap.
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
