public import QueueModel

/// One finding of `lint`, and where it is in the file.
public struct Finding: Equatable, Sendable {
  /// Counting from 1; columns in Unicode scalars.
  public let line: Int
  public let column: Int
  public let fact: Fact

  public var rule: Rule { fact.rule }
  public var severity: Severity { rule.severity }

  /// What is found. Texts are those of cells, not escaped.
  public enum Fact: Equatable, Sendable {
    case cellCount(expected: Int, found: Int)
    case unknownStatus(String)
    case emptyID
    case illFormedID(String)
    case repeatedID(String, otherLines: [Int])
    /// Rows that wait for each other, the first one at both ends.
    case dependencyCycle([String])
    case unknownDependency(String)
    case unknownPriority(String)
    case unreadableTime(String)
    /// The value of a row's `timeout`.
    case unreadableTimeout(String)
    /// The value of a row's `max_attempts`.
    case unreadableLimit(String)
    /// What is in the place of a row's brief can't be read as one.
    case badBrief(path: String, BriefProblem)
    /// A worker is sent only the first `limit` bytes of a brief.
    case longBrief(path: String, bytes: Int, limit: Int)
    /// A criterion `cmd: NAME` whose check `review.checks` does not have; `known` are those that it has.
    case missingCheck(String, known: [String])
    /// A criterion that begins like a proof and lacks a part of it: it is never met.
    case malformedProof(String)
    /// Words in braces in the setting `key` that `orch` does not replace; `known` are those that it
    /// does.
    case unknownPlaceholder(String, key: String, known: [String])
    /// `rows` is how many rows should get it.
    case unknownWorker(UnknownWorker, rows: Int)
    case deceptiveCharacter(String)
    case htmlComment
    case rowOutsideTable
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
    case badBrief = "bad-brief"
    case longBrief = "long-brief"
    case missingCheck = "missing-check"
    case malformedProof = "malformed-proof"
    case unknownPlaceholder = "unknown-placeholder"
    case unknownWorker = "unknown-worker"
    case deceptiveCharacter = "deceptive-character"
    case htmlComment = "html-comment"
    case rowOutsideTable = "row-outside-table"

    public var severity: Severity {
      switch self {
      case .cellCount, .unknownStatus, .emptyID, .illFormedID, .repeatedID, .dependencyCycle,
        .unknownWorker, .badBrief:
        .problem
      case .unknownDependency, .unknownPriority, .unreadableTime, .unreadableNumber, .longBrief,
        .missingCheck, .malformedProof, .unknownPlaceholder, .deceptiveCharacter, .htmlComment,
        .rowOutsideTable:
        .warning
      }
    }
  }

  public enum Severity: String, Sendable {
    /// Stops the row, and makes `lint` fail.
    case problem
    /// Stops nothing.
    case warning
  }
}

extension Finding.Fact {
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
    case .badBrief: .badBrief
    case .longBrief: .longBrief
    case .missingCheck: .missingCheck
    case .malformedProof: .malformedProof
    case .unknownPlaceholder: .unknownPlaceholder
    case .unknownWorker: .unknownWorker
    case .deceptiveCharacter: .deceptiveCharacter
    case .htmlComment: .htmlComment
    case .rowOutsideTable: .rowOutsideTable
    }
  }
}

extension BriefProblem {
  /// Said of the brief.
  package var text: String {
    switch self {
    case .folder: "is a folder"
    case .link: "is a symbolic link"
    case .noFile: "is no plain file"
    case .unreadable(let reason): "can't be read: \(reason)"
    case .unassigned(let other): "may be that of \(other.escaped): one of them had the other's id"
    }
  }
}

extension Finding {
  /// A finding in a file that is no queue.
  public init(_ fact: Fact, line: Int, column: Int) {
    self.init(line: line, column: column, fact: fact)
  }

  /// The finding in one sentence. It stands here and not in the catalogue of messages, because a
  /// `Refusal` of a malformed row carries it, and the trials print it.
  public var message: String {
    switch fact {
    case .cellCount(let expected, let found):
      "expected \(expected) cells, found \(found)"
        + (found > expected ? ": a pipe inside a cell is written \\|" : "")
    case .unknownStatus(let text):
      "unknown status '\(text.escaped)': use "
        + Status.allCases.map(\.rawValue).joined(separator: ", ")
        + (Self.status(meant: text).map { "; did you mean \($0.rawValue)?" } ?? "")
    case .emptyID: "the id is empty; orch fmt --ids gives the row one"
    case .illFormedID(let id): "the id '\(id.escaped)' is ill-formed: \(ItemID.rule)"
    case .repeatedID(let id, let lines):
      "the id '\(id.escaped)' stands also in line \(Self.listed(lines)): give one of them another "
        + "(\(renaming(id, lines)))"
    case .dependencyCycle(let ids):
      "rows that wait for each other: " + ids.map(\.escaped).joined(separator: " -> ")
    case .unknownDependency(let id): "waits for \(id.escaped), which no row has"
    case .unknownPriority(let text):
      "unknown priority '\(text.escaped)' sorts after P2: use P0, P1, P2"
    case .unreadableTime(let text): "unreadable time '\(text.escaped)': use YYYY-MM-DD HH:MM"
    case .unreadableTimeout(let text):
      "unreadable timeout '\(text.escaped)': use a time such as 90s, 30m or 2h, up to 168h"
    case .unreadableLimit(let text):
      "unreadable max_attempts '\(text.escaped)': use a whole number such as 3"
    case .badBrief(let path, let problem):
      "the brief \(path.escaped) \(problem.text): make it a plain file, or move it away"
    case .longBrief(let path, let bytes, let limit):
      "the brief \(path.escaped) has \(bytes) bytes: a worker is sent the first \(limit)"
    case .missingCheck(let name, let known):
      "cmd: \(name.escaped) is not in review.checks, so the row will wait for approval; it has "
        + (known.isEmpty ? "no entries" : known.map(\.escaped).joined(separator: ", "))
    case .malformedProof(let criterion):
      "'\(criterion.escaped)' begins like a proof, and can never be met: write file: PATH, grep: TEXT in "
        + "FILE, json: FILE, or cmd: NAME"
    case .unknownPlaceholder(let word, let key, let known):
      "\(key): \(word) is no placeholder, and stays as it is: there are "
        + known.joined(separator: ", ")
    case .unknownWorker(let unknown, let rows): Self.text(of: unknown, for: rows)
    case .deceptiveCharacter(let character):
      "invisible or bidirectional character \(character.escaped): "
        + "what people see is not what agents get"
    case .htmlComment: "an HTML comment: agents read it, people do not see it"
    case .rowOutsideTable:
      "looks like a row, but the table ended above: remove what stands between"
    }
  }

  private static func text(of unknown: UnknownWorker, for rows: Int) -> String {
    let count = rows == 1 ? "1 row" : "\(rows) rows"
    let name = unknown.source.name.escaped
    let known = "orch.json has \(unknown.known.joined(separator: ", "))"
    return switch unknown.source {
    case .row: "unknown worker '\(name)': \(known)"
    case .route(let place, _): "routes[\(place)] gives \(count) unknown worker '\(name)': \(known)"
    case .fallback: "no route fits \(count), and there is no worker '\(name)': \(known)"
    }
  }

  /// The status that a cell has in other letter case, or with other signs between its words.
  package static func status(meant text: String) -> Status? {
    Status(rawValue: String(text.uppercased().map { $0 == " " || $0 == "-" ? "_" : $0 }))
  }

  /// The command that gives the last of the rows with an id another one.
  package func renaming(_ id: String, _ otherLines: [Int]) -> String {
    "orch edit \(id.escaped) --line \(max(line, otherLines.max() ?? 0)) --id NEW"
  }

  /// A few numbers, and how many more there are.
  private static func listed(_ lines: [Int]) -> String {
    let shown = lines.prefix(5).map(String.init).joined(separator: ", ")
    return lines.count > 5 ? "\(shown) and \(lines.count - 5) more" : shown
  }
}
