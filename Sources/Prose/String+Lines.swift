extension String {
  /// The lines, whichever way they end. By bytes: "\r\n" is one `Character`.
  public var reportLines: [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var isAfterReturn = false
    for byte in utf8 {
      if byte == 10 || byte == 13 {
        if byte == 13 || !isAfterReturn {
          lines.append(String(decoding: line, as: UTF8.self))
          line.removeAll(keepingCapacity: true)
        }
      } else {
        line.append(byte)
      }
      isAfterReturn = byte == 13
    }
    lines.append(String(decoding: line, as: UTF8.self))
    return lines
  }
}
