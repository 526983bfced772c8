import Host
import QueueModel

/// Reads what happened from the journal and the yearly histories, without a
/// lock: a line that is just being appended is passed over.
struct JournalHistory {
  let sidecar: Sidecar

  func entries(of id: String?) throws(SystemError) -> [HistoryEntry] {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return [] }
    try sidecar.checkIsNoLink()
    let histories = try Directory.names(in: sidecar.folder)
      .filter { $0.hasPrefix("history-") && $0.hasSuffix(".jsonl") }.sorted()
      .map { "\(sidecar.folder)/\($0)" }
    // A crash while entries were archived leaves some of them twice.
    var seen: Set<Key> = []
    return try lines(of: histories + [sidecar.journal]).compactMap(JournalEntry.parse)
      .filter { seen.insert(Key(time: $0.history.time, sequence: $0.sequence)).inserted }
      .flatMap(\.histories).filter { id == nil || $0.id == id }
  }

  /// The file that the last whole entry left at the queue's path.
  func left() throws(SystemError) -> FileIdentity? {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return nil }
    return try lines(of: [sidecar.journal]).reversed().lazy.compactMap(JournalEntry.parse).first?
      .left.identity
  }

  /// The time too: a journal that was deleted begins again at 1.
  private struct Key: Hashable {
    let time: String
    let sequence: Int
  }

  private func lines(of paths: [String]) throws(SystemError) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    for path in paths where try FileStatus.ifExists(path) != nil {
      lines += try FileDescriptor(opening: path, for: .reading).readWhole().split(separator: 10)
    }
    return lines
  }
}
