public import QueueModel

/// All that was seen of a soak, in no order but that of the queue's own history.
public struct SoakHistory: Equatable, Sendable {
  public var submissions: [Submission]
  public var ledger: [LedgerLine]
  /// The rows as they stand when all is over.
  public var rows: [Row]
  /// What `orch history` tells of the rows, the first first.
  public var changes: [Change]
  public var commands: [CommandEnd]
  /// Lines of the ledger that no worker wrote.
  public var illegibleLines = 0
  /// Whether it ended before its time, so that rows may be on their way.
  public var isCutShort = false

  /// Something that was submitted and acknowledged.
  public struct Submission: Equatable, Sendable {
    /// The rows that it made.
    public let ids: [String]
    /// What says that another submission is the same work.
    public let key: String?

    public init(_ ids: [String], key: String? = nil) {
      self.ids = ids
      self.key = key
    }
  }

  public struct Row: Equatable, Sendable {
    public let id: String
    public let status: Status

    public init(_ id: String, _ status: Status) {
      self.id = id
      self.status = status
    }
  }

  /// A row that got a status.
  public struct Change: Equatable, Sendable {
    public let id: String
    /// `nil` where the row was added.
    public let from: Status?
    public let to: Status
    /// Seconds since 1970 by the queue's clock.
    public let time: Int
    /// Whether it was closed because its work was done under another id.
    public let isSkip: Bool

    public init(_ id: String, from: Status?, to: Status, time: Int, isSkip: Bool = false) {
      self.id = id
      self.from = from
      self.to = to
      self.time = time
      self.isSkip = isSkip
    }
  }

  /// How a command of somebody who takes part ended.
  public struct CommandEnd: Equatable, Sendable {
    public enum Meaning: Equatable, Sendable {
      case done
      /// The database was locked for longer than it waits.
      case locked
      /// The row was no longer as it was seen.
      case refused
      case unexpected(status: Int32, saying: String)
    }

    public let words: String
    public let meaning: Meaning

    public init(_ words: String, _ meaning: Meaning) {
      self.words = words
      self.meaning = meaning
    }
  }

  public init(
    submissions: [Submission] = [], ledger: [LedgerLine] = [], rows: [Row] = [],
    changes: [Change] = [], commands: [CommandEnd] = []
  ) {
    self.submissions = submissions
    self.ledger = ledger
    self.rows = rows
    self.changes = changes
    self.commands = commands
  }
}
