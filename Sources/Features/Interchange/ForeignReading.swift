/// The result of a reader: all tasks that could be read, and the losses.
public struct ForeignReading: Equatable, Sendable {
  /// The tasks, in the order of the files.
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
    /// A line, an entry or a file that is not read, with the reason. With `--strict`, nothing is
    /// imported then.
    case unread(UnreadReason)
    /// A task with the key of an earlier one. With `--strict`, nothing is imported then.
    case repeatedKey(String)
    /// A task that was cancelled, deleted or deferred in the other tool. The value is the form's
    /// word for that.
    case leftOut(String)
    /// An unknown word for a status or a priority. With an unknown status, the row becomes BLOCKED;
    /// with an unknown priority, it gets P1.
    case unknownWord(field: String, word: String)
    /// A mark in the box of a list item that the form does not define. The mark may be empty. The
    /// row becomes BLOCKED.
    case unknownMark(String)
    /// A priority below P2, as the form writes it.
    case loweredPriority(String)
    /// A due time, or a time before which the task must wait, that can't be read.
    case unreadTime(String)
    /// Semicolons in a criterion became commas, because a cell separates criteria at semicolons.
    case semicolons(String)
    /// Text in a field that people who read rendered Markdown do not see, such as a comment.
    case unseenText(field: String, String)
    /// A task that has the number of another task, on whose row work has begun.
    case otherTask(was: String)
    /// A dependency on a task that is not among the tasks that are read.
    case missingTask(String)
    /// A dependency on a title that several tasks have.
    case ambiguousTitle(String)
    /// A dependency that would close a cycle.
    case cycle(String)
    /// Characters that hide parts of a text were removed from a field.
    case hiddenCharacters(field: String)
    /// A criterion that would run a command here is kept as prose.
    case commandAsProse(String)
    /// A link that leads out of the imported folder.
    case linkOutside(String)
  }
}
