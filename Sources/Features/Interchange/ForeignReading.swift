/// What a reader made of a form's text: all tasks that could be read, and what could not.
public struct ForeignReading: Equatable, Sendable {
  /// In the order of the form.
  public var tasks: [ForeignTask] = []
  public var losses: [ForeignLoss] = []

  public init() {}
}

/// What does not come along as it stands there: it is told, never silent.
public struct ForeignLoss: Equatable, Sendable {
  public var place: ForeignPlace
  /// The task's key, where it is known.
  public var key: String?
  public var kind: Kind

  public init(_ kind: Kind, key: String? = nil, at place: ForeignPlace) {
    self.kind = kind
    self.key = key
    self.place = place
  }

  public enum Kind: Equatable, Sendable {
    /// A line, an entry or a file that is not read, and why; with `--strict` nothing is imported.
    case unread(UnreadReason)
    /// A task with the key of one before it; as `unread`.
    case repeatedKey(String)
    /// A task that was cancelled, deleted or deferred there, in the word of the form.
    case leftOut(String)
    /// A word for a status or a priority that is not known: the row is BLOCKED, or P1.
    case unknownWord(field: String, word: String)
    /// What stands in the box of a list item, where the form has no such mark; it may be empty. The row
    /// is BLOCKED.
    case unknownMark(String)
    /// A priority below P2, as the form writes it.
    case loweredPriority(String)
    /// A due time, or the time before which it waits, that is no time which can be read.
    case unreadTime(String)
    /// Semicolons in a criterion, where a cell divides criteria at them, became commas.
    case semicolons(String)
    /// A text that a reader of Markdown does not see, such as a comment, in a field.
    case unseenText(field: String, String)
    /// A task under the number of one that is another row, on which work began.
    case otherTask(was: String)
    /// An edge to a task that is not among those that are read.
    case missingTask(String)
    /// An edge that would close a cycle.
    case cycle(String)
    /// Characters that hide what a text says were removed from a field.
    case hiddenCharacters(field: String)
    /// A criterion that would run a command here stays prose.
    case commandAsProse(String)
    /// A link that leads out of the folder that is imported.
    case linkOutside(String)
  }
}
