import Gate

/// The text with an agent's report: the last message that reads as a report of the row, unless a
/// later message takes it back. Without a report, the text is the last message.
struct SaidReport: Sendable {
  /// The row; `nil` accepts a report of any row.
  private let id: String?
  private var last: String?
  /// The report; `nil` if there is none.
  private(set) var report: String?
  /// Whether the last report was taken back.
  private(set) var isTakenBack = false
  /// The message that the program's limit of output cut, with its beginning; `nil` if the last
  /// message is whole.
  private var beginning: String?

  init(of id: String?) { self.id = id }

  var text: String? { report ?? last }

  /// Adds a message of the agent.
  mutating func add(_ message: String) {
    let text = (beginning ?? "") + message
    (last, beginning) = (text, nil)
    let said = Report(reading: text, of: id)
    if Self.isReport(said) {
      (report, isTakenBack) = (text, false)
    } else if let earlier = report, said.takesBack(earlier) {
      (report, isTakenBack) = (nil, true)
    }
  }

  /// Adds the text of the turn, which usually is the agent's last message, or its last part.
  mutating func add(turn text: String) {
    if last.map({ !$0.hasSuffix(text) }) ?? true { add(text) }
  }

  /// Joins the next message to the last one, which the limit of output cut.
  mutating func expectRest() { beginning = last }

  /// Whether a message is a report, and not only a text with labels, the empty form, or news such
  /// as `Status: in progress`.
  private static func isReport(_ said: Report) -> Bool {
    for case .notFilledIn in said.faults { return false }
    for case .otherRow in said.faults { return false }
    return said.id != nil
      ? said.sections[.status] != nil : said.status != nil && said.status != .partial
  }
}

extension AgentTranscript {
  mutating func read(_ said: SaidReport) {
    (report, isReportTakenBack) = (said.text, said.isTakenBack)
  }
}
