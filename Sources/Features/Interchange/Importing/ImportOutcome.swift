/// What an import did, or would do.
public struct ImportOutcome: Equatable, Sendable {
  /// In the order of the form.
  public internal(set) var rows: [Row] = []
  /// What does not come along as it stands there.
  public internal(set) var losses: [ForeignLoss] = []
  /// How many of the new and changed rows somebody works on there: they are PENDING here.
  public internal(set) var startedThere = 0

  /// What became of the row of a task.
  public struct Row: Equatable, Sendable {
    /// The task's id in the other tool.
    public let key: String
    /// The row; `nil` where it is gone.
    public let id: String?
    public internal(set) var fate: Fate

    /// - Parameters:
    ///   - key: the task's id in the other tool.
    ///   - id: the row; `nil` where it is gone.
    ///   - fate: what became of it.
    public init(key: String, id: String?, fate: Fate) {
      (self.key, self.id, self.fate) = (key, id, fate)
    }
  }

  public enum Fate: String, Equatable, Sendable {
    case added, changed, unchanged
    /// The task and the row both changed since the last import; the row stays.
    case changedHere = "changed_here"
    /// The task changed, and somebody works on the row, or has: it stays.
    case atWork = "at_work"
    /// A row that no command can read, and that may be the task's.
    case unreadable
    /// The row was deleted or archived; it does not come again.
    case gone

    /// Whether the row is not as the task says.
    public var isConflict: Bool {
      switch self {
      case .added, .changed, .unchanged, .gone: false
      case .changedHere, .atWork, .unreadable: true
      }
    }
  }

  public func count(_ fate: Fate) -> Int { rows.count { $0.fate == fate } }

  /// The tasks that became no row, because the form says that they are over or gone, or can't be read.
  public var leftOut: Int {
    let keys = Set(rows.map(\.key))
    // Of some tasks only a field can't be read.
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
  /// Whether `--strict` stops at it.
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
