import Host

/// The table as it was read without its lock, and how far its journal had come.
struct TableReading {
  let table: MarkdownTable
  /// The number of the journal's last entry; 0 where there is none.
  let through: Int
  /// Whether the file is what that entry left.
  let isExact: Bool
}

extension MarkdownStore {
  /// Reads the journal's end first: what it tells is in the file, or was taken back.
  func reading() throws(StoreError) -> TableReading {
    let last = try lifting { () throws(SystemError) in
      try JournalHistory(sidecar: sidecar).last()
    }
    let file = try file()
    return TableReading(
      table: try table(of: file), through: last?.sequence ?? 0,
      isExact: last?.left.identity == file.identity)
  }
}
