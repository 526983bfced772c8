import QueueModel

/// A table of tasks in CSV, whose first record names the columns: those of a queue, or what other tools
/// and people call them.
enum CSVTasks {
  private enum Column: String, CaseIterable {
    case id, title, text, state, priority, criteria, after, labels, due, assignee, notes
    /// What says nothing of a row that nobody works on here.
    case work

    /// Its names, in lower case, with `_` for blanks and dashes.
    var names: [String] {
      switch self {
      case .id: ["id", "key", "issue_key", "task_id", "number"]
      case .title: ["task", "title", "summary", "name", "subject"]
      case .text: ["description", "brief", "body", "details", "text"]
      case .state: ["status", "state"]
      case .priority: ["priority"]
      case .criteria: ["success_criteria", "acceptance_criteria", "criteria"]
      case .after: ["after", "depends_on", "dependencies", "blocked_by"]
      case .labels: ["labels", "label", "tags"]
      case .due: ["due_at", "due_at_kst", "due", "due_date"]
      case .assignee: ["assignee", "assigned_to", "owner"]
      case .notes: ["notes", "note"]
      case .work: ["owner_session", "started_at", "started_at_kst"]
      }
    }
  }

  static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    for file in files { read(file, &tasks) }
    return tasks.reading
  }

  private static func read(_ file: ForeignFile, _ tasks: inout KeyedTasks) {
    guard String(validating: file.contents, as: UTF8.self) != nil else {
      return tasks.tell(.notUTF8, at: file.place())
    }
    var (records, unclosed) = CSVText.records(file.contents)
    if let unclosed {
      tasks.tell(.unclosedQuote, at: file.place(unclosed))
      records.removeLast()
    }
    guard let head = records.first else {
      if unclosed == nil { tasks.tell(.noTasks, at: file.place()) }
      return
    }
    let columns = head.fields.map(column)
    guard columns.contains(.title) else {
      return tasks.tell(.noTitleColumn, at: file.place(head.line))
    }
    for record in records.dropFirst() {
      let place = file.place(record.line)
      do throws(UnreadReason) {
        guard record.fields.count <= columns.count else {
          throw .tooManyFields(record.fields.count, of: columns.count)
        }
        tasks.add(try task(record, columns, head.fields, at: place, &tasks))
      } catch {
        tasks.tell(error, at: place)
      }
    }
  }

  private static func column(_ name: String) -> Column? {
    let plain = CellText.written(name).lowercased()
    let words = String(plain.map { $0 == " " || $0 == "-" ? "_" : $0 })
    return Column.allCases.first { $0.names.contains(words) }
  }

  private static func task(
    _ record: CSVText.Record, _ columns: [Column?], _ names: [String], at place: ForeignPlace,
    _ tasks: inout KeyedTasks
  ) throws(UnreadReason) -> ForeignTask {
    var texts: [Column: String] = [:]
    var others: [ForeignTask.Other] = []
    for (index, field) in record.fields.enumerated() where !field.isEmpty {
      let text = CSVText.unmasked(field)
      if let column = columns[index], texts[column] == nil {
        texts[column] = text
      } else {
        others.append(.init(name: names[index], text: text))
      }
    }
    guard let title = texts[.title] else { throw .missingField("title") }
    var task = ForeignTask(
      key: texts[.id] ?? tasks.freeKey("title/\(title)"), place: place, title: title)
    task.text = texts[.text] ?? ""
    task.state = try state(texts[.state] ?? "")
    if let text = texts[.priority] {
      task.priority = try priority(text)
      if let number = Int(text.drop { $0 == "P" || $0 == "p" }), number > 2 {
        tasks.reading.losses.append(ForeignLoss(.loweredPriority(text), key: task.key, at: place))
      }
    }
    if let criteria = texts[.criteria] { task.criteria = [criteria] }
    task.after = Dependencies.ids(in: String((texts[.after] ?? "").map { $0 == ";" ? "," : $0 }))
    task.labels = Labels.list(texts[.labels] ?? "")
    (task.due, task.assignee, task.notes) = (texts[.due], texts[.assignee], texts[.notes])
    task.others = others
    return task
  }

  private static func state(_ text: String) throws(UnreadReason) -> ForeignTask.State {
    switch CellText.written(text).lowercased() {
    case "", "pending", "open", "todo", "to do", "new", "backlog", "ready", "not started": .open
    case "in_progress", "in progress", "in-progress", "started", "doing", "active", "wip",
      "in review":
      .started
    case "done", "closed", "complete", "completed", "finished", "resolved": .done
    case "blocked", "failed", "waiting", "on hold": .blocked(text)
    case "cancelled", "canceled", "deleted", "deferred", "wontfix", "won't do", "won't fix",
      "duplicate":
      .dropped(text)
    default: throw .unknownValue(field: "status", value: text)
    }
  }

  private static func priority(_ text: String) throws(UnreadReason) -> Priority {
    switch CellText.written(text).lowercased() {
    case "p0", "0", "critical", "urgent", "highest", "blocker", "high": .p0
    case "p1", "1", "medium", "normal": .p1
    case "p2", "2", "p3", "3", "p4", "4", "p5", "5", "low", "lowest": .p2
    default: throw .unknownValue(field: "priority", value: text)
    }
  }
}
