import Text

/// Finds the report of a row in a worker's whole output.
struct ReportReader {
  /// A part of the message that may be a report.
  private struct Candidate {
    var report: Report
    /// Whether the part is in a code fence. Such a part is used only if there is no other report.
    var isFenced = false
    var isFilledIn: Bool
    let line: Int
  }

  private let lines: [String]
  /// For each line, whether it is part of a code fence or delimits one.
  private let isFenced: [Bool]
  private let isFence: [Bool]

  init(_ message: String) {
    lines = message.reportLines
    var isOpen = false
    var (fenced, fences): ([Bool], [Bool]) = ([], [])
    for line in lines {
      let isFence = ["```", "~~~"].contains { line.trimmed.hasPrefix($0) }
      if isFence { isOpen.toggle() }
      fences.append(isFence)
      fenced.append(isOpen || isFence)
    }
    isFenced = fenced
    isFence = fences
  }

  /// - Parameter id: the row's id; `nil` accepts a report on any row.
  func report(of id: String?) -> Report {
    var candidates = headed
    let json = JSONReport.all(in: lines)
    candidates += json.map { Candidate(report: $0.report, isFilledIn: true, line: $0.line) }
    if candidates.isEmpty { return unheaded() }
    let own = candidates.filter { id == nil || $0.report.id == nil || $0.report.id == id }
    guard !own.isEmpty else {
      let last = candidates.max { $0.line < $1.line }
      var report = Report()
      report.id = last?.report.id
      report.faults = [.otherRow(report.id ?? "")]
      return report
    }
    let filled = own.filter(\.isFilledIn)
    let outside = filled.filter { !$0.isFenced }
    guard let last = (outside.isEmpty ? filled : outside).max(by: { $0.line < $1.line }) else {
      var report = Report()
      report.id = own.first?.report.id
      report.faults = [.notFilledIn]
      return report
    }
    return last.report
  }

  /// The parts that begin with a header.
  private var headed: [Candidate] {
    let starts = lines.indices.filter { Self.headerID(lines[$0]) != nil }
    return starts.enumerated().map { number, start in
      var end = number + 1 < starts.count ? starts[number + 1] : lines.count
      // The line of the header may itself begin a fence.
      if isFenced[start], let close = (start + 1..<end).first(where: { isFence[$0] }) {
        end = close
      }
      return candidate(start + 1..<end, id: Self.headerID(lines[start]), isFenced: isFenced[start])
    }
  }

  /// The report of a message without a header. It is the text outside code fences or, if that text
  /// has no labels, the text in the fences.
  private func unheaded() -> Report {
    let outside = SectionReader(numbered(lines.indices.filter { !isFenced[$0] }))
    let all = SectionReader(numbered(lines.indices.filter { !isFence[$0] }))
    let reader = outside.isLabelled || !all.isLabelled ? outside : all
    var report = reader.report
    if !reader.isFilledIn { report.faults = [.notFilledIn] }
    if reader.isLabelled { return report }
    report.body = (outside.isEmpty ? all : outside).report.body
    if report.body.isEmpty { report.faults = [.noReport] }
    return report
  }

  private func candidate(_ range: Range<Int>, id: String?, isFenced: Bool) -> Candidate {
    let reader = SectionReader(numbered(range.filter { !isFence[$0] }))
    var report = reader.report
    report.id = id
    return Candidate(
      report: report, isFenced: isFenced, isFilledIn: reader.isFilledIn, line: range.lowerBound)
  }

  private func numbered(_ places: [Int]) -> [Report.Line] {
    places.compactMap {
      lines[$0].trimmed.isEmpty ? nil : Report.Line(text: lines[$0], number: $0 + 1)
    }
  }

  /// The id of a line `[REPORT ID]`, with decoration or a chat's prefix. A line that is indented
  /// like the material of a task message does not count.
  static func headerID(_ line: String) -> String? {
    guard line.utf8.contains(UInt8(ascii: "[")), !line.hasPrefix("    "), !line.hasPrefix("\t")
    else {
      return nil
    }
    var text = line.trimmed(isDecoration)[...]
    if let colon = text.unicodeScalars.firstIndex(where: { $0 == ":" || $0 == "\u{FF1A}" }),
      text[..<colon].unicodeScalars.allSatisfy({ $0.isWordPart || $0 == "-" || $0 == " " })
    {
      text = text[text.unicodeScalars.index(after: colon)...].trimmed(isDecoration)[...]
    }
    guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let inner = text.dropFirst().dropLast()
    guard inner.prefix(7).lowercased() == "report " else { return nil }
    let id = inner.dropFirst(7).trimmed
    return id.isEmpty ? nil : id
  }

  private static func isDecoration(_ scalar: Unicode.Scalar) -> Bool {
    ["*", "_", "`", "#", "\u{FEFF}"].contains(scalar)
  }
}

extension Report {
  /// Parses a worker's output, and returns its last report that is filled in.
  ///
  /// - Parameters:
  ///   - message: the worker's output, with a report in any of the forms of `docs/routing.md`.
  ///   - id: the row of the report; `nil` if the row is known only from the message.
  public init(reading message: String, of id: String? = nil) {
    self = ReportReader(message).report(of: id)
  }
}
