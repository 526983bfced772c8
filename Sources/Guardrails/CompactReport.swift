import Prose

/// A worker's report, taken apart by lines. Source: `docs/routing.md`, "Guardrails".
///
/// Any text can be read as one; what it lacks is for the guardrails to say. What stands
/// outside the five sections counts as `body`: a report may be a single sentence.
public struct CompactReport: Equatable, Sendable {
  /// The sections, in the order in which a report has them.
  public enum Section: String, CaseIterable, Sendable {
    case files = "Files"
    case diffSummary = "Diff-Summary"
    case validation = "Validation"
    case risks = "Risks"
    case next = "Next"
  }

  /// What a line is.
  public enum Part: Equatable, Sendable {
    /// `[REPORT ORCH-012]`
    case header
    /// `Status: DONE`; the text is what follows the colon.
    case status
    /// A section's own line, with what follows its colon.
    case title(Section)
    /// A line of a section: what follows `- `, or all of it.
    case bullet(Section)
    case continuation(Section)
    /// A line outside all sections.
    case body
  }

  public struct Line: Equatable, Sendable {
    public let part: Part
    /// Trimmed, without the mark of a bullet.
    public let text: String
    /// Counting from 1.
    public let number: Int
  }

  /// The lines that are not empty.
  public let lines: [Line]

  public init(_ text: String) {
    var section: Section?
    var lines: [Line] = []
    for (index, line) in text.reportLines.enumerated() {
      let text = line.trimmedOfBlanks
      if text.isEmpty { continue }
      let (part, rest) = Self.part(of: text, in: section, isFirst: lines.isEmpty)
      if case .title(let title) = part { section = title }
      lines.append(Line(part: part, text: rest, number: index + 1))
    }
    self.lines = lines
  }

  /// The id that the header names; empty for `[REPORT ]`, `nil` without a header.
  public var id: String? {
    lines.first.flatMap { $0.part == .header ? Self.headerID($0.text) : nil }
  }

  /// What `Status:` says; `nil` where it is not there.
  public var status: String? { lines.first { $0.part == .status }?.text }

  /// The sections that are there, in the order in which each comes first.
  public var sections: [Section] {
    var found: [Section] = []
    for line in lines {
      if case .title(let section) = line.part, !found.contains(section) { found.append(section) }
    }
    return found
  }

  public func bullets(of section: Section) -> [String] {
    lines.filter { $0.part == .bullet(section) }.map(\.text)
  }

  /// The id between `[REPORT ` and `]`, when the line is just that.
  public static func headerID(_ line: String) -> String? {
    guard line.hasPrefix("[REPORT"), line.hasSuffix("]") else { return nil }
    let inner = String(line.dropFirst(7).dropLast())
    guard inner.isEmpty || inner.first == " " else { return nil }
    return inner.trimmedOfBlanks
  }

  private static func part(of text: String, in section: Section?, isFirst: Bool) -> (Part, String) {
    if isFirst, headerID(text) != nil { return (.header, text) }
    if let rest = text.rest(after: "Status") { return (.status, rest) }
    for title in Section.allCases {
      if let rest = text.rest(after: title.rawValue) { return (.title(title), rest) }
    }
    guard let section else { return (.body, text) }
    if let rest = text.bulletText { return (.bullet(section), rest) }
    return (.continuation(section), text)
  }
}
