import Host
import QueueModel

/// `.orch/journal.jsonl`: a line for each rewrite, and one for each save that it
/// found, appended before the swap. A rewrite in place adds one when it has ended.
///
/// Only whoever holds the lock writes it.
struct Journal: ~Copyable {
  private let descriptor: FileDescriptor
  private(set) var size: Int
  /// The last whole line, and where it begins.
  private(set) var last: JournalEntry.Parsed?
  private(set) var lastOffset: Int
  /// The last entry of before this command, and those that it wrote.
  private var recent: [JournalEntry.Parsed]
  /// Whether a torn last line was dropped.
  let droppedTornLine: Bool

  init(opening path: String) throws(SystemError) {
    let descriptor = try FileDescriptor(opening: path, for: .updating)
    try descriptor.checkHasOneLink()
    let found = try descriptor.status().identity.size
    var tail = try JournalTail(of: descriptor, size: found)
    while let save = tail.entry, save.partOf != nil {
      // A crash came between the lines of one rewrite.
      tail = try JournalTail(of: descriptor, size: tail.start)
    }
    if tail.end < found { try descriptor.truncate(to: tail.end) }
    self.descriptor = descriptor
    last = tail.entry
    recent = tail.entry.map { [$0] } ?? []
    lastOffset = tail.start
    size = tail.end
    droppedTornLine = tail.end < found
  }

  /// The number of the entry that comes next.
  var nextSequence: Int { (last?.sequence ?? 0) + 1 }

  /// Appends `entries` as one write and makes them durable; appends none of
  /// them when that fails.
  mutating func append(_ entries: [JournalEntry]) throws(SystemError) {
    try append(lines: entries.map(\.line))
  }

  /// Tells that the rewrite in place which the last entry began has ended.
  mutating func endInPlace(leaving identity: FileIdentity) throws(SystemError) {
    try append(lines: last.map { [$0.endedLine(leaving: identity)] } ?? [])
  }

  private mutating func append(lines: [[UInt8]]) throws(SystemError) {
    guard let final = lines.last else { return }
    let bytes = Array(lines.joined())
    do {
      try descriptor.write(bytes, at: size)
      try descriptor.syncData()
    } catch {
      // What was written in part would be taken for a torn line; a disk that
      // does not even let us shorten the file leaves that to the next command.
      try? descriptor.truncate(to: size)
      throw error
    }
    size += bytes.count
    lastOffset = size - final.count
    recent += lines.compactMap { JournalEntry.parse($0.dropLast()) }
    last = recent.last
  }

  /// Takes the last entry back, and those of the saves which it took in: its swap was not
  /// carried out.
  ///
  /// Were their entries kept, they would be taken for saves that are in the queue.
  mutating func takeBackLast() throws(SystemError) {
    var tail = try JournalTail(of: descriptor, size: lastOffset)
    while tail.entry?.partOf != nil { tail = try JournalTail(of: descriptor, size: tail.start) }
    try descriptor.truncate(to: tail.end)
    try descriptor.syncData()
    (last, lastOffset, size) = (tail.entry, tail.start, tail.end)
    let next = nextSequence
    recent.removeAll { $0.sequence >= next }
  }

  /// All that can be read, oldest first.
  func entries() throws(SystemError) -> [JournalEntry.Parsed] {
    try descriptor.read(size, at: 0).split(separator: 10).compactMap(JournalEntry.parse)
  }

  /// What is told of claims behind the entry `sequence`.
  func claims(after sequence: Int) throws(SystemError) -> JournalClaims {
    try JournalClaims(of: descriptor, before: size, after: sequence)
  }

  /// Whether nothing was written to generation `sequence`, which is now
  /// `identity`, since it became one: it is the file that the swap displaced, or
  /// a save that was found there and taken.
  func accounts(for identity: FileIdentity, of sequence: Int) -> Bool {
    func isKnown(_ entry: JournalEntry.Parsed) -> Bool {
      entry.sequence == sequence && entry.displaced == identity || entry.left.identity == identity
    }
    if recent.contains(where: isKnown) { return true }
    // Nothing that is older than the generation tells of it.
    var entry = last
    var offset = lastOffset
    while let known = entry, known.sequence >= sequence {
      if isKnown(known) { return true }
      guard let tail = try? JournalTail(of: descriptor, size: offset) else { return false }
      (entry, offset) = (tail.entry, tail.start)
    }
    return false
  }
}

/// The last entry of a journal, found from its end.
struct JournalTail {
  var entry: JournalEntry.Parsed?
  /// Where the entry begins.
  var start = 0
  /// Where the next entry belongs: behind the last line, or where that begins
  /// when a crash tore it.
  var end = 0

  /// A last line that is torn is dropped. Others that nobody can read stay: they
  /// are somebody's doing, not a crash's.
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

  private static func lastLine(
    of descriptor: borrowing FileDescriptor, before end: Int
  ) throws(SystemError) -> (start: Int, bytes: ArraySlice<UInt8>, isWhole: Bool) {
    var window = 4096
    while window <= longest {
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
    throw .otherContents(descriptor.path, expected: "a journal, which has lines")
  }

  /// Bytes of a line that are looked at, at most.
  private static let longest = 1 << 28
}
