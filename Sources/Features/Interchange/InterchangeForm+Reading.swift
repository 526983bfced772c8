public import Model

extension InterchangeForm {
  /// Reads the files in this form.
  public func read(_ files: [ForeignFile]) -> ForeignReading {
    switch self {
    case .json: QueueJSON.read(files)
    case .csv: CSVTasks.read(files)
    case .beads: BeadsIssues.read(files)
    case .backlog: BacklogReader.read(files)
    case .taskmaster: TaskMasterReader.read(files)
    case .speckit: SpecKitReader.read(files)
    case .openspec: OpenSpecReader.read(files)
    case .kiro: KiroReader.read(files)
    case .todoTxt: TodoTxtReader.read(files)
    case .github: GitHubIssues.read(files)
    case .markdown: MarkdownTasks.read(files)
    case .devops: DevopsReader.read(files)
    case .job: JobReader.read(files)
    }
  }

  /// Whether the form's tasks have ids that people know, so that rows keep them.
  public var hasIDs: Bool {
    switch self {
    case .json, .csv, .beads, .backlog, .taskmaster, .speckit, .openspec, .kiro, .github, .markdown,
      .devops, .job:
      true
    case .todoTxt: false
    }
  }

  /// Whether the form's keys are positions in a list, which the tool renumbers when the list
  /// changes.
  public var numbersByPlace: Bool {
    switch self {
    case .taskmaster, .speckit, .openspec, .kiro: true
    case .json, .csv, .beads, .backlog, .todoTxt, .github, .markdown, .devops, .job: false
    }
  }

  /// Whether the form is a database of SQLite, which is one file and may have a log beside it.
  public var isDatabase: Bool {
    switch self {
    case .devops: true
    case .json, .csv, .beads, .backlog, .taskmaster, .speckit, .openspec, .kiro, .todoTxt, .github,
      .markdown, .job:
      false
    }
  }
}
