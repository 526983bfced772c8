/// What an import did, or would do.
public struct ImportOutcome: Equatable, Sendable {
  /// The rows, in the order of the form.
  public internal(set) var rows: [Row] = []
  /// The parts of tasks that are not imported as they are written.
  public internal(set) var losses: [ForeignLoss] = []
  /// How many of the new and changed rows are in progress in the other tool. They are PENDING here.
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
    /// Both the task and the row changed after the last import, so the row is not changed.
    case changedHere = "changed_here"
    /// The task changed, but the row is at work or work on it has begun before, so the row is not
    /// changed.
    case atWork = "at_work"
    /// The row can't be read, and may be the task's.
    case unreadable
    /// The row was deleted or archived, and is not added again.
    case gone
  }

  public func count(_ fate: Fate) -> Int { rows.count { $0.fate == fate } }

  /// The number of tasks that became no row, because the form marks them as ended or gone, or
  /// because they can't be read.
  public var leftOut: Int {
    let keys = Set(rows.map(\.key))
    // For some losses, only a field of the task can't be read.
    return losses.count { loss in
      switch loss.kind {
      case .leftOut, .repeatedKey: true
      case .unread: loss.key.map { !keys.contains($0) } ?? true
      case .unknownWord, .unknownMark, .loweredPriority, .unreadTime, .semicolons, .unseenText,
        .otherTask, .missingTask, .ambiguousTitle, .cycle, .hiddenCharacters, .commandAsProse,
        .linkOutside:
        false
      }
    }
  }
}

extension ForeignLoss.Kind {
  /// Whether `--strict` refuses the import because of this loss.
  public var isUnread: Bool {
    switch self {
    case .unread, .repeatedKey: true
    case .leftOut, .unknownWord, .unknownMark, .loweredPriority, .unreadTime, .semicolons,
      .unseenText, .otherTask, .missingTask, .ambiguousTitle, .cycle, .hiddenCharacters,
      .commandAsProse, .linkOutside:
      false
    }
  }
}
