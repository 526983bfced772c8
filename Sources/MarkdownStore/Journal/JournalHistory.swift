package import Host
import JSON
import QueueModel
import TableMerge

/// Reads the history from the journal and the yearly files, without a lock. A line that is being
/// appended is skipped.
package struct JournalHistory {
  let sidecar: Sidecar
  let clock: Clock
  /// Receives a line where reading takes long.
  let notice: WaitNotice

  package init(sidecar: Sidecar, clock: Clock = .system, notice: WaitNotice = .silent) {
    self.sidecar = sidecar
    self.clock = clock
    self.notice = notice
  }

  /// The history, oldest first. `recent` is what the journal has.
  func entries(_ scope: HistoryScope) throws(SystemError) -> [HistoryEntry] {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return [] }
    try sidecar.checkIsNoLink()
    switch scope {
    case .recent: return try entries(in: [sidecar.journal], of: nil)
    case .everything: return try entries(in: archives + [sidecar.journal], of: nil)
    case .row(let id): return try entries(in: archives + [sidecar.journal], of: id)
    case .since(let sequence): return try entries(since: sequence)
    }
  }

  /// Reads backwards from the journal's end, so that the cost is that of the new entries.
  private func entries(since sequence: Int) throws(SystemError) -> [HistoryEntry] {
    guard let journal = try journal() else { return [] }
    var tail = try JournalTail(of: journal, size: journal.status().identity.size)
    // A journal that was deleted begins again at 1.
    let start = tail.entry.map { $0.sequence < sequence } ?? true ? 0 : sequence
    var found: [[HistoryEntry]] = []
    while let entry = tail.entry, entry.sequence > start {
      found.append(entry.histories)
      tail = try JournalTail(of: journal, size: tail.start)
    }
    return found.reversed().flatMap(\.self)
  }

  /// The journal's last `count` history entries, oldest first.
  func latest(_ count: Int) throws(SystemError) -> [HistoryEntry] {
    guard let journal = try journal() else { return [] }
    var found: [HistoryEntry] = []
    var tail = try JournalTail(of: journal, size: journal.status().identity.size)
    while let entry = tail.entry, found.count < count {
      found.insert(contentsOf: entry.histories, at: 0)
      tail = try JournalTail(of: journal, size: tail.start)
    }
    return Array(found.suffix(count))
  }

  /// The newest entries, newest first, down to the first that is not younger than `sequence`;
  /// for `nil` the last alone.
  package func tail(downTo sequence: Int?) throws(SystemError) -> [JournalEntry.Parsed] {
    guard let journal = try journal() else { return [] }
    var tail = try JournalTail(of: journal, size: journal.status().identity.size)
    var found: [JournalEntry.Parsed] = []
    while let entry = tail.entry {
      found.append(entry)
      guard let sequence, entry.sequence > sequence else { break }
      tail = try JournalTail(of: journal, size: tail.start)
    }
    return found
  }

  /// The last whole entry.
  func last() throws(SystemError) -> JournalEntry.Parsed? { try tail(downTo: nil).first }

  /// The journal, opened; `nil` where there is none.
  private func journal() throws(SystemError) -> FileDescriptor? {
    try Path.checkNoLink(from: sidecar.folder, to: sidecar.folder)
    do {
      return try FileDescriptor(opening: sidecar.journal, for: .readingNoLink)
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  /// The queue's id in the last entry of the journal, or of the histories.
  func queueID() throws(SystemError) -> QueueID? {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return nil }
    if let last = try last() { return last.queueID }
    guard let newest = try archives.last else { return nil }
    let history = try FileDescriptor(opening: newest, for: .readingNoLink)
    return try JournalTail(of: history, size: history.status().identity.size).entry?.queueID
  }

  /// Whether the file at `path`, or one with the same bytes, is recorded by the last whole entry;
  /// `true` where there is no entry.
  func hasRecorded(fileAt path: String) throws(SystemError) -> Bool {
    guard let last = try last() else { return true }
    let file = try FileDescriptor(opening: path, for: .readingNoLink)
    let (found, recorded) = (try file.status().identity, last.written.identity)
    if found == recorded { return true }
    guard found.size == recorded.size else { return false }
    let entries = try bytes(of: sidecar.journal).split(separator: 10)
      .compactMap(JournalEntry.parse)
    return try VersionHistory(entries, VersionFiles(sidecar: sidecar))?.last.bytes
      == file.readWhole()
  }

  private var archives: [String] {
    get throws(SystemError) {
      try Directory.names(in: sidecar.folder)
        .filter { $0.hasPrefix("history-") && $0.hasSuffix(".jsonl") }.sorted()
        .map { "\(sidecar.folder)/\($0)" }
    }
  }

  private func entries(
    in paths: [String], of id: String?
  ) throws(SystemError) -> [HistoryEntry] {
    var entries: [HistoryEntry] = []
    // A crash while entries were archived leaves some of them twice.
    var seen: Set<Key> = []
    var wait = LongWait(notice, since: clock.monotonic())
    for path in paths where try FileStatus.ifExists(path) != nil {
      let bytes = try bytes(of: path)
      for line in id.map({ Self.lines(naming: $0, in: bytes) }) ?? bytes.split(separator: 10) {
        wait.update(at: clock.monotonic())
        guard let entry = JournalEntry.parse(line),
          seen.insert(Key(time: entry.history.time, sequence: entry.sequence)).inserted
        else { continue }
        entries += entry.histories.filter { id == nil || $0.id == id }
      }
    }
    return entries
  }

  /// The time too: a journal that was deleted begins again at 1.
  private struct Key: Hashable {
    let time: String
    let sequence: Int
  }

  private func bytes(of path: String) throws(SystemError) -> [UInt8] {
    try FileDescriptor(opening: path, for: .readingNoLink).readWhole()
  }

  /// The lines that may concern a row. In a long history nearly all others need not be parsed.
  private static func lines(naming id: String, in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    let name = Array("\"id\":\(JSONValue.string(id))".utf8)
    var lines: [ArraySlice<UInt8>] = []
    var offset = 0
    while let found = bytes.firstOffset(of: name, from: offset) {
      let start = bytes[..<found].lastIndex(of: 10).map { $0 + 1 } ?? 0
      let end = bytes[found...].firstIndex(of: 10) ?? bytes.count
      lines.append(bytes[start..<end])
      offset = end
    }
    return lines
  }
}

/// Copies a queue's history into the folder of a copy. Notes that `done` and `fail` replaced are
/// recorded only there.
///
/// The journal becomes history: it belongs to the original file, and the copy begins its own.
package struct HistoryCopy {
  let source: Sidecar
  let copy: Sidecar

  package init(from source: Sidecar, to copy: Sidecar) {
    self.source = source
    self.copy = copy
  }

  /// - Parameter model: the file whose permissions the copies get.
  /// - Returns: how many entries were copied.
  package func write(like model: FileStatus) throws(SystemError) -> Int {
    try write(Array("*\n".utf8), to: "\(copy.folder)/.gitignore", like: model)
    for name in try Directory.names(in: source.folder) where Self.isHistory(name) {
      let bytes = try FileDescriptor(opening: "\(source.folder)/\(name)", for: .readingNoLink)
        .readWhole()
      try write(bytes, to: "\(copy.folder)/\(name)", like: model)
    }
    try writeClaims(like: model)
    let journal = try FileDescriptor(opening: source.journal, for: .readingNoLink)
    try JournalCompaction(sidecar: copy)
      .archive(journal.readWhole().split(separator: 10)[...], like: journal.status())
    try Directory.sync(copy.folder)
    return try JournalHistory(sidecar: copy).entries(.everything).count
  }

  /// Copies the claims, so that no claim number is used twice.
  private func writeClaims(like model: FileStatus) throws(SystemError) {
    var claims = ClaimsFile(sidecar: source).readNow()
    guard claims != Claims() else { return }
    // The copy's own journal begins at 1.
    claims.through = 0
    try write(claims.text, to: copy.claims, like: model)
  }

  private static func isHistory(_ name: String) -> Bool {
    name.hasPrefix("history-") && name.hasSuffix(".jsonl")
  }

  private func write(_ bytes: [UInt8], to path: String, like model: FileStatus) throws(SystemError)
  {
    let file = try FileDescriptor(opening: path, for: .creating(permissions: 0o600))
    try file.share(permissions: model.companionPermissions, group: model.group)
    try file.write(bytes, at: 0)
    try file.sync()
  }
}
