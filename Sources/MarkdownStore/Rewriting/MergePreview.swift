import Host
import QueueDocument
import TableMerge

/// The queue as the next command will write it, for readers: where another program saved an older
/// copy over newer rows, what was read is merged as the `Rewriter` merges it. Takes no lock and
/// writes nothing.
///
/// A save in a file that a swap displaced is left to the next command.
struct MergePreview {
  let path: String
  let sidecar: Sidecar
  let clock: Clock
  /// Whether a result may be kept for other readers.
  let mayKeep: @Sendable () -> Bool

  /// Bytes. A sparse one that came with a clone would fill the memory.
  private static let longestJournal = 1 << 28

  enum Outcome {
    /// The file shows the queue: no command keeps or puts back what it lacks. Also where that
    /// cannot be found out.
    case asRead
    case merged(QueueVersion)
    /// A save seems to be in progress; later the same file may be one that is merged.
    case unsettled
    /// A program wrote to the file or the journal meanwhile: the file has to be read again.
    case outdated
  }

  func outcome(of file: QueueFile) -> Outcome {
    guard let journal = try? FileDescriptor(opening: sidecar.journal, for: .readingNoLink),
      let found = try? journal.status().identity,
      (try? Self.lastLine(of: journal, found.size, names: file.identity)) == false
    else { return .asRead }
    return (try? outcome(of: file, journal, found)) ?? .asRead
  }

  /// Bytes of the last line that are searched; a longer one is taken for another.
  private static let longestLine = 1 << 20

  /// Whether the journal's last line records the file. Each reading asks: so the line is not
  /// parsed, and most of the journal not read.
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

  private func outcome(
    of file: QueueFile, _ journal: borrowing FileDescriptor, _ found: FileIdentity
  ) throws(SystemError) -> Outcome {
    guard try isPresent(file, found) else { return .outdated }
    if found.size > Self.longestJournal { return .asRead }
    try sidecar.checkIsNoLink()
    guard CurrentProcess.mayWrite(path, file.contents.status) else { return .asRead }
    let head = GitHead.read(above: Path.parent(of: path))
    let subject = PreviewFile.Subject(file: file.identity, journal: found, head: head)
    let previews = PreviewFile(sidecar: sidecar)
    if let kept = previews.result(for: subject) {
      return try isPresent(file, found) ? Outcome(kept) : .outdated
    }
    // Of a long journal only the end is read where a command is about to swap.
    let tail = try tail(of: journal, found.size, before: file)
    guard let last = tail.entry, last.inPlace != .begun, last.written.identity != file.identity
    else { return try isPresent(file, found) ? .asRead : .outdated }
    guard QueueReader(path: path, clock: clock).isAtRest(file, after: last.written) else {
      return try isPresent(file, found) ? .unsettled : .outdated
    }
    let entries = try JournalEntry.entries(in: journal, upTo: tail.end)
    let merged = try VersionHistory(entries, VersionFiles(sidecar: sidecar)).flatMap {
      (history) throws(SystemError) in try merge(file, last, history, head: head)
    }
    guard try isPresent(file, found) else { return .outdated }
    if mayKeep() {
      previews.keep(
        merged.map { .merged($0.bytes.withBytes { Array($0) }) } ?? .asRead, for: subject)
    }
    return merged.map { .merged($0) } ?? .asRead
  }

  /// Whether file and journal are still what was read.
  private func isPresent(_ file: QueueFile, _ journal: FileIdentity) throws(SystemError) -> Bool {
    let present = try (FileStatus.ifExists(path), FileStatus.ifExists(sidecar.journal))
    return present.0?.identity == file.identity && present.1?.identity == journal
  }

  /// The end of the journal up to the file; without the entries of a swap that has not happened: a
  /// command, or a crash, is between the two.
  private func tail(
    of journal: borrowing FileDescriptor, _ size: Int, before file: QueueFile
  ) throws(SystemError) -> JournalTail {
    var tail = try JournalTail(of: journal, size: size)
    if let last = tail.entry, last.inPlace == nil {
      let isNewFileLeft = try isStillGeneration(last)
      if isNewFileLeft || last.displaced == file.identity {
        tail = try JournalTail(of: journal, size: tail.start)
      }
    }
    while tail.entry?.partOf != nil { tail = try JournalTail(of: journal, size: tail.start) }
    return tail
  }

  /// Whether the file that the entry wrote stands where the swap takes it from.
  private func isStillGeneration(_ entry: JournalEntry.Parsed) throws(SystemError) -> Bool {
    let path = Generations(sidecar: sidecar, clock: clock).path(entry.sequence)
    guard let found = try FileStatus.ifExists(path)?.identity else { return false }
    return found.inode == entry.written.identity.inode
      && found.size == entry.written.identity.size
  }

  /// - Returns: `nil` where the next command leaves the bytes of the file as they are.
  private func merge(
    _ file: QueueFile, _ last: JournalEntry.Parsed, _ history: VersionHistory, head: String?
  ) throws(SystemError) -> QueueVersion? {
    guard (try? file.document.get()) != nil, !history.last.isSame(as: file.version),
      last.head == head
    else { return nil }
    let merger = try SaveMerger(
      QueueVersion(QueueBytes(history.last.bytes)), merging: [file], at: file.identity, history,
      head: last.head)
    return merger.queue.isSame(as: file.version) ? nil : merger.queue
  }
}

extension MergePreview.Outcome {
  fileprivate init(_ kept: PreviewFile.Result) {
    switch kept {
    case .asRead: self = .asRead
    case .merged(let bytes): self = .merged(QueueVersion(QueueBytes(bytes)))
    }
  }
}
