/// What a worker sends: perhaps a chat's prefix or the start of a log, then its report.
public struct ReportMessage: Equatable, Sendable {
  /// The row that it reports on.
  public let id: String
  /// From the header on; what guardrails and gate judge.
  public let report: String

  /// Cuts a message at the last line that is just `[REPORT ID]`, blanks around it allowed;
  /// `nil` where there is none.
  public init?(_ message: String) {
    let lines = Self.lines(message)
    guard let start = lines.lastIndex(where: { Self.id($0) != nil }), let id = Self.id(lines[start])
    else { return nil }
    self.id = id
    report = (["[REPORT \(id)]"] + lines[(start + 1)...].map(String.init)).joined(separator: "\n")
  }

  private static func id(_ line: Substring) -> String? {
    let line = line.trimmedOfBlanks
    let (prefix, suffix) = ("[REPORT ", "]")
    guard line.utf8.starts(with: prefix.utf8), line.utf8.last == suffix.utf8.first else {
      return nil
    }
    let id = line.utf8.dropFirst(prefix.utf8.count).dropLast()
    return Substring(id).trimmedOfBlanks
  }

  /// By bytes: "\r\n" is one `Character`.
  private static func lines(_ text: String) -> [Substring] {
    text.utf8.split(separator: 10, omittingEmptySubsequences: false).map {
      Substring($0.last == 13 ? $0.dropLast() : $0)
    }
  }
}

extension Substring {
  /// Without what nobody sees at its ends: blanks of any width, and the mark that editors put
  /// before a text.
  fileprivate var trimmedOfBlanks: String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || scalar == "\u{FEFF}"
    }
    guard let first = unicodeScalars.firstIndex(where: { !isBlank($0) }),
      let last = unicodeScalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(unicodeScalars[first...last])
  }
}
