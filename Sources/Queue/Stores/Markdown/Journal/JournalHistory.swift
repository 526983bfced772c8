package import Host
package import Model
import Table
import Text

/// Reads the history from the journal and the yearly files, without a lock. A line that is being
/// appended is skipped.
package struct JournalHistory {
  let sidecar: Sidecar
  let clock: Clock
  /// The notice that is shown if reading takes long.
  let notice: WaitNotice

  package init(sidecar: Sidecar, clock: Clock = .system, notice: WaitNotice = .silent) {
    (self.sidecar, self.clock, self.notice) = (sidecar, clock, notice)
  }

  /// The history, the oldest entry first. The scope `recent` covers the entries that are still in
  /// the journal.
  func entries(_ scope: HistoryScope) throws(SystemError) -> [HistoryEntry] {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return [] }
    try sidecar.checkIsNoLink()
    switch scope {
    case .recent, .latest: return try entries(in: [sidecar.journal], of: nil)
    case .everything: return try entries(in: archives + [sidecar.journal], of: nil)
    case .row(let id): return try entries(in: archives + [sidecar.journal], of: [id])
    case .rows(let ids): return try entries(in: archives + [sidecar.journal], of: ids)
    case .since(let sequence): return try entries(since: sequence)
    }
  }

  private func entries(since sequence: Int) throws(SystemError) -> [HistoryEntry] {
    var newer: [JournalEntry.Parsed] = []
    var start: Int?
    try readBackwards { entry in
      // After a journal was deleted, numbers start again at 1, and all entries are read.
      start = start ?? (entry.sequence < sequence ? 0 : sequence)
      guard entry.sequence > start ?? 0 else { return false }
      newer.append(entry)
      return true
    }
    let recent: [HistoryEntry] = newer.reversed().flatMap { $0.historyEntries }
    guard let oldest = newer.last?.sequence, let start, oldest > start + 1 else { return recent }
    // Some of the wanted entries have left the journal, so the yearly files are read, too.
    let moved = try entries(in: archives, of: nil)
    return moved.filter { start < $0.sequence && $0.sequence < oldest } + recent
  }

  /// Passes the entries to `body`, the oldest first.
  ///
  /// - Parameter time: entries before this time are left out, and not parsed; `nil` for all.
  func visit(from time: QueueTime?, _ body: (HistoryEntry) -> Void) throws(SystemError) {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return }
    try sidecar.checkIsNoLink()
    let parse = { (line: UnsafeRawBufferPointer) in
      EntryHead(line)?.isBefore(time) ?? false ? nil : JournalEntry.parse(line)
    }
    try visitEntries(in: archives + [sidecar.journal], parse) { entry, _ in
      for change in entry.historyEntries { body(change) }
    }
  }

  /// Passes the entries after `sequence` to `body`, the oldest first, including those in yearly
  /// files.
  ///
  /// The next command reverts an entry that was journaled but whose swap did not happen. So the
  /// last entry, and an edit that belongs to the same rewrite, are passed only if the file at the
  /// path is the file that the entry left.
  ///
  /// - Parameter time: entries before this time are left out, and not parsed; `nil` for all.
  /// - Returns: the number of the last entry, even if it is not passed; `nil` if there is no entry.
  func visit(
    after sequence: Int, from time: QueueTime?, ofQueueAt path: String,
    _ body: (HistoryEntry) -> Void
  ) throws(SystemError) -> Int? {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return nil }
    try sidecar.checkIsNoLink()
    // The journal is opened first and the yearly files are listed later. So an entry that a command
    // moves from the journal to a yearly file in between is not missed.
    guard let journal = try journal() else {
      return try visitArchives(after: sequence, from: time, body)
    }
    let size = try journal.status().identity.size
    guard let last = try JournalTail(of: journal, size: size).entry else {
      return try visitArchives(after: sequence, from: time, body)
    }
    // The file's status is read after the last entry. If a command has written another file since
    // then, the last entry does not count.
    let isLeft =
      last.inPlace == .begun ? false : try self.isLeft(path, by: last, in: journal, size)
    let limit = last.sequence - (isLeft ? 0 : 1)
    let start = try sequence == 0 ? nil : Self.start(of: journal, size, after: sequence)
    let yearly = try start == nil ? archives : []
    var seen = SeenEntries(ofSeveralFiles: !yearly.isEmpty)
    var wait = LongWait(notice, since: clock.monotonic())
    func visit(_ line: FileLine) {
      guard case .bytes(let bytes) = line else { return }
      if let head = EntryHead(bytes), head.sequence <= sequence || head.isBefore(time) { return }
      guard let entry = JournalEntry.parse(bytes) else { return }
      wait.update(at: clock.monotonic())
      guard entry.sequence > sequence, entry.sequence <= limit, entry.partOf ?? 0 <= limit,
        seen.insert(entry)
      else { return }
      for change in entry.historyEntries { body(change) }
    }
    for path in yearly {
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      try file.visitLines(
        upTo: file.status().identity.size, longest: JournalEntry.longestLine, visit)
    }
    try journal.visitLines(
      from: start ?? 0, upTo: size, longest: JournalEntry.longestLine, visit)
    return last.sequence
  }

  /// Passes the entries of a copy whose journal has none yet.
  private func visitArchives(
    after sequence: Int, from time: QueueTime?, _ body: (HistoryEntry) -> Void
  ) throws(SystemError) -> Int? {
    let parse = { (line: UnsafeRawBufferPointer) in
      EntryHead(line).map { $0.sequence <= sequence || $0.isBefore(time) } ?? false
        ? nil : JournalEntry.parse(line)
    }
    try visitEntries(in: archives, parse) { entry, _ in
      if entry.sequence > sequence { entry.historyEntries.forEach(body) }
    }
    return try lastArchived()?.sequence
  }

  /// The offset in the journal of the entries after `sequence`; `nil` if some of them have left it.
  private static func start(
    of journal: borrowing FileDescriptor, _ size: Int, after sequence: Int
  ) throws(SystemError) -> Int? {
    var tail = try JournalTail(of: journal, size: size)
    var (start, oldest) = (size, Int.max)
    while let entry = tail.entry, entry.sequence > sequence {
      (start, oldest) = (tail.start, entry.sequence)
      tail = try JournalTail(of: journal, size: tail.start)
    }
    return tail.entry != nil || oldest == sequence + 1 ? start : nil
  }

  /// Passes the changes of the rows' status to `body`, the oldest first. Of nearly all entries only
  /// a few members are read.
  ///
  /// - Parameter limit: how many bytes at the end of the files are read: about half a million
  ///   entries.
  func visitStatusChanges(
    onlyRecent: Bool, newest limit: Int = 512 << 20,
    _ body: (_ change: StatusChange, _ isRecent: Bool) -> Void
  ) throws(SystemError) {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return }
    try sidecar.checkIsNoLink()
    let paths = onlyRecent ? [] : try archives
    try visitEntries(
      in: paths + [sidecar.journal], newest: limit, StatusEntry.init
    ) { entry, path in
      for change in entry.changes { body(change, path == sidecar.journal) }
    }
  }

  /// The rows that a request with this key added, from the journal or, if the journal lacks the
  /// request, from the yearly files. Without the lock the result is uncertain, because an entry may
  /// belong to a swap that did not happen.
  func addition(withKey key: RequestKey) throws(SystemError) -> RecordedAddition? {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return nil }
    try sidecar.checkIsNoLink()
    var found: RecordedAddition?
    for path in try [sidecar.journal] + archives.reversed() where found == nil {
      try visitAdditions(in: [path], with: key.journalText) { request, ids in
        guard found == nil, request.key == key else { return }
        found = RecordedAddition(digest: request.digest, ids: ids)
      }
    }
    return found
  }

  /// Passes all requests with a key, and the ids of the rows that they added, to `body`, the oldest
  /// first.
  package func visitAdditions(
    _ body: (AddRequest, _ ids: [String]) -> Void
  ) throws(SystemError) {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return }
    try sidecar.checkIsNoLink()
    try visitAdditions(in: archives + [sidecar.journal], with: AddRequest.journalText, body)
  }

  /// - Parameter text: bytes that each relevant line contains.
  private func visitAdditions(
    in paths: [String], with text: [UInt8], _ body: (AddRequest, _ ids: [String]) -> Void
  ) throws(SystemError) {
    let parse = { (line: UnsafeRawBufferPointer) in
      line.contains(text) ? JournalEntry.parse(line) : nil
    }
    try visitEntries(in: paths, parse) { entry, _ in
      if let (request, ids) = entry.addition { body(request, ids) }
    }
  }

  func count() throws(SystemError) -> Int {
    var count = 0
    try visitEntries(in: archives + [sidecar.journal], StatusEntry.init) { entry, _ in
      count += entry.changes.count
    }
    return count
  }

  /// The journal's last `count` history entries, the oldest first.
  func latest(_ count: Int) throws(SystemError) -> [HistoryEntry] {
    var latest: [HistoryEntry] = []
    try readBackwards { entry in
      latest.insert(contentsOf: entry.historyEntries, at: 0)
      return latest.count < count
    }
    return latest.suffix(count)
  }

  /// The newest entries, the newest first, down to and including the first entry whose number is at
  /// most `sequence`. If `sequence` is `nil`, only the last entry.
  package func tail(downTo sequence: Int?) throws(SystemError) -> [JournalEntry.Parsed] {
    var entries: [JournalEntry.Parsed] = []
    try readBackwards { entry in
      entries.append(entry)
      return sequence.map { entry.sequence > $0 } ?? false
    }
    return entries
  }

  /// Passes the entries to `body`, the newest first, until `body` returns `false`. The time depends
  /// on the number of these entries, not on the length of the journal.
  private func readBackwards(_ body: (JournalEntry.Parsed) -> Bool) throws(SystemError) {
    guard let journal = try journal() else { return }
    var tail = try JournalTail(of: journal, size: journal.status().identity.size)
    while let entry = tail.entry, body(entry) {
      tail = try JournalTail(of: journal, size: tail.start)
    }
  }

  /// The last whole entry.
  func last() throws(SystemError) -> JournalEntry.Parsed? { try tail(downTo: nil).first }

  /// The opened journal; `nil` if there is none.
  private func journal() throws(SystemError) -> FileDescriptor? {
    try Path.checkNoLink(from: sidecar.folder, to: sidecar.folder)
    do {
      return try FileDescriptor(opening: sidecar.journal, for: .readingNoLink)
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  /// The queue's id in the last entry of the journal or, without a journal, of the histories.
  func queueID() throws(SystemError) -> QueueID? {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return nil }
    if let last = try last() { return last.queueID }
    return try lastArchived()?.queueID
  }

  /// The last entry that has left the journal.
  func lastArchived() throws(SystemError) -> JournalEntry.Parsed? {
    guard let newest = try archives.last else { return nil }
    let history = try FileDescriptor(opening: newest, for: .readingNoLink)
    return try JournalTail(of: history, size: history.status().identity.size).entry
  }

  /// Whether the last whole entry records the file at `path`, or a file with the same bytes; `true`
  /// if there is no entry.
  func recordsFile(at path: String) throws(SystemError) -> Bool {
    guard let journal = try journal() else { return true }
    let size = try journal.status().identity.size
    guard let last = try JournalTail(of: journal, size: size).entry else { return true }
    return try isLeft(path, by: last, in: journal, size)
  }

  /// Whether the file at `path` is the one that the journal's last entry left, or a copy of it.
  private func isLeft(
    _ path: String, by last: JournalEntry.Parsed, in journal: borrowing FileDescriptor, _ size: Int
  ) throws(SystemError) -> Bool {
    guard let found = try FileStatus.ifExists(path)?.identity else { return false }
    if found == last.identity { return true }
    guard found.size == last.identity.size else { return false }
    let file = try FileDescriptor(opening: path, for: .readingNoLink)
    let version = try QueueVersion(QueueBytes(file.readWhole()))
    let entries = try JournalEntry.entries(in: journal, upTo: size)
    return try VersionHistory(entries, VersionFiles(sidecar: sidecar))?.last.isSame(as: version)
      ?? false
  }

  var archives: [String] {
    get throws(SystemError) {
      try Directory.names(in: sidecar.folder)
        .filter { $0.hasPrefix("history-") && $0.hasSuffix(".jsonl") }.sorted()
        .map { "\(sidecar.folder)/\($0)" }
    }
  }

  private func entries(
    in paths: [String], of ids: Set<String>?
  ) throws(SystemError) -> [HistoryEntry] {
    var entries: [HistoryEntry] = []
    try visit(paths, of: ids) { entries.append($0) }
    return entries
  }

  private func visit(
    _ paths: [String], of ids: Set<String>?, _ body: (HistoryEntry) -> Void
  ) throws(SystemError) {
    let name = ids.map { Array("\"id\":".utf8) + Self.commonStart(of: $0) }
    // In a long history, nearly all lines concern other rows and need not be parsed, so lines are
    // first searched for the ids.
    let parse = { (line: UnsafeRawBufferPointer) in
      name.map(line.contains) ?? true ? JournalEntry.parse(line) : nil
    }
    try visitEntries(in: paths, parse) { entry, _ in
      for change in entry.historyEntries
      where ids.map({ change.id.map($0.contains) ?? false }) ?? true { body(change) }
    }
  }

  /// The bytes with which all of the ids begin in JSON.
  private static func commonStart(of ids: Set<String>) -> ArraySlice<UInt8> {
    var start: ArraySlice<UInt8>?
    for id in ids {
      var text: [UInt8] = []
      JSONValue.write(string: id, to: &text)
      start = start.map { $0[..<(zip($0, text).prefix { $0 == $1 }.count)] } ?? text[...]
    }
    return start ?? []
  }

  /// Passes the results of `parse` for the lines of these files to `body`. Each entry is passed one
  /// time.
  ///
  /// - Parameter limit: how many bytes at the end of the files are read.
  private func visitEntries<Entry: NumberedEntry>(
    in paths: [String], newest limit: Int = .max, _ parse: (UnsafeRawBufferPointer) -> Entry?,
    _ body: (_ entry: Entry, _ path: String) -> Void
  ) throws(SystemError) {
    var seen = SeenEntries(ofSeveralFiles: paths.count > 1)
    var wait = LongWait(notice, since: clock.monotonic())
    var sizes: [Int] = []
    for path in paths { sizes.append(try FileStatus.ifExists(path)?.identity.size ?? 0) }
    var skipped = sizes.reduce(-limit, +)
    for (path, size) in zip(paths, sizes) where size > 0 {
      defer { skipped -= size }
      guard skipped < size else { continue }
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      // The rest of a line in which reading begins is not sealed, so it is no entry.
      try file.visitLines(
        from: max(0, skipped), upTo: file.status().identity.size,
        longest: JournalEntry.longestLine
      ) { line in
        guard case .bytes(let bytes) = line, let entry = parse(bytes) else { return }
        wait.update(at: clock.monotonic())
        guard seen.insert(entry) else { return }
        body(entry, path)
      }
    }
  }
}
