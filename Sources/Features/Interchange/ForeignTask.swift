public import Model

/// A task as another tool wrote it, with what a queue can keep of it. The rows that it becomes are
/// made in one place for all forms.
public struct ForeignTask: Equatable, Sendable {
  /// Its id in that tool, unique in what is read, such as `bd-12` or `master/2.1`; the row's note
  /// `source` has it behind the name of the form.
  public var key: String
  public var place: ForeignPlace
  /// One line.
  public var title: String
  /// What the title does not say, as Markdown; it becomes the brief.
  public var text = ""
  /// Each of them prose.
  public var criteria: [String] = []
  public var state = State.open
  /// `nil` where the form says none.
  public var priority: Priority?
  /// The keys of the tasks that must have ended before it may start.
  public var after: [String] = []
  /// Edges to other tasks that hold nothing back.
  public var links: [Link] = []
  public var labels: [String] = []
  public var assignee: String?
  /// Oldest first; they go to the end of the brief.
  public var comments: [Comment] = []
  /// Fields that a queue has no column for, by their names in the form; they go to the brief.
  public var others: [Other] = []
  /// When it is due, as the form writes it.
  public var due: String?
  /// When it may start at the earliest, as the form writes it.
  public var notBefore: String?
  /// A line or two beside the task, which stay in the row's notes.
  public var notes: String?
  /// The row itself, with its own id, where the form is that of a queue: then of the other fields only
  /// key, place and text count.
  public var row: QueueItem?

  public init(key: String, place: ForeignPlace, title: String) {
    self.key = key
    self.place = place
    self.title = title
  }

  public enum State: Equatable, Sendable {
    case open
    /// Somebody works on it there; a queue has it PENDING, as nobody claimed it here.
    case started
    /// It waits there for what only a person can give; the word of the form says for what.
    case blocked(String)
    case failed
    case done
    /// Cancelled, deleted or deferred there, in the word of the form: it is told and left out.
    case dropped(String)
  }

  public struct Link: Equatable, Sendable {
    /// The form's word for it, such as `related` or `discovered-from`.
    public var kind: String
    public var key: String

    public init(kind: String, key: String) {
      self.kind = kind
      self.key = key
    }
  }

  public struct Comment: Equatable, Sendable {
    public var author: String
    /// As the form writes it.
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

/// Where something stands in what is imported.
public struct ForeignPlace: Equatable, Sendable {
  /// The file's path, as it was given or below the folder that was given; `nil` for standard input.
  public var file: String?
  /// From 1; `nil` where the form has no lines, as in one JSON value.
  public var line: Int?

  public init(file: String? = nil, line: Int? = nil) {
    self.file = file
    self.line = line
  }
}
