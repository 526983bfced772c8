import Prose

/// A worker's report, parsed by lines. Source: `docs/routing.md`, "Guardrails".
///
/// Any text parses; the guardrails report what is missing. Lines outside the five sections are
/// `body`: a report may be a single sentence.
public struct CompactReport: Equatable, Sendable {
  /// The sections, in the order in which a report has them.
  public enum Section: String, CaseIterable, Sendable {
    case files = "Files"
    case diffSummary = "Diff-Summary"
    case validation = "Validation"
    case risks = "Risks"
    case next = "Next"
  }

  /// The kind of a line.
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

  /// The text behind `Status:`; `nil` without one.
  public var status: String? { lines.first { $0.part == .status }?.text }

  /// The sections of the report, by their first places.
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

/// The titles that a compact report must have, in their order.
enum ReportTitle: CaseIterable {
  case status, files, diffSummary, validation, risks, next

  /// As it is written, with its colon.
  var text: String {
    switch self {
    case .status: "Status:"
    case .files: "Files:"
    case .diffSummary: "Diff-Summary:"
    case .validation: "Validation:"
    case .risks: "Risks:"
    case .next: "Next:"
    }
  }

  /// The title that a line is; `nil` for another line.
  init?(_ part: CompactReport.Part) {
    switch part {
    case .status: self = .status
    case .title(.files): self = .files
    case .title(.diffSummary): self = .diffSummary
    case .title(.validation): self = .validation
    case .title(.risks): self = .risks
    case .title(.next): self = .next
    case .header, .bullet, .continuation, .body: return nil
    }
  }
}

extension CompactReport {
  /// The first line of each title.
  var titles: [ReportTitle: Int] {
    var titles: [ReportTitle: Int] = [:]
    for line in lines {
      if let title = ReportTitle(line.part), titles[title] == nil { titles[title] = line.number }
    }
    return titles
  }

  /// The first bullet beyond the limit, counted through the whole report.
  func bullet(after count: Int) -> Line? {
    lines.filter(\.isBullet).dropFirst(count).first
  }
}

extension CompactReport.Line {
  fileprivate var isBullet: Bool {
    switch part {
    case .bullet: true
    case .header, .status, .title, .continuation, .body: false
    }
  }
}

extension String {
  var trimmedOfBlanks: String {
    let view = unicodeScalars
    guard let first = view.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = view.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(view[first...last])
  }

  /// What follows `title:`, in any letter case; `nil` when the text does not begin so.
  func rest(after title: String) -> String? {
    let view = unicodeScalars
    guard let colon = view.firstIndex(where: { $0 == ":" || $0 == "\u{FF1A}" }),
      String(view[..<colon]).trimmedOfBlanks.lowercased() == title.lowercased()
    else { return nil }
    return String(view[view.index(after: colon)...]).trimmedOfBlanks
  }

  /// What follows the mark of a bullet; `nil` where there is none.
  var bulletText: String? {
    let view = unicodeScalars
    guard let mark = view.first, mark == "-" || mark == "*" || mark == "\u{2022}" else {
      return nil
    }
    let rest = view.dropFirst()
    guard rest.first.map({ $0.properties.isWhitespace }) ?? true else { return nil }
    return String(rest).trimmedOfBlanks
  }
}
