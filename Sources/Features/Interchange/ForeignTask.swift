public import Model

/// A task as another tool wrote it, with all fields that a queue can keep. The rows of all forms
/// are made from such tasks.
public struct ForeignTask: Equatable, Sendable {
  /// The task's id in the other tool, unique among the tasks that are read, such as `bd-12` or
  /// `master/2.1`. The row's note `source` has this key after the name of the form.
  public var key: String
  public var place: ForeignPlace
  /// The title, on one line.
  public var title: String
  /// The text in addition to the title, as Markdown. It becomes the brief.
  public var text = ""
  /// The criteria, each of them prose.
  public var criteria: [String] = []
  public var state = State.open
  /// The priority; `nil` if the form gives none.
  public var priority: Priority?
  /// The keys of the tasks that must have ended before this one may start.
  public var after: [String] = []
  /// Relations to other tasks that do not make the task wait.
  public var links: [Link] = []
  public var labels: [String] = []
  public var assignee: String?
  /// The comments, oldest first. They are added to the end of the brief.
  public var comments: [Comment] = []
  /// Fields for which a queue has no column, by their names in the form. They are added to the
  /// brief.
  public var others: [Other] = []
  /// The due time, as the form writes it.
  public var due: String?
  /// The earliest start, as the form writes it.
  public var notBefore: String?
  /// A line or two in addition to the task, which are kept in the row's notes.
  public var notes: String?
  /// The row itself, with its own id, if a queue wrote the form. Of the other fields, only key,
  /// place and text are used then.
  public var row: QueueItem?

  public init(key: String, place: ForeignPlace, title: String) {
    self.key = key
    self.place = place
    self.title = title
  }

  public enum State: Equatable, Sendable {
    case open
    /// The task is in progress in the other tool. In a queue it is PENDING, because no session
    /// claimed it here.
    case started
    /// The task waits for a person in the other tool. The value is the form's word for that.
    case blocked(String)
    case failed
    case done
    /// The task was cancelled, deleted or deferred in the other tool. The value is the form's word
    /// for that. The task is reported and left out.
    case dropped(String)
  }

  public struct Link: Equatable, Sendable {
    /// The form's word for the kind of the link, such as `related` or `discovered-from`.
    public var kind: String
    public var key: String

    public init(kind: String, key: String) {
      self.kind = kind
      self.key = key
    }
  }

  public struct Comment: Equatable, Sendable {
    public var author: String
    /// The time, as the form writes it.
    public var time: String
    public var text: String

    public init(author: String, time: String, text: String) {
      self.author = author
      self.time = time
      self.text = text
    }
  }

  public struct Other: Equatable, Sendable {
    public var name: String
    public var text: String

    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }
}

/// A place in the imported files.
public struct ForeignPlace: Equatable, Sendable {
  /// The file's path, as it was given or relative to the folder that was given; `nil` for standard
  /// input.
  public var file: String?
  /// The line number, from 1; `nil` if the form has no lines, as in one JSON value.
  public var line: Int?

  public init(file: String? = nil, line: Int? = nil) {
    self.file = file
    self.line = line
  }
}
