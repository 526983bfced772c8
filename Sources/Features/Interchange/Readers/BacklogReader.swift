import Model

/// Reads the task files of Backlog.md: fields in YAML, followed by sections in Markdown.
///
/// Source: `src/markdown` of MrLesk/Backlog.md, as of August 2026, and its own tasks since June
/// 2025. The key is the id in lower case, because later versions write `TASK-1` for `task-1`.
public enum BacklogReader {
  public static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    let candidates = files.filter(isTask)
    let inFolders = candidates.filter { !taskFolders.isDisjoint(with: $0.folders) }
    let found = files.count == 1 ? files : inFolders.isEmpty ? candidates : inFolders
    if found.isEmpty { tasks.tell(.noTasks, at: ForeignPlace()) }
    let statuses = Statuses(files.first { ["config.yml", "config.yaml"].contains($0.name ?? "") })
    // The tool may give the id of an archived task to another task.
    let archived = found.filter { $0.folders.contains("archive") }
    let kept = found.filter { !$0.folders.contains("archive") }
    for file in kept + archived { read(file, statuses, into: &tasks) }
    return tasks.reading
  }

  private static let taskFolders: Set = ["tasks", "completed", "drafts"]

  /// Whether a file is a task. Documents, decisions and milestones have files of their own, and
  /// folders may have a `readme.md`.
  private static func isTask(_ file: ForeignFile) -> Bool {
    guard let name = file.name?.lowercased(), name.hasSuffix(".md"), name != "readme.md" else {
      return false
    }
    let others: Set = ["docs", "decisions", "milestones", "assets"]
    return !file.folders.contains { others.contains($0) }
  }

  private static func read(
    _ file: ForeignFile, _ statuses: Statuses, into tasks: inout KeyedTasks
  ) {
    let lines = file.lines(tellingTo: &tasks.reading.losses)
    guard let first = lines.first, isFence(first) else {
      return tasks.tell(.noFrontMatter, at: file.place(1))
    }
    guard let end = lines.dropFirst().firstIndex(where: isFence) else {
      return tasks.tell(.unclosedFrontMatter, at: file.place(first.number))
    }
    let fields = FrontMatter(lines[1..<end])
    let id = fields["id"]?.texts.first ?? ""
    let key = id.isEmpty ? nil : id.lowercased()
    for (reason, line) in fields.unread { tasks.tell(reason, key: key, at: file.place(line)) }
    guard let key else { return tasks.tell(.missingField("id"), at: file.place(1)) }
    guard let title = fields["title"]?.texts.first?.singleLine, !title.isEmpty else {
      return tasks.tell(.missingField("title"), key: key, at: file.place(1))
    }
    var task = ForeignTask(key: key, place: file.place(1), title: title)
    for field in fields.fields { read(field, statuses, of: &task, into: &tasks) }
    if task.state != .done {
      if file.folders.contains("archive") { task.state = .dropped("archive") }
      if file.folders.contains("drafts") { task.state = .dropped("drafts") }
    }
    let body = BacklogBody(
      MarkdownLine.all(Array(lines[(end + 1)...]), of: file, tellingTo: &tasks.reading.losses))
    task.text = body.text
    task.criteria = body.criteria
    task.comments = body.comments
    tasks.add(task)
  }

  private static func isFence(_ line: SourceLine) -> Bool {
    line.indent == 0 && line.content.elementsEqual("---".utf8)
  }

  private static func read(
    _ field: FrontMatter.Field, _ statuses: Statuses, of task: inout ForeignTask,
    into tasks: inout KeyedTasks
  ) {
    let texts = field.value.texts.filter { !$0.isEmpty }
    switch field.name {
    case "id", "title": break
    case "status": if let word = texts.first { task.state = statuses.state(word) }
    case "labels": task.labels.appendNew(texts)
    case "dependencies": task.after.appendNew(texts.map { $0.lowercased() })
    case "parent_task_id", "subtasks":
      let kind = field.name == "subtasks" ? "subtask" : "parent"
      task.links += texts.map { ForeignTask.Link(kind: kind, key: $0.lowercased()) }
    case "assignee":
      task.assignee = texts.first
      task.keep("assignee", texts.dropFirst().joined(separator: "\n"))
    case "priority":
      guard let word = texts.first else { break }
      task.priority = priority(word.lowercased())
      if task.priority == nil {
        let place = ForeignPlace(file: task.place.file, line: field.line)
        task.keepUnknown("priority", word, at: place, tellingTo: &tasks.reading)
      }
    case "due", "due_date": task.due = texts.first
    case let name: task.keep(name, texts.joined(separator: "\n"))
    }
  }

  private static func priority(_ word: String) -> Priority? {
    switch word {
    case "high": .p0
    case "medium": .p1
    case "low": .p2
    default: nil
    }
  }
}

/// The statuses of a project. The first one means open, and the last one done.
private struct Statuses {
  private var open = ["todo", "draft"]
  private var done = ["done"]

  /// - Parameter config: the project's settings, which name the statuses.
  init(_ config: ForeignFile?) {
    var losses: [ForeignLoss] = []
    guard let config, let first = FrontMatter(config.lines(tellingTo: &losses)[...])["statuses"],
      let open = first.texts.first, let done = first.texts.last
    else { return }
    self.open.append(Self.compared(open))
    self.done = [Self.compared(done)]
  }

  /// The state for a status. A status that means neither open nor in progress means that the task
  /// waits for a person.
  func state(_ status: String) -> ForeignTask.State {
    let word = Self.compared(status)
    if done.contains(word) { return .done }
    if open.contains(word) { return .open }
    return word == "inprogress" ? .started : .blocked(status)
  }

  /// The status in the form in which the tool compares it: without case and blanks.
  private static func compared(_ status: String) -> String {
    Array(status.lowercased().utf8.filter { !$0.isBlank })[...].text
  }
}
