import Host

/// The last entry of a journal, found from its end.
struct JournalTail {
  var entry: JournalEntry.Parsed?
  /// Where the entry begins.
  var start = 0
  /// Where the next entry belongs: behind the last line, or where that begins
  /// when a crash tore it.
  var end = 0

  /// A last line that is torn is dropped. Others that nobody can read stay: they
  /// are somebody's doing, not a crash's.
  init(of descriptor: borrowing FileDescriptor, size: Int) throws(SystemError) {
    end = size
    start = size
    var offset = size
    while offset > 0, entry == nil {
      let line = try Self.lastLine(of: descriptor, before: offset)
      if line.isWhole { entry = JournalEntry.parse(line.bytes) }
      if entry == nil, offset == size { end = line.start }
      offset = line.start
      start = line.start
    }
    if entry == nil { start = end }
  }

  private static func lastLine(
    of descriptor: borrowing FileDescriptor, before end: Int
  ) throws(SystemError) -> (start: Int, bytes: ArraySlice<UInt8>, isWhole: Bool) {
    var window = 4096
    while window <= longest {
      let offset = max(0, end - window)
      let bytes = try descriptor.read(end - offset, at: offset)
      let isWhole = bytes.last == 10
      let content = isWhole ? bytes.dropLast() : bytes[...]
      if let before = content.lastIndex(of: 10) {
        return (offset + before + 1, content[(before + 1)...], isWhole)
      }
      if offset == 0 { return (0, content, isWhole) }
      window *= 4
    }
    throw .otherContents(descriptor.path, expected: "a journal, which has lines")
  }

  /// Bytes of a line that are looked at, at most.
  private static let longest = 1 << 28
}
