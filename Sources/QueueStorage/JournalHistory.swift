import Host

/// Reads what happened from the journal and the yearly histories, without a
/// lock: a line that is just being appended is passed over.
struct JournalHistory {
  let sidecar: Sidecar

  func entries(of id: String?) throws(SystemError) -> [HistoryEntry] {
    guard try FileStatus.ifExists(sidecar.folder) != nil else { return [] }
    let histories = try Directory.names(in: sidecar.folder)
      .filter { $0.hasPrefix("history-") && $0.hasSuffix(".jsonl") }.sorted()
      .map { "\(sidecar.folder)/\($0)" }
    var entries: [Int: HistoryEntry] = [:]
    for path in histories + [sidecar.journal] {
      for line in try lines(of: path) {
        guard let entry = JournalEntry.parse(line)?.history, id == nil || entry.id == id else {
          continue
        }
        entries[entry.sequence] = entry
      }
    }
    return entries.values.sorted { $0.sequence < $1.sequence }
  }

  private func lines(of path: String) throws(SystemError) -> [ArraySlice<UInt8>] {
    guard try FileStatus.ifExists(path) != nil else { return [] }
    let descriptor = try FileDescriptor(opening: path, for: .reading)
    return try descriptor.read(descriptor.status().identity.size, at: 0).split(separator: 10)
  }
}
