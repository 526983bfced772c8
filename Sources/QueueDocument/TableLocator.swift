import QueueModel

/// Finds the queue: the first pipe table, outside code fences and HTML
/// comments, whose header has the nine columns.
enum TableLocator {
  static func locate(in bytes: QueueBytes) throws(DocumentError) -> TableHeader {
    let raw = bytes.raw
    var blocks = MarkdownBlocks()
    var offset = raw.starts(with: "\u{FEFF}", at: 0) ? 3 : 0
    var number = 1
    var nearMiss: DocumentError?
    while let line = raw.line(from: offset) {
      if blocks.admits(line, in: raw) {
        switch TableHeader.read(line, number: number, in: bytes) {
        case .header(let header): return header
        case .noTable: break
        case .otherTable(let missing):
          if missing.count < Column.allCases.count / 2, nearMiss == nil {
            nearMiss = DocumentError(line: number, column: 1, reason: .missingColumns(missing))
          }
        case .repeatedColumn(let name, let offset):
          throw bytes.error(at: offset, reason: .repeatedColumn(name))
        }
      }
      offset = line.end
      number += 1
    }
    let reason: DocumentError.Reason = bytes.count == 0 ? .empty : .noTable
    throw nearMiss ?? DocumentError(line: 1, column: 1, reason: reason)
  }
}

extension QueueBytes {
  /// An error at a byte offset.
  func error(at offset: Int, reason: DocumentError.Reason) -> DocumentError {
    let (line, column) = place(of: offset)
    return DocumentError(line: line, column: column, reason: reason)
  }

  /// The line and the column, in Unicode scalars, of a byte offset.
  func place(of offset: Int) -> (line: Int, column: Int) {
    let before = raw[..<offset]
    let lineStart = before.lastIndex(of: .newline).map { $0 + 1 } ?? 0
    let line = before.reduce(1) { $1 == .newline ? $0 + 1 : $0 }
    return (line, column(of: offset, inLineFrom: lineStart))
  }

  /// The column of a byte offset in the line that begins at `start`, counting
  /// Unicode scalars from 1.
  func column(of offset: Int, inLineFrom start: Int) -> Int {
    // Continuation bytes of UTF-8 begin no scalar.
    raw[start..<offset].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }
}
