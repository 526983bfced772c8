import Host

/// `.orch/journal.jsonl`: one line a rewrite, appended before the swap.
///
/// Only whoever holds the lock writes it.
struct Journal: ~Copyable {
  private let descriptor: FileDescriptor
  private(set) var size: Int
  /// The last whole line, and where it begins.
  private(set) var last: JournalEntry.Parsed?
  private(set) var lastOffset: Int
  /// Whether a torn last line was dropped.
  let droppedTornLine: Bool

  init(opening path: String) throws(SystemError) {
    let descriptor = try FileDescriptor(opening: path, for: .updating)
    let found = try descriptor.status().identity.size
    let tail = try Tail(of: descriptor, size: found)
    if tail.end < found { try descriptor.truncate(to: tail.end) }
    self.descriptor = descriptor
    last = tail.entry
    lastOffset = tail.start
    size = tail.end
    droppedTornLine = tail.end < found
  }

  /// The number of the entry that comes next.
  var nextSequence: Int { (last?.sequence ?? 0) + 1 }

  /// Appends `entries` as one write and makes them durable; appends none of
  /// them when that fails.
  mutating func append(_ entries: [JournalEntry]) throws(SystemError) {
    guard let final = entries.last?.line else { return }
    let lines = entries.dropLast().flatMap(\.line) + final
    do {
      try descriptor.write(lines, at: size)
      try descriptor.syncData()
    } catch {
      // What was written in part would be taken for a torn line; a disk that
      // does not even let us shorten the file leaves that to the next command.
      try? descriptor.truncate(to: size)
      throw error
    }
    size += lines.count
    lastOffset = size - final.count
    last = JournalEntry.parse(final.dropLast())
  }

  /// Takes the last entry back: its swap was not carried out.
  mutating func takeBackLast() throws(SystemError) {
    try descriptor.truncate(to: lastOffset)
    try descriptor.syncData()
    let tail = try Tail(of: descriptor, size: lastOffset)
    (last, lastOffset, size) = (tail.entry, tail.start, tail.end)
  }

  /// The identity of the file that became generation `sequence`, or `nil` when
  /// the journal does not know it any more.
  func displacedIdentity(of sequence: Int) -> FileIdentity? {
    if last?.sequence == sequence { return last?.displaced }
    guard let bytes = try? descriptor.read(size, at: 0) else { return nil }
    return bytes.split(separator: 10).reversed().lazy.compactMap(JournalEntry.parse)
      .first { $0.sequence == sequence }?.displaced
  }
}

/// The last whole line of a file, found from its end.
private struct Tail {
  var entry: JournalEntry.Parsed?
  /// Where the line begins, and where it ends with its line feed.
  var start = 0
  var end = 0

  init(of descriptor: borrowing FileDescriptor, size: Int) throws(SystemError) {
    end = size
    while end > 0, entry == nil {
      let line = try Self.lastLine(of: descriptor, before: end)
      start = line.start
      if line.isWhole { entry = JournalEntry.parse(line.bytes) }
      // A line that is torn is dropped, and the one before it counts.
      if entry == nil { end = start }
    }
  }

  private static func lastLine(
    of descriptor: borrowing FileDescriptor, before end: Int
  ) throws(SystemError) -> (start: Int, bytes: ArraySlice<UInt8>, isWhole: Bool) {
    var window = 4096
    while true {
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
  }
}
