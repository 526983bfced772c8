import Host
import Model
import QueueStore

/// A table that was read without a lock, and the journal entry that wrote it.
struct TableReading {
  let table: MarkdownTable
  /// The number of the entry that left the file as it is; if there is none, the number of the
  /// journal's last entry, or 0.
  let through: Int
  /// The file as that entry left it; `nil` if there is no such entry.
  let identity: FileIdentity?
  /// The changes since the given head, oldest first; `nil` if the journal lacks some of them.
  let entries: [JournalEntry.Parsed]?
}

extension MarkdownStore {
  /// Reads the end of the journal first, then the file: the file has what an entry describes,
  /// unless the entry was rolled back or is about to be swapped in.
  ///
  /// - Parameter head: the last known change. If it is given, the file is read again, a few times,
  ///   while an entry that was written since describes it.
  func reading(since head: MirrorHead? = nil) throws(StoreError) -> TableReading {
    var reading = try readOnce(since: head)
    for _ in 1..<Self.attempts where head != nil && reading.identity == nil {
      clock.sleep(.milliseconds(1))
      reading = try readOnce(since: head)
    }
    return reading
  }

  private static var attempts: Int { 4 }

  private func readOnce(since head: MirrorHead?) throws(StoreError) -> TableReading {
    let known = try lifting(JournalHistory(sidecar: sidecar).tail(downTo: head?.through))
    let file = try file()
    let table = try table(of: file.version)
    guard let place = known.firstIndex(where: { $0.hasLeft(file.identity) }) else {
      return TableReading(
        table: table, through: known.first?.sequence ?? 0, identity: nil, entries: nil)
    }
    return TableReading(
      table: table, through: known[place].sequence, identity: file.identity,
      entries: head.flatMap { Self.entries(known[place...], behind: $0) })
  }

  /// The entries after `head`, which must be the last of `known`; the newest come first.
  private static func entries(
    _ known: ArraySlice<JournalEntry.Parsed>, behind head: MirrorHead
  ) -> [JournalEntry.Parsed]? {
    guard let last = known.last, last.sequence == head.through, let identity = head.identity,
      last.hasLeft(identity)
    else { return nil }
    let entries = known.dropLast()
    return entries.allSatisfy(\.namesItsRows) ? entries.reversed() : nil
  }
}

extension JournalEntry.Parsed {
  /// Whether this entry, with its parts, left the file in this state.
  fileprivate func hasLeft(_ identity: FileIdentity) -> Bool {
    partOf == nil && inPlace != .begun && self.identity == identity
  }

  /// An entry without its rows comes from a save that was recorded without a merge.
  fileprivate var namesItsRows: Bool {
    header.command != HistoryEntry.externalCommand || mergeBase != nil
  }

  var touched: [String] { historyEntries.compactMap(\.id) + claims.map(\.id) }
}
