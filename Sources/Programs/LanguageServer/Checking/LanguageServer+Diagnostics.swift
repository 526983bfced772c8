import Model
import Text

extension LanguageServer {
  /// Shows the findings of a document.
  func publish(_ findings: [PlacedFinding], of document: OpenDocument) throws {
    let shown = findings.prefix(Self.mostFindings)
    var diagnostics = shown.map { diagnostic($0, in: document.buffer) }
    if findings.count > shown.count {
      let rest = findings.count - shown.count
      let message = Sentence(
        "\(rest) more findings: orch lint lists all", "발견 \(rest)건이 더 있습니다: orch lint가 모두 보여 줍니다")
      diagnostics.append([
        "range": (Position(line: 0, character: 0)..<Position(line: 0, character: 0)).json,
        "severity": 3, "source": "orch", "message": .string(message(language)),
      ])
    }
    try notify(
      "textDocument/publishDiagnostics",
      [
        "uri": .string(document.address), "version": .integer(document.version),
        "diagnostics": .array(diagnostics),
      ])
  }

  /// An editor with more of them is slow, and nobody reads them.
  private static let mostFindings = 1000

  func diagnostic(_ finding: PlacedFinding, in buffer: TextBuffer) -> JSONValue {
    var diagnostic: JSONObject = [
      "range": buffer.positions(of: finding.range).json,
      "severity": finding.severity == .problem ? 1 : 2, "source": "orch",
      "code": .string(finding.code), "message": .string(finding.message(language)),
    ]
    if let address = RulePage.address {
      diagnostic["codeDescription"] = ["href": .string(address)]
    }
    return .object(diagnostic)
  }
}
