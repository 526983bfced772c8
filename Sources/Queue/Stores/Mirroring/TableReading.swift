import Host
import Model
import QueueStore

/// A table that was read without a lock, and the journal entry that wrote it.
struct TableReading {
  let table: MarkdownTable
  /// The number of the entry that left the file in its current state. If there is no such entry,
  /// the number of the journal's last entry, or 0 without an entry.
  let through: Int
  /// The identity of the file that this entry left; `nil` if there is no such entry.
  let identity: FileIdentity?
  /// The changes since the given head, the oldest first; `nil` if the journal lacks some of them.
  let entries: [JournalEntry.Parsed]?
}

extension MarkdownStore {
  /// Reads the end of the journal first, and then the file. So the file includes the changes of all
  /// entries that were read, unless an entry's swap was reverted or has not happened yet.
  ///
  /// - Parameter head: the last known change. If it is given and no known entry left the file, the
  ///   file and the journal are read again, up to a few times.
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

  /// The entries after `head`, the oldest first. `known` has the newest entry first, and its last
  /// element must be the entry of `head`.
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
  /// Whether the rewrite of this entry left the file with this identity.
  fileprivate func hasLeft(_ identity: FileIdentity) -> Bool {
    partOf == nil && inPlace != .begun && self.identity == identity
  }

  /// Whether the entry lists the rows that it changed. A save that was recorded without a merge has
  /// no such list.
  fileprivate var namesItsRows: Bool {
    !isExternal || mergeBase != nil
  }

  /// Whether the entry is a person's save, which lists no moved rows.
  var isExternal: Bool { header.command == HistoryEntry.externalCommand }

  var touched: [String] { historyEntries.compactMap(\.id) + claims.map(\.id) }
}
