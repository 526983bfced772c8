/// One finding of `lint`, and its place in the file.
public struct Finding: Equatable, Sendable {
  /// `line` and `column` start at 1; columns count Unicode scalars.
  public let line: Int
  public let column: Int
  /// The column behind the last character.
  public let endColumn: Int
  public let fact: Fact

  /// - Parameter endColumn: `nil` for a place without characters.
  public init(_ fact: Fact, line: Int, column: Int, endColumn: Int? = nil) {
    (self.line, self.column, self.fact) = (line, column, fact)
    self.endColumn = endColumn ?? column
  }

  public var rule: Rule { fact.rule }
  public var severity: Severity { fact.severity }

  /// The kind of the finding, with its data. Texts are the unescaped texts of cells.
  public enum Fact: Equatable, Sendable {
    case cellCount(expected: Int, found: Int)
    case unknownStatus(String)
    case emptyID
    case illFormedID(String)
    case repeatedID(String, otherLines: [Int])
    /// Rows that wait for each other; the first one is at both ends.
    case dependencyCycle([String])
    /// A row waits for one that does not exist and is not DONE in the archive.
    case unknownDependency(String, Absence? = nil)
    case unknownPriority(String)
    case unreadableTime(String)
    /// The value of a row's `timeout`.
    case unreadableTimeout(String)
    /// The value of a row's `max_attempts`.
    case unreadableLimit(String)
    /// A path in a row's `touches` that is absolute, and is read as a path of the project.
    case absolutePath(String)
    /// A segment of a row's notes was meant as control, but no rule reads it.
    case nearMissNote(NearMissNote)
    /// The file at the path of a row's brief can't be read as a brief.
    case badBrief(path: String, BriefProblem)
    /// Only the first `limit` bytes of a brief are sent to a worker.
    case longBrief(path: String, bytes: Int, limit: Int)
    /// A criterion `cmd: NAME` whose check is missing in `review.checks`; `known` are the existing
    /// checks.
    case missingCheck(String, known: [String])
    /// A criterion that begins like a proof but lacks a part. It can never be met.
    case malformedProof(String)
    /// A criterion `json: FILE SCHEMA` names the schema at `path`, which can't be used, for this
    /// reason.
    case unreadableSchema(path: String, reason: String)
    /// Words in braces in the setting `key` that `orch` does not replace; `known` are the words
    /// that it replaces.
    case unknownPlaceholder(String, key: String, known: [String])
    /// `rows` is the number of rows that need the worker.
    case unknownWorker(UnknownWorker, rows: Int)
    /// The value of a row's `repo`; `known` are the existing repositories.
    case unknownRepository(String, known: [String])
    case deceptiveCharacter(String)
    case htmlComment
    /// The title of a link, or a comment, in the brief at `path`; `nil` for a cell.
    case unseenText(String, path: String?)
    case rowOutsideTable
    /// Another table with the queue's columns, and the number of lines below its header.
    case secondTable(rows: Int)
    /// A blank other than a plain space surrounds this text of a cell, and is ignored.
    case blankAround(Unicode.Scalar, String)
    /// A blank other than a plain space is part of this text.
    case blankWithin(Unicode.Scalar, String)
  }

  /// The name of a finding in the output.
  public enum Rule: String, CaseIterable, Sendable {
    case cellCount = "cell-count"
    case unknownStatus = "unknown-status"
    case emptyID = "empty-id"
    case illFormedID = "ill-formed-id"
    case repeatedID = "repeated-id"
    case dependencyCycle = "dependency-cycle"
    case unknownDependency = "unknown-dependency"
    case unknownPriority = "unknown-priority"
    case unreadableTime = "unreadable-time"
    case unreadableNumber = "unreadable-number"
    case absolutePath = "absolute-path"
    case nearMissNote = "near-miss-note"
    case badBrief = "bad-brief"
    case longBrief = "long-brief"
    case missingCheck = "missing-check"
    case malformedProof = "malformed-proof"
    case unreadableSchema = "unreadable-schema"
    case unknownPlaceholder = "unknown-placeholder"
    case unknownWorker = "unknown-worker"
    case unknownRepository = "unknown-repository"
    case deceptiveCharacter = "deceptive-character"
    case htmlComment = "html-comment"
    case unseenText = "unseen-text"
    case rowOutsideTable = "row-outside-table"
    case secondTable = "second-table"
    case oddBlank = "odd-blank"

    /// The usual severity of the rule's findings.
    public var severity: Severity {
      switch self {
      case .cellCount, .unknownStatus, .emptyID, .illFormedID, .repeatedID, .dependencyCycle,
        .unknownWorker, .unknownRepository, .badBrief:
        .problem
      case .unknownDependency, .unknownPriority, .unreadableTime, .unreadableNumber, .absolutePath,
        .nearMissNote, .longBrief, .missingCheck, .malformedProof, .unreadableSchema,
        .unknownPlaceholder,
        .deceptiveCharacter, .htmlComment, .unseenText, .rowOutsideTable, .secondTable, .oddBlank:
        .warning
      }
    }
  }

  public enum Severity: String, Sendable {
    /// The row can't be handed out, and `lint` fails.
    case problem
    /// The row can still be handed out.
    case warning
  }
}

extension Finding.Fact {
  /// The part of the cell that the finding is about; `nil` for the whole cell.
  package var word: String? {
    switch self {
    case .unknownDependency(let word, _), .unreadableTimeout(let word), .unreadableLimit(let word),
      .absolutePath(let word), .missingCheck(let word, _), .malformedProof(let word),
      .unreadableSchema(let word, _), .unknownRepository(let word, _):
      word
    case .nearMissNote(let note): note.segment
    case .cellCount, .unknownStatus, .emptyID, .illFormedID, .repeatedID, .dependencyCycle,
      .unknownPriority, .unreadableTime, .badBrief, .longBrief, .unknownPlaceholder, .unknownWorker,
      .deceptiveCharacter, .htmlComment, .unseenText, .rowOutsideTable, .secondTable, .blankAround,
      .blankWithin:
      nil
    }
  }

  var severity: Finding.Severity {
    if case .nearMissNote(let note) = self, note.holds { return .problem }
    return rule.severity
  }

  var rule: Finding.Rule {
    switch self {
    case .cellCount: .cellCount
    case .unknownStatus: .unknownStatus
    case .emptyID: .emptyID
    case .illFormedID: .illFormedID
    case .repeatedID: .repeatedID
    case .dependencyCycle: .dependencyCycle
    case .unknownDependency: .unknownDependency
    case .unknownPriority: .unknownPriority
    case .unreadableTime, .unreadableTimeout: .unreadableTime
    case .unreadableLimit: .unreadableNumber
    case .absolutePath: .absolutePath
    case .nearMissNote: .nearMissNote
    case .badBrief: .badBrief
    case .longBrief: .longBrief
    case .missingCheck: .missingCheck
    case .malformedProof: .malformedProof
    case .unreadableSchema: .unreadableSchema
    case .unknownPlaceholder: .unknownPlaceholder
    case .unknownWorker: .unknownWorker
    case .unknownRepository: .unknownRepository
    case .deceptiveCharacter: .deceptiveCharacter
    case .htmlComment: .htmlComment
    case .unseenText: .unseenText
    case .rowOutsideTable: .rowOutsideTable
    case .secondTable: .secondTable
    case .blankAround, .blankWithin: .oddBlank
    }
  }
}
