import Host
import QueueModel

/// What the journal tells of claims behind an entry, read from the journal's end: it costs what
/// there is to tell, however long the journal is.
struct JournalClaims {
  /// What was done to them, oldest first.
  private(set) var changes: [ClaimChange] = []
  /// The first entry that tells of it, and where its line begins.
  private(set) var start: (sequence: Int, offset: Int)?

  /// - Parameters:
  ///   - end: where a line ends, the last that counts.
  ///   - known: the entry behind which is looked. Each entry names the last one that told of
  ///     claims: from one that names this, or an older one, no further is read.
  init(
    of descriptor: borrowing FileDescriptor, before end: Int, after known: Int
  ) throws(SystemError) {
    var (end, window) = (end, 16 << 10)
    var found: [[ClaimChange]] = []
    reading: while end > 0 {
      let offset = max(0, end - window)
      let bytes = try descriptor.read(end - offset, at: offset)
      // A line of which only the end was read is read again.
      let first = offset == 0 ? 0 : bytes.firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
      var lineEnd = bytes.count
      while lineEnd > first {
        let start = bytes.lastPlace(of: 10, in: first..<(lineEnd - 1)).map { $0 + 1 } ?? first
        defer { lineEnd = start }
        guard let line = Line(bytes, start..<(lineEnd - 1)) else { continue }
        if line.mark <= known { break reading }
        guard line.mark == line.sequence else { continue }
        found.append(line.changes)
        self.start = (line.sequence, offset + start)
      }
      end = offset + lineEnd
      window *= 4
    }
    changes = found.reversed().flatMap(\.self)
  }

  /// What a line says of claims. In the form in which `JournalEntry.line` writes them this needs
  /// no JSON parser: each command that asks who has a row reads up to 64 of them.
  private struct Line {
    let sequence: Int
    /// The last entry that told of claims, this one included; 0 for none.
    let mark: Int
    let changes: [ClaimChange]

    /// - Returns: `nil` for a line that is torn, or was changed by hand.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
      let line = bytes[range]
      guard JournalEntry.isSealed(line) else { return nil }
      if let found = ClaimsScanner.scanLine(bytes, range) {
        (sequence, mark, changes) = found
      } else if let entry = JournalEntry.parse(line) {
        sequence = entry.sequence
        mark = entry.claimed?.sequence ?? 0
        changes = entry.claims
      } else {
        return nil
      }
    }
  }
}
