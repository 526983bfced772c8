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
    report = lines[start...].joined(separator: "\n")
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
  /// Without spaces and tabs at its ends.
  fileprivate var trimmedOfBlanks: String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
    guard let first = utf8.firstIndex(where: { !isBlank($0) }),
      let last = utf8.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[first...last])
  }
}
