import Host

/// The file that a rollback journal names at its end: that of a transaction over more than one
/// database, which SQLite removes once each journal that names it is played back.
///
/// Source: https://www.sqlite.org/fileformat2.html, "The Rollback Journal"; `writeSuperJournal` in
/// SQLite's `pager.c`.
struct SuperJournalName {
  let text: String

  /// - Returns: `nil` where there is no journal, or it names none.
  init?(of journal: String) throws(SystemError) {
    guard let size = try FileStatus.ifExists(journal)?.identity.size else { return nil }
    let count = min(size, Self.longest)
    let end = try FileDescriptor(opening: journal, for: .readingNoLink)
      .read(count, at: size - count)
    guard end.suffix(Self.magic.count) == Self.magic[...] else { return nil }
    // The name, its length, a checksum, and the magic number.
    let length = end.suffix(16).prefix(4).reduce(0) { $0 << 8 | Int($1) }
    text = String(decoding: end.dropLast(16).suffix(length), as: UTF8.self)
  }

  /// Whether SQLite gives such names.
  var isGiven: Bool {
    Array(Path.name(of: text).utf8).firstPlace(of: Array("-mj".utf8), from: 0) != nil
  }

  private static let magic: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]
  /// The longest path, and what stands around it.
  private static let longest = 4096 + 24
}
