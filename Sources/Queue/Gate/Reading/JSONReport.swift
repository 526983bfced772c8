import Text

enum JSONReport {
  /// The largest number of unclosed braces for which the closing brace is searched. The number is
  /// limited because each such search reads the text to its end.
  private static let mostFailures = 5

  /// The reports among the JSON documents that begin at the start of a line, each with the number
  /// of that line.
  static func all(in lines: [String]) -> [(report: Report, line: Int)] {
    var found: [(Report, Int)] = []
    var index = 0
    var failures = 0
    while index < lines.count, failures < mostFailures {
      guard lines[index].trimmed.hasPrefix("{") else {
        index += 1
        continue
      }
      guard let end = end(of: lines, from: index) else {
        if lines[index...].prefix(3).contains(where: { $0.holds("\"report\"") }) {
          found.append((broken(lines[index...].joined(separator: "\n"), line: index + 1), index))
        }
        failures += 1
        index += 1
        continue
      }
      let text = lines[index..<end].joined(separator: "\n").trimmed
      if let object = try? JSONValue(parsing: Array(text.utf8)).objectValue,
        let report = report(object, line: index + 1)
      {
        found.append((report, index))
      }
      index = end
    }
    return found
  }

  /// The index of the line after the line that closes the brace of line `start`.
  private static func end(of lines: [String], from start: Int) -> Int? {
    var depth = 0
    var isInString = false
    var isEscaped = false
    for index in start..<lines.count {
      for byte in lines[index].utf8 {
        if isEscaped {
          isEscaped = false
        } else if isInString {
          if byte == UInt8(ascii: "\\") { isEscaped = true }
          if byte == UInt8(ascii: "\"") { isInString = false }
        } else if byte == UInt8(ascii: "\"") {
          isInString = true
        } else if byte == UInt8(ascii: "{") {
          depth += 1
        } else if byte == UInt8(ascii: "}") {
          depth -= 1
        }
      }
      if depth <= 0 { return index + 1 }
      isInString = false
    }
    return nil
  }

  /// The readable part of a truncated document: everything before its last comma.
  private static func broken(_ text: String, line: Int) -> Report {
    let bytes = Array(text.utf8)
    var open: [UInt8] = []
    var isInString = false
    var isEscaped = false
    var whole: (end: Int, closers: [UInt8]) = (0, [])
    for (index, byte) in bytes.enumerated() {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
      case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
      case UInt8(ascii: ","): whole = (index, open.reversed())
      default: break
      }
    }
    let object = try? JSONValue(parsing: bytes[..<whole.end] + whole.closers).objectValue
    var report = object.flatMap { Self.report($0, line: line) } ?? Report()
    report.faults.append(.brokenJSON)
    return report
  }

  private static func report(_ object: JSONObject, line: Int) -> Report? {
    guard let id = object["report"]?.stringValue else { return nil }
    var sections: [Report.Section: [Report.Line]] = [:]
    func add(_ section: Report.Section, _ texts: [String]) {
      sections[section] = texts.filter { !$0.isEmpty }.map { Report.Line(text: $0, number: line) }
    }
    let status = object["status"]?.stringValue ?? ""
    let reason = object["reason"]?.stringValue ?? ""
    if !status.isEmpty {
      add(.status, [reason.isEmpty ? status : "\(status): \(reason.onOneLine)"])
    }
    add(.criteria, (object["criteria"]?.arrayValue ?? []).compactMap(claim))
    add(.question, texts(object["question"]))
    for (key, section) in [
      ("files", Report.Section.files), ("diff_summary", .diffSummary), ("validation", .validation),
      ("risks", .risks), ("next", .next),
    ] {
      add(section, texts(object[key]).map(\.onOneLine))
    }
    var report = SectionReader(sections).report
    report.saysNothingChanged = texts(object["changes"]).contains { ReportLabels.saysNone($0) }
    report.id = id
    report.contextHash = object["context_sha256"]?.stringValue
    return report
  }

  /// A claim in JSON as a line of a Markdown report.
  private static func claim(_ value: JSONValue) -> String? {
    guard let object = value.objectValue, let number = object["n"]?.integerValue else { return nil }
    let evidence = texts(object["evidence"]).joined(separator: " ").onOneLine
    return "\(number). \(object["met"]?.boolValue == true ? "met" : "not met"): \(evidence)"
  }

  private static func texts(_ value: JSONValue?) -> [String] {
    if let list = value?.arrayValue { return list.compactMap(\.stringValue) }
    return value?.stringValue.map { [$0] } ?? []
  }
}

extension String {
  fileprivate var onOneLine: String { reportLines.joined(separator: " ") }
}
