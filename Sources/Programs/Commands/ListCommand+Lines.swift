import Model
import QueueStore
import Runner
import Text

extension ListCommand {
  /// Copies bytes, which is faster than making strings. Only in a line that is not plain, characters
  /// that a terminal obeys are spelled out, because what is read from a pipe often ends on one.
  /// Statuses are coloured if colours are on: `list --color always | less -R`.
  func writeLines(
    of rows: [Int], in snapshot: some QueueSnapshot, _ context: CommandContext
  ) throws {
    let paint = context.paint
    var lines: [UInt8] = []
    lines.reserveCapacity(1 << 17)
    for row in rows {
      let start = lines.count
      snapshot.append(Column.listed, ofRow: row, separator: Self.tab, to: &lines)
      if paint.isOn || !Self.isPlain(lines[start...]) {
        lines.removeSubrange(start...)
        lines += Self.line(ofRow: row, in: snapshot, paint).utf8
      }
      lines.append(UInt8(ascii: "\n"))
      if lines.count >= 1 << 16 {
        try context.write(lines)
        lines.removeAll(keepingCapacity: true)
      }
    }
    try context.write(lines)
  }

  private static let tab = UInt8(ascii: "\t")

  /// Whether a line shows all of its characters, and has no tabs besides those between cells. Of the
  /// characters that take four bytes in UTF-8, `false` says only that they were not looked at.
  private static func isPlain(_ line: ArraySlice<UInt8>) -> Bool {
    line.withUnsafeBufferPointer { bytes in
      var (tabs, index) = (0, 0)
      func bits(_ offset: Int) -> UInt32 { UInt32(bytes[index + offset] & 0x3F) }
      while index < bytes.count {
        let byte = bytes[index]
        let value: UInt32
        switch byte {
        case tab:
          (tabs, index) = (tabs + 1, index + 1)
          continue
        case 0x20..<0x7F:
          index += 1
          continue
        case 0xC2...0xDF where index + 1 < bytes.count:
          value = UInt32(byte & 0x1F) << 6 | bits(1)
          index += 2
        case 0xE0...0xEF where index + 2 < bytes.count:
          value = UInt32(byte & 0xF) << 12 | bits(1) << 6 | bits(2)
          index += 3
        default: return false
        }
        if Unicode.Scalar(value)?.isDeceptive ?? true { return false }
      }
      return tabs < Column.listed.count
    }
  }

  private static func line(
    ofRow row: Int, in snapshot: some QueueSnapshot, _ paint: Paint
  ) -> String {
    Column.listed.map { column in
      var cell: [UInt8] = []
      snapshot.append([column], ofRow: row, separator: tab, to: &cell)
      let text = String(decoding: cell, as: UTF8.self).escaped
      let status = column == .status ? snapshot.status(at: row) : nil
      return status.map { paint(text, $0.color) } ?? text
    }.joined(separator: "\t")
  }
}
