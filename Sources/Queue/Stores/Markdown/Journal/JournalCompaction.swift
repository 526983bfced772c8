import Host
import Model
import Table

/// Moves old journal entries to `history-YYYY.jsonl`, which no command deletes.
///
/// The journal keeps at least the last 200 entries and the last seven days.
struct JournalCompaction {
  let sidecar: Sidecar

  private static let retainedEntries = 200
  private static let retainedSeconds = 7 * 86400
  /// The size in bytes of the smallest journal that is compacted. Smaller journals are not checked,
  /// and entries are moved only when a day of them is too old. Otherwise each command would read
  /// the whole journal.
  private static let smallest = 256 << 10
  private static let slack = 86400

  /// The entries at the beginning of a journal that are to be moved.
  struct OldEntries {
    let last: Int
    /// The offset of the first entry that stays.
    let end: Int
  }

  /// - Returns: `nil` if too few entries can be moved.
  func oldEntries(
    of journal: borrowing Journal, now: Int
  ) throws(SystemError) -> OldEntries? {
    guard journal.size > Self.smallest else { return nil }
    let seconds = now / 1_000_000_000
    let descriptor = try FileDescriptor(opening: sidecar.journal, for: .readingNoLink)
    guard let first = try Self.firstLine(of: descriptor),
      isOlder(first, than: seconds - Self.retainedSeconds - Self.slack)
    else { return nil }
    var search = OldEntrySearch(olderThan: seconds - Self.retainedSeconds)
    try descriptor.visitLines(upTo: journal.size, longest: JournalEntry.longestLine) {
      search.add($0)
    }
    return search.entries(besides: Self.retainedEntries)
  }

  /// - Returns: `nil` if the line is too long for a line of a journal.
  private static func firstLine(
    of journal: borrowing FileDescriptor
  ) throws(SystemError) -> ArraySlice<UInt8>? {
    var window = 64 << 10
    while window <= JournalEntry.longestLine {
      let bytes = try journal.read(window, at: 0)
      let line = bytes.prefix { $0 != 10 }
      if line.count < window { return line }
      window *= 4
    }
    return nil
  }

  func move(_ old: OldEntries, _ journal: borrowing Journal) throws(SystemError) {
    let descriptor = try FileDescriptor(opening: sidecar.journal, for: .readingNoLink)
    let status = try descriptor.status()
    try archive(descriptor, upTo: old.end)
    let files = VersionFiles(sidecar: sidecar)
    if let version = try VersionHistory(journal, files)?.version(old.last) {
      // The patches of the entries that stay are based on this version.
      try files.write(version.bytes, as: old.last)
    }
    try NewFile.replace(
      sidecar.journal, through: sidecar.journal + ".new", like: status
    ) { (file) throws(SystemError) in
      try file.append(descriptor, from: old.end, to: journal.size)
    }
    try Directory.sync(sidecar.folder)
    try files.removeAll(before: old.last)
  }

  /// Appends the entries in the first `size` bytes of a journal to the histories of their years.
  /// Entries that a history has already are skipped: a crash may have come after an earlier call,
  /// before the entries were removed from the journal, or the journal may come from a backup.
  func archive(
    _ journal: borrowing FileDescriptor, upTo size: Int
  ) throws(SystemError) {
    let status = try journal.status()
    var years: [String: YearHistory] = [:]
    func history(of entry: JournalEntry.Parsed) throws(SystemError) -> YearHistory {
      let year = String(entry.time.prefix(4))
      if let known = years[year] { return known }
      let history = try YearHistory(at: sidecar.history(year: year), like: status)
      years[year] = history
      return history
    }
    // The entries have the order of their lines, because a clock may have been set back.
    try Self.visitEntries(of: journal, upTo: size) { (entry, _) throws(SystemError) in
      try history(of: entry).expect(entry)
    }
    try Self.visitEntries(of: journal, upTo: size) { (entry, line) throws(SystemError) in
      try history(of: entry).append(line)
    }
    for history in years.values { try history.finish() }
  }

  private static func visitEntries(
    of journal: borrowing FileDescriptor, upTo size: Int,
    _ body: (JournalEntry.Parsed, _ line: UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) {
    var failure: SystemError?
    try journal.visitLines(upTo: size, longest: JournalEntry.longestLine) { line in
      guard failure == nil, case .bytes(let bytes) = line, let entry = JournalEntry.parse(bytes)
      else { return }
      do throws(SystemError) { try body(entry, bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func isOlder(_ line: ArraySlice<UInt8>, than seconds: Int) -> Bool {
    JournalEntry.parse(line)?.isOlder(than: seconds) ?? false
  }
}

extension JournalEntry.Parsed {
  fileprivate func isOlder(than seconds: Int) -> Bool {
    QueueTime(iso8601: time).map { $0.epochSeconds < seconds } ?? false
  }
}

private struct OldEntrySearch {
  private let seconds: Int
  private var offset = 0
  private var lineCount = 0
  /// The last line's entry, as long as all lines so far are old entries.
  private var last: JournalEntry.Parsed?
  private var isAtNewer = false
  /// The ends of complete rewrites, each with the number of lines before it. All entries of a
  /// rewrite are moved together.
  private var ends: [(lineCount: Int, entries: JournalCompaction.OldEntries)] = []

  init(olderThan seconds: Int) { self.seconds = seconds }

  mutating func add(_ line: FileLine) {
    defer { lineCount += 1 }
    guard !isAtNewer, case .bytes(let bytes) = line else {
      isAtNewer = true
      return
    }
    let entry = JournalEntry.parse(bytes)
    if let last, last.partOf == nil, last.sequence != entry?.sequence {
      ends.append((lineCount, .init(last: last.sequence, end: offset)))
    }
    guard let entry, entry.isOlder(than: seconds) else {
      isAtNewer = true
      return
    }
    last = entry
    offset += bytes.count + 1
  }

  /// The old entries, if at least `retained` lines follow.
  func entries(besides retained: Int) -> JournalCompaction.OldEntries? {
    ends.last { $0.lineCount <= lineCount - retained }?.entries
  }
}

/// The history of a year, to which entries of the journal are appended.
private final class YearHistory {
  private let descriptor: FileDescriptor
  /// The last entry that the history had before.
  private let known: JournalEntry.Parsed?
  private var end: Int
  private var lines: [UInt8] = []
  /// The sequences of the entries that are to be appended.
  private var expected: ClosedRange<Int>?
  /// The lines with these sequences that the history had before; `nil` before the first is appended.
  private var knownLines: Set<[UInt8]>?
  private static let longestBuffer = 1 << 20

  init(at path: String, like journal: FileStatus) throws(SystemError) {
    descriptor = try FileDescriptor(opening: path, for: .updatingOrCreating(permissions: 0o600))
    try descriptor.share(permissions: journal.permissions, group: journal.group)
    let size = try descriptor.status().identity.size
    let tail = try JournalTail(of: descriptor, size: size)
    // If the last line has no line end, a crash has cut it short.
    let isWhole = try descriptor.read(1, at: max(0, size - 1)).last == 10
    (known, end) = (tail.entry, isWhole ? size : tail.end)
  }

  /// Notes an entry that is to be appended.
  func expect(_ entry: JournalEntry.Parsed) {
    let (first, last) = (expected?.lowerBound ?? .max, expected?.upperBound ?? .min)
    expected = min(first, entry.sequence)...max(last, entry.sequence)
  }

  func append(_ line: UnsafeRawBufferPointer) throws(SystemError) {
    if knownLines == nil { knownLines = try readKnownLines() }
    if let knownLines, !knownLines.isEmpty, knownLines.contains(Array(line)) { return }
    lines += line
    lines.append(10)
    if lines.count > Self.longestBuffer { try flush() }
  }

  func finish() throws(SystemError) {
    try flush()
    try descriptor.sync()
  }

  /// Usually the entries follow the last one that the history has, and nothing is read.
  private func readKnownLines() throws(SystemError) -> Set<[UInt8]> {
    guard let known, let expected, expected.lowerBound != known.sequence + 1 else { return [] }
    var found: Set<[UInt8]> = []
    try descriptor.visitLines(upTo: end, longest: JournalEntry.longestLine) { line in
      guard case .bytes(let bytes) = line, let entry = JournalEntry.parse(bytes),
        expected.contains(entry.sequence)
      else { return }
      found.insert(Array(bytes))
    }
    return found
  }

  private func flush() throws(SystemError) {
    try descriptor.write(lines, at: end)
    end += lines.count
    lines.removeAll(keepingCapacity: true)
  }
}
