import Model
import Text

/// Prepares what programs printed for a terminal.
package enum LogText {
  /// The lines of any bytes, with control and invisible characters spelled out. Each version of a
  /// line that was overwritten with carriage returns, as progress bars are, becomes a line of its
  /// own. Tabs become blanks, and colours are removed.
  package static func lines(of bytes: some Collection<UInt8>) -> [String] {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.flatMap { line in
      let versions = line.split(separator: 13)
      return (versions.isEmpty ? [[]] : versions.map { Array($0) }).map {
        expanded(String(decoding: unstyled($0[...]), as: UTF8.self)).escaped
      }
    }
  }

  /// The bytes without `CSI m` sequences, which set colours and show nothing themselves.
  private static func unstyled(_ line: ArraySlice<UInt8>) -> [UInt8] {
    let escape: UInt8 = 0x1B
    guard line.contains(escape) else { return Array(line) }
    var result: [UInt8] = []
    var rest = line
    while let byte = rest.popFirst() {
      if byte == escape, rest.first == UInt8(ascii: "[") {
        let end = rest.dropFirst().drop { (0x30...0x3B).contains($0) }
        if end.first == UInt8(ascii: "m") {
          rest = end.dropFirst()
          continue
        }
      }
      result.append(byte)
    }
    return result
  }

  /// Replaces each tab with blanks up to the next multiple of eight columns.
  private static func expanded(_ text: String) -> String {
    guard text.utf8.contains(9) else { return text }
    var result = ""
    for (index, part) in text.split(separator: "\t", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { result = DisplayWidth.pad(result, to: (DisplayWidth.of(result) / 8 + 1) * 8) }
      result += part
    }
    return result
  }
}
