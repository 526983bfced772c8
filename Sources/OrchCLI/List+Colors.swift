import CommandLineKit
import CommandSupport
import QueueModel
import QueueStore

extension List {
  /// The lines that scripts get, with the status in its colour: `list --color always | less -R`.
  func writeColoredLines(
    _ snapshot: some QueueSnapshot, _ context: CommandContext
  ) throws(CommandError) {
    let tab = UInt8(ascii: "\t")
    var lines: [UInt8] = []
    for row in 0..<snapshot.rowCount where shows(row, of: snapshot) {
      guard let status = snapshot.status(at: row) else { continue }
      snapshot.append([.id], ofRow: row, separator: tab, to: &lines)
      lines += "\t\(context.paint(status.rawValue, status.color))\t".utf8
      snapshot.append([.priority, .task], ofRow: row, separator: tab, to: &lines)
      lines.append(UInt8(ascii: "\n"))
    }
    try context.write(lines)
  }
}
