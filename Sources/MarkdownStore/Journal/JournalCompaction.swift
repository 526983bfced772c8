import Host
import QueueDocument
import QueueModel
import TableMerge

/// Moves old journal entries to `history-YYYY.jsonl`, which no command deletes.
///
/// The journal keeps at least the last 200 entries and the last seven days.
struct JournalCompaction {
  let sidecar: Sidecar

  private static let retainedEntries = 200
  private static let retainedSeconds = 7 * 86400
  /// Smaller journals are not checked, and entries are moved a day at a time: otherwise each
  /// command would read a whole journal.
  private static let smallest = 256 << 10
  private static let slack = 86400
  /// So many bytes are read to learn the time of the first line. Where it is longer, the whole
  /// journal is read.
  private static let firstLineLimit = 64 << 10

  /// The lines of a journal, divided into those to move and the rest.
  struct Lines {
    let moved: ArraySlice<ArraySlice<UInt8>>
    let remaining: ArraySlice<ArraySlice<UInt8>>
  }

  /// - Returns: `nil` while there is too little to move.
  func lines(
    toMoveFrom journal: borrowing Journal, now: Int
  ) throws(SystemError) -> Lines? {
    guard journal.size > Self.smallest else { return nil }
    let seconds = now / 1_000_000_000
    let descriptor = try FileDescriptor(opening: sidecar.journal, for: .readingNoLink)
    let first = try descriptor.read(Self.firstLineLimit, at: 0).prefix { $0 != 10 }
    let isWhole = first.count < Self.firstLineLimit
    guard !isWhole || isOlder(first, than: seconds - Self.retainedSeconds - Self.slack) else {
      return nil
    }
    let lines = try descriptor.read(journal.size, at: 0).split(separator: 10)
    let movable = Self.whole(
      lines.dropLast(Self.retainedEntries).prefix {
        isOlder($0, than: seconds - Self.retainedSeconds)
      },
      of: lines)
    return movable.isEmpty ? nil : Lines(moved: movable, remaining: lines[movable.endIndex...])
  }

  func move(_ lines: Lines, _ journal: borrowing Journal) throws(SystemError) {
    let status = try FileDescriptor(opening: sidecar.journal, for: .readingNoLink).status()
    try archive(lines.moved, like: status)
    let last = lines.moved.last.flatMap(JournalEntry.parse)?.sequence
    let files = VersionFiles(sidecar: sidecar)
    if let last, let version = try VersionHistory(journal, files)?.version(last) {
      // The patches that stay in the journal build on it.
      try QueueBytes(version.bytes).withBytes { (bytes) throws(SystemError) in
        try files.write([bytes], as: last)
      }
    }
    try replaceJournal(by: lines.remaining, like: status)
    if let last { try files.removeAll(before: last) }
  }

  /// The lines up to the last complete rewrite: its lines are moved together.
  private static func whole(
    _ movable: ArraySlice<ArraySlice<UInt8>>, of lines: [ArraySlice<UInt8>]
  ) -> ArraySlice<ArraySlice<UInt8>> {
    var movable = movable
    while let line = movable.last {
      let (last, next) = (JournalEntry.parse(line), JournalEntry.parse(lines[movable.endIndex]))
      guard let last, last.partOf != nil || last.sequence == next?.sequence else { break }
      movable = movable.dropLast()
    }
    return movable
  }

  /// Appends lines to the years' histories, without those that are there already: a crash may have
  /// come between this and `replaceJournal`.
  func archive(
    _ lines: ArraySlice<ArraySlice<UInt8>>, like journal: FileStatus
  ) throws(SystemError) {
    let entries = lines.compactMap { line in JournalEntry.parse(line).map { (line, $0.header) } }
    for (year, group) in Dictionary(grouping: entries, by: { String($0.1.time.prefix(4)) }) {
      let descriptor = try FileDescriptor(
        opening: sidecar.history(year: year), for: .updatingOrCreating(permissions: 0o600))
      try descriptor.share(permissions: journal.permissions, group: journal.group)
      let bytes = try descriptor.readWhole()
      // A line without an end is one that a crash cut short.
      let whole = bytes[..<((bytes.lastIndex(of: 10) ?? -1) + 1)]
      // By time too: a journal that was deleted begins again at 1.
      let known = whole.split(separator: 10).last.flatMap(JournalEntry.parse)?.header
      let new = group.filter { entry in
        known.map { ($0.time, $0.sequence) < (entry.1.time, entry.1.sequence) } ?? true
      }
      try descriptor.write(new.flatMap { Array($0.0) + [10] }, at: whole.count)
      try descriptor.sync()
    }
  }

  private func replaceJournal(
    by lines: ArraySlice<ArraySlice<UInt8>>, like journal: FileStatus
  ) throws(SystemError) {
    try NewFile.replace(
      sidecar.journal, through: sidecar.journal + ".new", like: journal
    ) { (file) throws(SystemError) in
      try file.write(lines.flatMap { Array($0) + [10] }, at: 0)
    }
    try Directory.sync(sidecar.folder)
  }

  private func isOlder(_ line: some Collection<UInt8>, than seconds: Int) -> Bool {
    guard let time = JournalEntry.parse(Array(line))?.header.time,
      let moment = QueueTime(iso8601: time)
    else { return false }
    return moment.epochSeconds < seconds
  }
}
