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
  /// The line where each title first stands.
  var titles: [ReportTitle: Int] {
    var titles: [ReportTitle: Int] = [:]
    for line in lines {
      if let title = ReportTitle(line.part), titles[title] == nil { titles[title] = line.number }
    }
    return titles
  }

  /// The first bullet that is one too many, counting through the whole report.
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
