import Door
import Host
import Model
import Table
import Text

/// A finding, and the bytes of a document that it is about.
struct PlacedFinding: Sendable {
  let range: Range<Int>
  /// The name of the rule.
  let code: String
  let severity: Finding.Severity
  let message: Sentence
  /// What was found in a row; `nil` if the file as a whole can't be read.
  let fact: Finding.Fact?

  private init(_ finding: Finding, _ range: Range<Int>) {
    (self.range, code, severity) = (range, finding.rule.rawValue, finding.severity)
    (message, fact) = (finding.sentence, finding.fact)
  }

  /// Why the document can't be read.
  init(_ error: DocumentError, _ range: Range<Int>) {
    let (sentence, hint) = (error.sentence, error.hint)
    (self.range, code, severity, fact) = (range, error.code, .problem, nil)
    message = Sentence(
      "\(sentence.english): \(hint.english)", "\(sentence.korean). \(hint.korean)")
  }

  init(
    _ message: Sentence, code: String, _ severity: Finding.Severity, at range: Range<Int>
  ) {
    (self.range, self.code, self.severity, self.message) = (range, code, severity, message)
    fact = nil
  }

  /// The places of findings, which are in the order of their lines.
  static func placed(_ findings: [Finding], in bytes: [UInt8]) -> [PlacedFinding] {
    var (line, start) = (1, 0)
    return bytes.withUnsafeBufferPointer { bytes in
      func offset(ofColumn column: Int) -> Int {
        var (offset, rest) = (start, column - 1)
        while rest > 0, offset < bytes.count {
          offset += 1
          while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
          rest -= 1
        }
        return offset
      }
      return findings.map { finding in
        while line < finding.line, start < bytes.count {
          if bytes[start] == 10 { line += 1 }
          start += 1
        }
        let end = offset(ofColumn: finding.endColumn)
        let range = offset(ofColumn: finding.column)..<end
        // An empty cell can't be seen: the row up to there is shown instead.
        return PlacedFinding(finding, range.isEmpty ? start..<max(end, start) : range)
      }
    }
  }
}

extension DocumentError {
  /// The name of the rule.
  fileprivate var code: String {
    switch reason {
    case .empty: "empty-file"
    case .noTable: "no-table"
    case .missingColumns: "missing-columns"
    case .repeatedColumn: "repeated-column"
    case .notUTF8: "not-utf8"
    case .nulByte: "nul-byte"
    case .conflictMarker: "conflict-marker"
    case .endsInsideRow: "unfinished-row"
    }
  }
}
