import Text

/// The parts of a worker's report that the guardrails check. Source: `docs/routing.md`,
/// "Guardrails".
///
/// Any text can be parsed. The guardrails report missing parts.
struct CompactReport {
  /// The titles that a report must have, in their order.
  enum Title: String, CaseIterable {
    case status = "Status:"
    case files = "Files:"
    case diffSummary = "Diff-Summary:"
    case validation = "Validation:"
    case risks = "Risks:"
    case next = "Next:"
  }

  /// The number of the first line that is not empty, counted from 1; `nil` if there is none.
  private(set) var firstLine: Int?
  /// The id that the header `[REPORT ORCH-012]` names; empty for `[REPORT ]`, `nil` without a
  /// header.
  private(set) var id: String?
  /// The number of the first line with each title.
  private(set) var titles: [Title: Int] = [:]
  /// The lines with a bullet, and their sections.
  private(set) var bullets: [(section: Title, line: Int)] = []

  init(_ text: String) {
    var section: Title?
    for (index, line) in text.reportLines.enumerated() {
      let text = line.trimmedOfBlanks
      if text.isEmpty { continue }
      let number = index + 1
      if firstLine == nil {
        firstLine = number
        id = Self.headerID(text)
        if id != nil { continue }
      }
      if let title = Title.allCases.first(where: text.begins(with:)) {
        titles[title] = titles[title] ?? number
        if title != .status { section = title }
      } else if let section, text.isBullet {
        bullets.append((section, number))
      }
    }
  }

  /// The id between `[REPORT ` and `]`, if the line has no other text.
  private static func headerID(_ line: String) -> String? {
    guard line.hasPrefix("[REPORT"), line.hasSuffix("]") else { return nil }
    let inner = String(line.dropFirst(7).dropLast())
    guard inner.isEmpty || inner.first == " " else { return nil }
    return inner.trimmedOfBlanks
  }
}

extension String {
  fileprivate var trimmedOfBlanks: String {
    let view = unicodeScalars
    guard let first = view.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = view.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(view[first...last])
  }

  /// Whether the text before the line's first colon is this title, in any letter case.
  fileprivate func begins(with title: CompactReport.Title) -> Bool {
    let view = unicodeScalars
    guard let colon = view.firstIndex(where: { $0 == ":" || $0 == "\u{FF1A}" }) else {
      return false
    }
    return (String(view[..<colon]).trimmedOfBlanks + ":").lowercased()
      == title.rawValue.lowercased()
  }

  fileprivate var isBullet: Bool {
    guard let mark = unicodeScalars.first, ["-", "*", "\u{2022}"].contains(mark) else {
      return false
    }
    return unicodeScalars.dropFirst().first?.properties.isWhitespace ?? true
  }
}
