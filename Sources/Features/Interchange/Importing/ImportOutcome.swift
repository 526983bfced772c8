/// What an import did, or would do.
public struct ImportOutcome: Equatable, Sendable {
  /// The rows, in the order of the form.
  public internal(set) var rows: [Row] = []
  /// What is not imported as it is written.
  public internal(set) var losses: [ForeignLoss] = []
  /// How many of the new and changed rows are in progress in the other tool; they are PENDING here.
  public internal(set) var startedThere = 0

  /// What happened to the row of a task.
  public struct Row: Equatable, Sendable {
    /// The task's id in the other tool.
    public let key: String
    /// The row's id; `nil` if the row is gone.
    public let id: String?
    public internal(set) var fate: Fate

    /// - Parameters:
    ///   - key: the task's id in the other tool.
    ///   - id: the row's id; `nil` if the row is gone.
    ///   - fate: what happened to the row.
    public init(key: String, id: String?, fate: Fate) {
      (self.key, self.id, self.fate) = (key, id, fate)
    }
  }

  public enum Fate: String, Equatable, Sendable {
    case added, changed, unchanged
    /// The task and the row have both changed since the last import; the row stays as it is.
    case changedHere = "changed_here"
    /// The task changed, but work on the row goes on or has begun before; the row stays as it is.
    case atWork = "at_work"
    /// A row that no command can read, and that may be the task's.
    case unreadable
    /// The row was deleted or archived, and is not added again.
    case gone

    /// Whether the row differs from the task.
    public var isConflict: Bool {
      switch self {
      case .added, .changed, .unchanged, .gone: false
      case .changedHere, .atWork, .unreadable: true
      }
    }
  }

  public func count(_ fate: Fate) -> Int { rows.count { $0.fate == fate } }

  /// The number of tasks that became no row, because the form says that they are over or gone, or
  /// because they can't be read.
  public var leftOut: Int {
    let keys = Set(rows.map(\.key))
    // Some tasks only have a field that can't be read.
    return losses.count { loss in
      switch loss.kind {
      case .leftOut, .repeatedKey: true
      case .unread: loss.key.map { !keys.contains($0) } ?? true
      case .unknownWord, .unknownMark, .loweredPriority, .unreadTime, .semicolons, .unseenText,
        .otherTask, .missingTask,
        .cycle, .hiddenCharacters, .commandAsProse, .linkOutside:
        false
      }
    }
  }
}

extension ForeignLoss.Kind {
  /// Whether `--strict` stops at this loss.
  public var isUnread: Bool {
    switch self {
    case .unread, .repeatedKey: true
    case .leftOut, .unknownWord, .unknownMark, .loweredPriority, .unreadTime, .semicolons,
      .unseenText, .otherTask,
      .missingTask, .cycle, .hiddenCharacters, .commandAsProse, .linkOutside:
      false
    }
  }
}
