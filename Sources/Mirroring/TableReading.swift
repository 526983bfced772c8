import Host
import MarkdownStore
import QueueModel
import QueueStore

/// The table as it was read without its lock, and how far its journal had come.
struct TableReading {
  let table: MarkdownTable
  /// The number of the last entry that the table has; where the file is what no entry left,
  /// that of the journal's last; 0 where there is none.
  let through: Int
  /// The file, as that entry left it; `nil` where no entry did.
  let left: FileIdentity?
  /// What changed since the entry that was asked for, oldest first; `nil` where the journal
  /// does not tell all of it.
  let entries: [JournalEntry.Parsed]?
}

extension MarkdownStore {
  /// Reads the journal's end first: what it tells is in the file, or was taken back, or is
  /// just about to be swapped in.
  ///
  /// - Parameter head: up to where the changes are known; the file is then read again, a few
  ///   times, when it is the one of an entry that came meanwhile.
  func reading(since head: MirrorHead? = nil) throws(StoreError) -> TableReading {
    var reading = try readOnce(since: head)
    for _ in 1..<Self.attempts where head != nil && reading.left == nil {
      clock.sleep(.milliseconds(1))
      reading = try readOnce(since: head)
    }
    return reading
  }

  private static var attempts: Int { 4 }

  private func readOnce(since head: MirrorHead?) throws(StoreError) -> TableReading {
    let known = try lifting { () throws(SystemError) in
      try JournalHistory(sidecar: sidecar).tail(downTo: head?.through)
    }
    let file = try file()
    let table = try table(of: file)
    guard let place = known.firstIndex(where: { $0.hasLeft(file.identity) }) else {
      return TableReading(
        table: table, through: known.first?.sequence ?? 0, left: nil, entries: nil)
    }
    return TableReading(
      table: table, through: known[place].sequence, left: file.identity,
      entries: head.flatMap { Self.entries(known[place...], behind: $0) })
  }

  /// - Parameters:
  ///   - known: the newest first.
  ///   - head: the entry that they have to end with.
  private static func entries(
    _ known: ArraySlice<JournalEntry.Parsed>, behind head: MirrorHead
  ) -> [JournalEntry.Parsed]? {
    guard let last = known.last, last.sequence == head.through, let left = head.left,
      last.hasLeft(left)
    else { return nil }
    let entries = known.dropLast()
    return entries.allSatisfy(\.namesItsRows) ? entries.reversed() : nil
  }
}

extension JournalEntry.Parsed {
  /// Whether the file is what this entry, with all that belongs to it, left.
  fileprivate func hasLeft(_ identity: FileIdentity) -> Bool {
    partOf == nil && inPlace != .begun && written.identity == identity
  }

  /// A save that is taken as it is says of no row what became of it.
  fileprivate var namesItsRows: Bool {
    history.command != HistoryEntry.externalCommand || mergeBase != nil
  }

  /// The rows that it changed, or whose claims.
  var touched: [String] { histories.compactMap(\.id) + claims.map(\.id) }
}
