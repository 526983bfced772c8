import Text

/// Divides the lines of a report into sections by their labels.
struct SectionReader {
  private(set) var report = Report()
  private(set) var isFilledIn = true
  /// The indentation of the first label: a line with more indentation is not a label.
  private var indentation: Int?
  /// The lines of the section `status` that follow a label, by their places.
  private var statusPlaces: [Int] = []

  var isLabelled: Bool { !report.sections.isEmpty }
  var isEmpty: Bool { report.sections.isEmpty && report.body.isEmpty }

  /// - Parameter lines: the lines that are not empty.
  init(_ lines: [Report.Line]) {
    report.characters = lines.reduce(0) { $0 + $1.text.unicodeScalars.count + 1 }
    var section: Report.Section?
    for line in lines {
      if Self.saysNothingChanged(line.text) { report.saysNothingChanged = true }
      if let hash = Self.contextHash(in: line.text) {
        report.contextHash = hash
      } else if let (path, side) = Self.resolution(in: line.text) {
        report.resolutions[path] = side
      } else if let (label, rest) = label(of: line) {
        section = label
        if label == .status { statusPlaces.append(report.sections[.status]?.count ?? 0) }
        report.sections[label, default: []] +=
          rest.isEmpty
          ? []
          : [
            Report.Line(text: rest, number: line.number)
          ]
      } else if let section {
        report.sections[section, default: []].append(line)
      } else {
        report.body.append(line)
      }
    }
    if isLabelled { report.body = [] }
    finish()
  }

  init(_ sections: [Report.Section: [Report.Line]]) {
    report.sections = sections
    report.characters = sections.values.joined().reduce(0) { $0 + $1.text.unicodeScalars.count + 1 }
    finish()
  }

  private mutating func finish() {
    // If claims follow directly after the status, the label `Criteria:` is missing.
    if let status = report.sections[.status], report.sections[.criteria] == nil,
      let first = status.dropFirst().firstIndex(where: ClaimReader.isNumberedClaim)
    {
      report.sections[.status] = Array(status[..<first])
      report.sections[.criteria] = Array(status[first...])
    }
    let claims = report.claimLines
    isFilledIn = claims.isEmpty || !claims.allSatisfy(ClaimReader.isUnfilled)
    report.question = (report.sections[.question] ?? [])
      .map { $0.text.bulletText }.filter { !$0.hasPrefix("<") }.joined(separator: "\n")
    if ReportLabels.saysNothing(report.question) { report.question = "" }
    if isLabelled { readStatus() }
  }

  private mutating func readStatus() {
    let lines = (report.sections[.status] ?? []).map { $0.text.bulletText }
    guard let first = lines.first else { return report.faults.append(.noStatus) }
    if first.hasPrefix("<") {
      isFilledIn = false
      return
    }
    guard let (status, reason) = Self.status(in: first) else {
      return report.faults.append(.unknownStatus(first))
    }
    let others = statusPlaces.filter { lines.indices.contains($0) }
      .compactMap { Self.status(in: lines[$0])?.status }
    if let other = others.first(where: { $0 != status }) {
      return report.faults.append(.severalStatuses(status, other))
    }
    // A worker that is blocked and asks a question waits for the answer.
    report.status = status == .blocked && !report.question.isEmpty ? .question : status
    report.reason = ([reason] + lines.dropFirst()).filter { !$0.isEmpty }.joined(separator: " ")
    if status == .question, report.question.isEmpty {
      report.question = ReportLabels.saysNothing(report.reason) ? "" : report.reason
      if report.question.isEmpty { report.faults.append(.noQuestion) }
    }
  }

  /// The status with which a line begins, and the text behind it.
  private static func status(in line: String) -> (status: Report.Status, reason: String)? {
    let text = line.unicodeScalars.drop { !$0.isWordPart }
    let folded = FoldedText(String(text), masksLiterals: false)
    for (status, words) in ReportLabels.statuses {
      guard let end = words.end(of: folded.scalars, at: 0) else { continue }
      let isRestricted = Objection.place(afterState: Array(folded.scalars[end...])) != nil
      // Folding does not change the number of scalars in a status, so `end` is valid in the
      // original text.
      let reason = String(String.UnicodeScalarView(text.dropFirst(end)))
      return (
        status == .done && isRestricted ? .partial : status,
        reason.trimmed(ClaimReader.isPunctuation)
      )
    }
    return nil
  }

  // MARK: Labels

  /// The file and the side of `Resolved: PATH ours`; `nil` if the line has another form.
  private static func resolution(in line: String) -> (path: String, side: Report.Resolution)? {
    let words = line.bulletText.split(separator: " ")
    guard words.count >= 3, ["resolved:", "해결:"].contains(words[0].lowercased()),
      let side = words.last.flatMap({ Report.Resolution(rawValue: $0.lowercased()) })
    else { return nil }
    let path = words.dropFirst().dropLast().joined(separator: " ")
    return (path.trimmed { $0 == "`" }, side)
  }

  /// The hash in a line `Context: HASH`. A line with any other text is an ordinary line.
  private static func contextHash(in line: String) -> String? {
    let parts = line.bulletText.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, parts[0].filter(\.isLetter).lowercased() == "context" else {
      return nil
    }
    let hash = String(parts[1]).trimmed { $0 == "*" || $0 == "_" || $0 == "`" }
    let isHash =
      hash.utf8.count == 64
      && hash.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      }
    return isHash ? hash : nil
  }

  /// Whether a line says that there are no changes, such as `Changes: none`. The line counts even
  /// if it is not a label of the report, because it is below another label, or in a text without
  /// labels.
  private static func saysNothingChanged(_ line: String) -> Bool {
    guard let (section, rest) = label(of: line.trimmed), section == .diffSummary else {
      return false
    }
    return ReportLabels.saysNone(rest)
  }

  /// The label of a line, and the text after it.
  private mutating func label(of line: Report.Line) -> (Report.Section, String)? {
    let indentation = line.text.unicodeScalars.prefix { $0.isBlank }.count
    let trimmed = line.text.trimmed
    if let first = self.indentation, !trimmed.hasPrefix("#"), indentation > first + 1 { return nil }
    guard let label = Self.label(of: trimmed) else { return nil }
    self.indentation = self.indentation ?? indentation
    return label
  }

  /// The label in a line, whatever the position of the line is.
  private static func label(of trimmed: String) -> (Report.Section, String)? {
    let isHeading = trimmed.hasPrefix("#")
    let text = trimmed.bulletText.trimmed { $0 == "#" }.unicodeScalars
    let colon = text.prefix(40).firstIndex { $0 == ":" || $0 == "\u{FF1A}" }
    let name = String(String.UnicodeScalarView(text[..<(colon ?? text.endIndex)]))
    let isBold = name.hasPrefix("**") || name.hasPrefix("__")
    guard colon != nil || isHeading || isBold,
      let section = ReportLabels.sections[name.labelName]
    else { return nil }
    guard let colon else { return (section, "") }
    let rest = String(String.UnicodeScalarView(text[text.index(after: colon)...])).trimmed
    // Removes the marks at the end of bold type around the label or the whole line.
    return (section, isBold ? rest.trimmed { $0 == "*" || $0 == "_" } : rest)
  }
}

extension String {
  /// The text without the mark of a list item.
  var bulletText: String {
    let text = trimmed
    for mark in ["- ", "* ", "+ ", "• "] where text.hasPrefix(mark) {
      return text.dropFirst(mark.count).trimmed
    }
    return text
  }

  /// The text in the form of the table of labels: without decoration, emoji and leading numbers.
  fileprivate var labelName: String {
    let name = String(unicodeScalars.drop { !$0.properties.isAlphabetic }).undecorated
    return String(String.UnicodeScalarView(FoldedText(name, masksLiterals: false).scalars))
  }
}
