/// A worker's report as it was read, once, whatever form it has.
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

  public struct Line: Equatable, Sendable {
    /// With its indentation.
    public let text: String
    /// Of the message, counting from 1.
    public let number: Int
  }

  /// What is wrong with its form; the reviewer sends it back with that.
  public enum Fault: Equatable, Sendable {
    /// No report is in the message, or nothing but the form to fill in.
    case noReport, notFilledIn
    /// It names another row.
    case otherRow(String)
    case noStatus
    /// No list has this status.
    case unknownStatus(String)
    /// `QUESTION`, and nothing is asked.
    case noQuestion
    /// A JSON document that ends half way.
    case brokenJSON
    case tooLong(characters: Int, limit: Int)
  }

  /// The row that it names; `nil` where it names none.
  public internal(set) var id: String?
  public internal(set) var status: Status?
  /// What stands behind the status.
  public internal(set) var reason = ""
  /// What the worker wants to know; empty for nothing.
  public internal(set) var question = ""
  /// In the order in which they stand.
  public internal(set) var sections: [Section: [Line]] = [:]
  /// The lines of a text without labels.
  public internal(set) var body: [Line] = []
  public var faults: [Fault] = []
  /// How long it is, in Unicode scalars, without what the worker said around it.
  public internal(set) var characters = 0

  /// What stands under a label, without the marks of a list; nothing for `None`.
  public func entries(of section: Section) -> [String] {
    (sections[section] ?? []).filter(\.hasContent).map { $0.text.bulletText }
  }

  /// Whether something outside stops the work, or a question does.
  public var isStopped: Bool { status == .blocked || status == .question }

  /// Whether it is a plain text, which is read as prose.
  public var isPlainText: Bool { sections.isEmpty }

  /// Whether a worker meant it as its report: it names a row, has labels, or fails to.
  public var isReport: Bool {
    id != nil || !isPlainText || faults.contains { $0 != .noReport }
  }

  /// The lines that say which criteria are met; none where nothing is under that label.
  var claimLines: [Line] { sections[.criteria] ?? [] }
}

extension Report.Fault {
  /// For machines, behind `fault:`.
  public var code: String {
    switch self {
    case .noReport: "no_report"
    case .notFilledIn: "not_filled_in"
    case .otherRow: "other_row"
    case .noStatus: "no_status"
    case .unknownStatus: "unknown_status"
    case .noQuestion: "no_question"
    case .brokenJSON: "broken_json"
    case .tooLong: "too_long"
    }
  }

  /// What is wrong, and what to do.
  public var message: String {
    switch self {
    case .noReport: "there is no report in the message; end it with the form of the task"
    case .notFilledIn: "the form was not filled in"
    case .otherRow(let id): "the report is of \(id)"
    case .noStatus: "there is no Status: line"
    case .unknownStatus(let text):
      "the status \"\(text)\" is none of DONE, PARTIAL, FAILED, BLOCKED and QUESTION"
    case .noQuestion: "the status is QUESTION, and no Question: line asks anything"
    case .brokenJSON: "the JSON document ends half way"
    case .tooLong(let characters, let limit): "\(characters) characters are more than \(limit)"
    }
  }
}
