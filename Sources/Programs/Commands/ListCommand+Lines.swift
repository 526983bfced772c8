import Model
import QueueStore
import Runner
import Text

extension ListCommand {
  /// Copies bytes, which is faster than making strings. Only in a line that is not plain ASCII,
  /// characters that a terminal obeys are spelled out, because what is read from a pipe often ends on
  /// one. Statuses are coloured if colours are on: `list --color always | less -R`.
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

  /// Whether a line has only printable ASCII characters, and no tabs besides those between cells.
  private static func isPlain(_ line: ArraySlice<UInt8>) -> Bool {
    var tabs = 0
    for byte in line {
      if byte == tab { tabs += 1 } else if !(0x20..<0x7F).contains(byte) { return false }
    }
    return tabs < Column.listed.count
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
