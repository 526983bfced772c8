import Host
import Model

/// `.orch/journal.jsonl`. It has a line for each rewrite, and for each external edit that the
/// rewrite merged. The lines are appended before the swap. A rewrite in place appends another line
/// when it is complete.
///
/// Only a command that holds the queue's lock writes the journal.
struct Journal: ~Copyable {
  private let descriptor: FileDescriptor
  private var tail: JournalTail
  /// The last entry before this command, and the entries that this command appended.
  private var recent: [JournalEntry.Parsed]
  /// The number that the first entry of an empty journal follows.
  private var base = 0
  let droppedTornLine: Bool

  init(opening path: String) throws(SystemError) {
    let descriptor = try FileDescriptor(opening: path, for: .updating)
    try descriptor.checkHasOneLink()
    let foundSize = try descriptor.status().identity.size
    var tail = try JournalTail(of: descriptor, size: foundSize)
    // A crash may have lost the last lines of a rewrite.
    try tail.dropParts(of: descriptor)
    if tail.end < foundSize { try descriptor.truncate(to: tail.end) }
    self.descriptor = descriptor
    self.tail = tail
    recent = tail.entry.map { [$0] } ?? []
    droppedTornLine = tail.end < foundSize
  }

  /// The last whole line.
  var last: JournalEntry.Parsed? { tail.entry }
  var lastOffset: Int { tail.start }
  var size: Int { tail.end }

  var nextSequence: Int { (last?.sequence ?? base) + 1 }

  /// Continues the numbers of the history of a copied queue, whose journal is empty yet.
  ///
  /// The original may have used the next numbers, and programs may know them as the places of other
  /// changes. So the numbers go on with the time in seconds, which no queue has reached.
  mutating func continueHistory(after sequence: Int, at time: QueueTime) {
    base = max(sequence, time.epochSeconds)
  }

  /// Appends entries with one write, and syncs. If that fails, no entry is appended.
  ///
  /// - Throws: also if an entry could not be read again, because the numbers of the journal are at
  ///   their end.
  mutating func append(_ entries: [JournalEntry]) throws(SystemError) {
    try append(lines: entries.map(\.line))
  }

  /// Records that the rewrite in place that the last entry began is complete.
  mutating func endInPlace(leaving identity: FileIdentity) throws(SystemError) {
    try append(lines: last.map { [$0.endedLine(leaving: identity)] } ?? [])
  }

  private mutating func append(lines: [[UInt8]]) throws(SystemError) {
    guard let final = lines.last else { return }
    if let longest = lines.map(\.count).max(), longest > JournalEntry.longestLine {
      throw .tooLong(descriptor.path, line: longest, limit: JournalEntry.longestLine)
    }
    let entries = lines.compactMap { JournalEntry.parse($0.dropLast()) }
    guard entries.count == lines.count else { throw .other(descriptor.path, than: .journal) }
    let bytes = Array(lines.joined())
    do {
      try descriptor.write(bytes, at: size)
      try descriptor.syncData()
    } catch {
      // Without truncating, a partly written line would be reported as torn. If truncating fails,
      // too, the next command drops the line.
      try? descriptor.truncate(to: size)
      throw error
    }
    recent += entries
    tail.end += bytes.count
    (tail.start, tail.entry) = (tail.end - final.count, recent.last)
  }

  /// Removes the last entry, whose swap did not happen. The entries of the external edits that it
  /// merged are also removed, because these edits are not in the queue, either.
  mutating func removeLast() throws(SystemError) {
    var tail = try JournalTail(of: descriptor, size: lastOffset)
    try tail.dropParts(of: descriptor)
    try descriptor.truncate(to: tail.end)
    try descriptor.syncData()
    self.tail = tail
    let next = nextSequence
    recent.removeAll { $0.sequence >= next }
  }

  /// All readable entries, the oldest first.
  func entries() throws(SystemError) -> [JournalEntry.Parsed] {
    try JournalEntry.entries(in: descriptor, upTo: size)
  }

  func claims(after sequence: Int) throws(SystemError) -> JournalClaims {
    try JournalClaims(of: descriptor, before: size, after: sequence)
  }

  /// Whether the journal has `identity` for generation `sequence`, as the file that the swap
  /// displaced, or as a late save that was merged. If it does not, a program has written to the
  /// generation since.
  func recordsIdentity(_ identity: FileIdentity, ofGeneration sequence: Int) -> Bool {
    func matches(_ entry: JournalEntry.Parsed) -> Bool {
      // A late save that was merged has its own entry, with a higher number.
      let isDisplaced = entry.sequence == sequence && entry.displaced == identity
      return isDisplaced || entry.identity == identity
    }
    if recent.contains(where: matches) { return true }
    // Entries with lower numbers do not have the generation.
    var tail = tail
    while let candidate = tail.entry, candidate.sequence >= sequence {
      if matches(candidate) { return true }
      guard let older = try? JournalTail(of: descriptor, size: tail.start) else { return false }
      tail = older
    }
    return false
  }
}

/// The last entry of a journal, found from its end.
struct JournalTail {
  var entry: JournalEntry.Parsed?
  /// The offset at which the entry begins.
  var start = 0
  /// The offset at which the next entry is written: the end of the last line or, if this line is
  /// torn, its beginning.
  var end = 0

  /// Skips a torn last line, and unreadable lines before it. Only the torn line is dropped, because
  /// the unreadable lines were changed by hand, and not cut by a crash.
  init(of descriptor: borrowing FileDescriptor, size: Int) throws(SystemError) {
    end = size
    start = size
    var offset = size
    while offset > 0, entry == nil {
      let line = try Self.lastLine(of: descriptor, before: offset)
      if line.isWhole { entry = JournalEntry.parse(line.bytes) }
      if entry == nil, offset == size { end = line.start }
      offset = line.start
      start = line.start
    }
    if entry == nil { start = end }
  }

  /// Moves the tail to before external edits whose rewrite has no entry.
  mutating func dropParts(of descriptor: borrowing FileDescriptor) throws(SystemError) {
    while entry?.partOf != nil { self = try JournalTail(of: descriptor, size: start) }
  }

  private static func lastLine(
    of descriptor: borrowing FileDescriptor, before end: Int
  ) throws(SystemError) -> (start: Int, bytes: ArraySlice<UInt8>, isWhole: Bool) {
    var window = 4096
    while window <= JournalEntry.longestLine {
      let offset = max(0, end - window)
      let bytes = try descriptor.read(end - offset, at: offset)
      let isWhole = bytes.last == 10
      let content = isWhole ? bytes.dropLast() : bytes[...]
      if let before = content.lastIndex(of: 10) {
        return (offset + before + 1, content[(before + 1)...], isWhole)
      }
      if offset == 0 { return (0, content, isWhole) }
      window *= 4
    }
    throw .other(descriptor.path, than: .journal)
  }
}
