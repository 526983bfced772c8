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
    let found = try descriptor.status().identity.size
    let tail = try JournalTail(of: descriptor, size: found)
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

  /// Takes the last entry back, and that of the save which it went on from: its
  /// swap was not carried out.
  ///
  /// That save may be one that a swap had displaced. Were its entry kept, it would
  /// be taken for one that is in the queue, and removed.
  mutating func takeBackLast() throws(SystemError) {
    var tail = try JournalTail(of: descriptor, size: lastOffset)
    if tail.entry?.isOfFoundSave == true {
      tail = try JournalTail(of: descriptor, size: tail.start)
    }
    try descriptor.truncate(to: tail.end)
    try descriptor.syncData()
    (last, lastOffset, size) = (tail.entry, tail.start, tail.end)
    let next = nextSequence
    recent.removeAll { $0.sequence >= next }
  }

  /// What was done since the file that the last swap displaced, oldest first.
  ///
  /// Where that swap brought back a save that the one before had displaced, it is
  /// what the save did, too.
  func doneToDisplaced() throws(SystemError) -> [HistoryEntry] {
    guard let last else { return [] }
    guard last.inPlace == nil,
      let save = try JournalTail(of: descriptor, size: lastOffset).entry, save.isOfFoundSave,
      save.left.identity != last.displaced
    else { return last.histories }
    return save.histories + last.histories
  }

  /// All that can be read, oldest first.
  func entries() throws(SystemError) -> [JournalEntry.Parsed] {
    try descriptor.read(size, at: 0).split(separator: 10).compactMap(JournalEntry.parse)
  }

  /// Whether nothing was written to generation `sequence`, which is now
  /// `identity`, since it became one: it is the file that the swap displaced, or
  /// a save that was found there and taken.
  func accounts(for identity: FileIdentity, of sequence: Int) -> Bool {
    func isKnown(_ entry: JournalEntry.Parsed) -> Bool {
      entry.sequence == sequence && entry.displaced == identity || entry.left.identity == identity
    }
    if recent.contains(where: isKnown) { return true }
    return (try? entries())?.contains(where: isKnown) ?? false
  }
}
