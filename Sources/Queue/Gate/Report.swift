/// A worker's report in any of its forms, parsed once.
/// Source of the forms: `docs/routing.md`, "Reports".
public struct Report: Equatable, Sendable {
  public enum Status: String, Sendable {
    case done = "DONE"
    case partial = "PARTIAL"
    case failed = "FAILED"
    case blocked = "BLOCKED"
    case question = "QUESTION"
  }

  public enum Section: Sendable {
    case status, criteria, files, diffSummary, validation, risks, next, question
  }

  /// The side of a conflict that is kept.
  public enum Resolution: String, Sendable {
    /// The side of the row's work.
    case ours
    /// The side that was merged in the meantime.
    case theirs
  }

  public struct Line: Equatable, Sendable {
    /// The text with its indentation.
    public let text: String
    /// The line's number in the message, counted from 1.
    public let number: Int
  }

  /// A fault of the report's form, because of which the report is sent back.
  public enum Fault: Equatable, Sendable {
    /// The message has no report, or the form in it is not filled in.
    case noReport, notFilledIn
    /// The report names another row.
    case otherRow(String)
    case noStatus
    /// The status is unknown.
    case unknownStatus(String)
    /// Two `Status:` lines say different things.
    case severalStatuses(Status, Status)
    /// The status is `QUESTION`, but there is no question.
    case noQuestion
    /// A JSON document is truncated.
    case brokenJSON
    case tooLong(characters: Int, limit: Int)
  }

  /// The row that the report names; `nil` if it names none.
  public internal(set) var id: String?
  public internal(set) var status: Status?
  /// The text after the status.
  public internal(set) var reason = ""
  /// The hash of the context that the report names; `nil` if it names none.
  public internal(set) var contextHash: String?
  /// The side to keep for each file that had a conflict: `Resolved: PATH ours`.
  public internal(set) var resolutions: [String: Resolution] = [:]
  /// The worker's question; empty if there is none.
  public internal(set) var question = ""
  /// The lines of each section, in the order of the report.
  public internal(set) var sections: [Section: [Line]] = [:]
  /// The lines of a text without labels.
  public internal(set) var body: [Line] = []
  /// Whether a line such as `Changes: none`, with any label for changes, says that nothing had to
  /// change.
  public internal(set) var saysNothingChanged = false
  public var faults: [Fault] = []
  /// The length in Unicode scalars, without the text around the report.
  public internal(set) var characters = 0

  /// The lines under a label, without list marks; empty for `None`.
  public func entries(of section: Section) -> [String] {
    (sections[section] ?? []).filter(\.hasContent).map { $0.text.bulletText }
  }

  /// Whether the work waits for an outside obstacle to go, or for an answer.
  public var isStopped: Bool { status == .blocked || status == .question }

  /// Whether the report has no labels, and is read as prose.
  public var isPlainText: Bool { sections.isEmpty }

  /// Whether the worker meant this text as a report: the text names a row, has labels, or has a
  /// fault.
  public var isReport: Bool {
    id != nil || !isPlainText || faults.contains { $0 != .noReport }
  }

  var claimLines: [Line] { sections[.criteria] ?? [] }
}

extension Report.Fault {
  /// The code after `fault:` in a reason. Scripts may rely on these codes.
  public var code: String {
    switch self {
    case .noReport: "no_report"
    case .notFilledIn: "not_filled_in"
    case .otherRow: "other_row"
    case .noStatus: "no_status"
    case .unknownStatus: "unknown_status"
    case .severalStatuses: "several_statuses"
    case .noQuestion: "no_question"
    case .brokenJSON: "broken_json"
    case .tooLong: "too_long"
    }
  }

  /// The fault and its remedy, in one sentence.
  public var message: String {
    switch self {
    case .noReport: "there is no report in the message; end it with the form of the task"
    case .notFilledIn: "the form was not filled in"
    case .otherRow(let id): "the report is of \(id)"
    case .noStatus: "there is no Status: line"
    case .unknownStatus(let text):
      "the status \"\(text)\" is none of DONE, PARTIAL, FAILED, BLOCKED and QUESTION"
    case .severalStatuses(let first, let second):
      "one Status: line says \(first.rawValue), and another one \(second.rawValue)"
    case .noQuestion: "the status is QUESTION, and no Question: line asks anything"
    case .brokenJSON: "the JSON document ends half way"
    case .tooLong(let characters, let limit): "\(characters) characters are more than \(limit)"
    }
  }
}
