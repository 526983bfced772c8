/// The result of a reader: all tasks that could be read, and what could not.
public struct ForeignReading: Equatable, Sendable {
  /// The tasks, in the order of the form.
  public var tasks: [ForeignTask] = []
  public var losses: [ForeignLoss] = []

  public init() {}
}

/// Something that is not imported as it is written. It is always reported.
public struct ForeignLoss: Equatable, Sendable {
  public var place: ForeignPlace
  /// The task's key, if it is known.
  public var key: String?
  public var kind: Kind

  public init(_ kind: Kind, key: String? = nil, at place: ForeignPlace) {
    self.kind = kind
    self.key = key
    self.place = place
  }

  public enum Kind: Equatable, Sendable {
    /// A line, an entry or a file that is not read, and why. With `--strict`, nothing is imported
    /// then.
    case unread(UnreadReason)
    /// A task with the key of an earlier one. With `--strict`, nothing is imported then.
    case repeatedKey(String)
    /// A task that was cancelled, deleted or deferred in the other tool, in the word of the form.
    case leftOut(String)
    /// An unknown word for a status or a priority. The row becomes BLOCKED, or P1.
    case unknownWord(field: String, word: String)
    /// A mark in the box of a list item that the form does not have; it may be empty. The row
    /// becomes BLOCKED.
    case unknownMark(String)
    /// A priority below P2, as the form writes it.
    case loweredPriority(String)
    /// A due time, or a time before which the task must wait, that can't be read.
    case unreadTime(String)
    /// Semicolons in a criterion became commas, since a cell divides criteria at semicolons.
    case semicolons(String)
    /// A text in a field that a reader of rendered Markdown does not see, such as a comment.
    case unseenText(field: String, String)
    /// A task with the number of another task, on whose row work has begun.
    case otherTask(was: String)
    /// An edge to a task that is not among those that are read.
    case missingTask(String)
    /// An edge that would close a cycle.
    case cycle(String)
    /// Characters that hide what a text says were removed from a field.
    case hiddenCharacters(field: String)
    /// A criterion that would run a command here is kept as prose.
    case commandAsProse(String)
    /// A link that leads out of the imported folder.
    case linkOutside(String)
  }
}
