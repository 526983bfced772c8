struct BacklogBody {
  private(set) var text = ""
  private(set) var criteria: [String] = []
  private(set) var comments: [ForeignTask.Comment] = []

  /// - Parameter lines: the lines after the fields.
  init(_ lines: [MarkdownLine]) {
    for section in Self.sections(lines) { read(section) }
  }

  private struct Section {
    let title: String
    var lines: [SourceLine] = []
  }

  /// Splits the lines at headings of the second level, but not between two markers, such as `<!--
  /// SECTION:NOTES:BEGIN -->` and its end.
  private static func sections(_ lines: [MarkdownLine]) -> [Section] {
    var ends: [String: Int] = [:]
    for (index, line) in lines.enumerated() {
      if let marker = Marker(line), !marker.isBegin { ends[marker.name] = index }
    }
    var sections = [Section(title: "")]
    var within: String?
    for (index, line) in lines.enumerated() {
      let marker = Marker(line)
      if let marker, marker.name != "COMMENT" {
        if within == nil, marker.isBegin, ends[marker.name] ?? 0 > index {
          within = marker.name
        } else if within == marker.name, !marker.isBegin {
          within = nil
        }
      }
      if within == nil, line.block == .text, let heading = line.line.content.heading,
        heading.level == 2, line.line.indent < 4
      {
        sections.append(Section(title: heading.text))
      } else {
        sections[sections.count - 1].lines.append(line.line)
      }
    }
    return sections
  }

  private mutating func read(_ section: Section) {
    let lines = section.lines.filter { Marker($0) == nil }
    let hasComments = section.lines.contains { Marker($0)?.name == "COMMENTS" }
    switch Self.compared(section.title) {
    case "", "description": append(lines.text)
    case "acceptance criteria", "definition of done":
      let rest = readCriteria(lines)
      if !rest.isEmpty { append("## \(section.title)\n\n\(rest)") }
    case "comments" where hasComments: readComments(section.lines)
    default: append("## \(section.title)\n\n\(lines.text)")
    }
  }

  /// Older versions write "Acceptance Criteria (Optional)".
  private static func compared(_ title: String) -> String {
    let title = title.lowercased()
    return title.hasSuffix(" (optional)") ? String(title.dropLast(" (optional)".count)) : title
  }

  private mutating func append(_ section: String) {
    if !section.isEmpty { text += (text.isEmpty ? "" : "\n\n") + section }
  }

  /// Reads every `- [ ] #1 text`.
  ///
  /// - Returns: the other lines.
  private mutating func readCriteria(_ lines: [SourceLine]) -> String {
    var rest: [SourceLine] = []
    var indent: Int?
    for line in lines {
      if let box = CheckBox(line.content) {
        criteria.append(Self.withoutNumber(box.text).text)
        indent = line.indent
      } else if let above = indent, !line.isBlank, line.indent > above {
        criteria[criteria.count - 1] += " " + line.content.text
      } else {
        if !line.isBlank { indent = nil }
        rest.append(line)
      }
    }
    criteria.removeAll(where: \.isEmpty)
    return rest.text
  }

  private static func withoutNumber(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let number = text.rest(behind: "#")?.prefix(while: \.isDigit), !number.isEmpty,
      text[number.endIndex...].first?.isBlank ?? true
    else { return text }
    return text[number.endIndex...].trimmed
  }

  // MARK: Comments

  /// Reads `author: …` and `created: …`, and then a text between two lines `---`. Older versions
  /// write a blank line, and a text that ends at a marker.
  private mutating func readComments(_ lines: [SourceLine]) {
    var author = ""
    var time = ""
    var body: [SourceLine] = []
    var isBody = false
    func comment() -> ForeignTask.Comment? {
      let text = body.text
      let isVacant = text.isEmpty && author.isEmpty && time.isEmpty
      return isVacant ? nil : ForeignTask.Comment(author: author, time: time, text: text)
    }
    var hasMarkers = false
    for line in lines {
      let marker = Marker(line)
      if marker?.name == "COMMENT" { hasMarkers = true }
      let isDelimiter = !hasMarkers && line.content.elementsEqual("---".utf8)
      if isDelimiter && !isBody || hasMarkers && !isBody && line.isBlank {
        isBody = true
      } else if isDelimiter || marker.map({ $0.name == "COMMENT" && !$0.isBegin }) ?? false {
        if let comment = comment() { comments.append(comment) }
        (author, time, body, isBody) = ("", "", [], false)
      } else if marker != nil {
        continue
      } else if !isBody, author.isEmpty, let value = line.content.rest(behind: "author:") {
        author = value.trimmed.text
      } else if !isBody, time.isEmpty, let value = line.content.rest(behind: "created:") {
        time = value.trimmed.text
      } else if isBody || !line.isBlank {
        body.append(line)
      }
    }
    if let comment = comment() { comments.append(comment) }
  }
}

/// A line such as `<!-- AC:BEGIN -->`.
private struct Marker {
  let name: String
  let isBegin: Bool

  init?(_ line: MarkdownLine) {
    guard line.block == .text else { return nil }
    self.init(line.line)
  }

  init?(_ line: SourceLine) {
    guard let inner = line.content.rest(behind: "<!--")?.trimmed,
      let end = inner.firstIndex(of: "-->"), end + 3 == inner.endIndex
    else { return nil }
    let words = inner[..<end].trimmed.split(separator: UInt8(ascii: ":")).map(\.text)
    guard let kind = words.last, kind == "BEGIN" || kind == "END" else { return nil }
    let name = words.dropLast().joined(separator: ":")
    guard ["AC", "DOD", "COMMENTS", "COMMENT"].contains(name) || name.hasPrefix("SECTION:") else {
      return nil
    }
    self.name = name
    isBegin = kind == "BEGIN"
  }
}
