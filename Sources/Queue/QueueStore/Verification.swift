public import Model

/// The kind of store: a database, or a file with its journal.
public enum StoreKind: String, Sendable { case database, queue }

/// The result of a verification: problems, warnings, and the numbers of checked rows and events.
public struct Verification: Equatable, Sendable {
  public struct Problem: Equatable, Sendable {
    public let severity: Finding.Severity
    public let rule: Rule
    /// The row's id; `nil` if the problem does not concern a row.
    public let id: String?
    public let message: String

    package init(_ rule: Rule, _ id: String? = nil, _ message: String) {
      severity = rule.severity
      self.rule = rule
      self.id = id
      self.message = message
    }
  }

  /// The rules that are checked in addition to the rules of `lint`.
  public enum Rule: String, CaseIterable, Sendable {
    case integrity
    case unknownStatus = "unknown-status"
    case illFormedID = "ill-formed-id"
    case changedWithoutEvent = "changed-without-event"
    case changedByOthers = "changed-by-others"
    case unknownDependency = "unknown-dependency"
    case dependencyCycle = "dependency-cycle"
    case leaseOnFinished = "lease-on-finished"
    case claimNumber = "claim-number"
    case unreadableJournal = "unreadable-journal"
    case journalMismatch = "journal-mismatch"
    /// The raw value is part of the JSON of `ops verify`, so it can't change.
    case unrecordedSave = "untold-save"
    case lostLanding = "lost-landing"

    package var severity: Finding.Severity {
      switch self {
      case .integrity, .unknownStatus, .illFormedID, .changedWithoutEvent, .dependencyCycle,
        .claimNumber, .unreadableJournal, .journalMismatch, .lostLanding:
        .problem
      // The Python tool writes events without cells. The next change of the queue records a save that
      // is not recorded yet.
      case .changedByOthers, .unknownDependency, .leaseOnFinished, .unrecordedSave: .warning
      }
    }
  }

  public let kind: StoreKind
  public let path: String
  public var rows = 0
  /// The number of events in a database, or of entries in a journal.
  public var events = 0
  /// The findings of `lint` on a queue file.
  public var findings: [Finding] = []
  public var problems: [Problem] = []

  package init(_ kind: StoreKind, _ path: String) { (self.kind, self.path) = (kind, path) }

  public func count(of severity: Finding.Severity) -> Int {
    findings.count { $0.severity == severity } + problems.count { $0.severity == severity }
  }
}
