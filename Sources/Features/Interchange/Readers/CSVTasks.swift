import Gate
import Model
import Text

/// A table of tasks in CSV. Its first record has the names of the columns, as a queue, another tool
/// or a person wrote them.
enum CSVTasks {
  private enum Column: String, CaseIterable {
    case id, title, text, state, priority, ownCriteria, criteria, after, labels, due, notBefore
    case assignee, notes
    /// A column that does not matter for a row that is not in progress here.
    case work

    /// The column's names, in lower case, with `_` instead of blanks and dashes.
    var names: [String] {
      switch self {
      case .id: ["id", "key", "issue_key", "task_id", "number", "번호"]
      case .title: ["task", "title", "summary", "name", "subject", "작업", "제목", "할_일"]
      case .text: ["description", "brief", "body", "details", "text", "설명"]
      case .state: ["status", "state", "상태"]
      case .priority: ["priority", "우선순위"]
      case .ownCriteria: ["success_criteria", "criteria"]
      case .criteria: ["acceptance_criteria"]
      case .after: ["after", "depends_on", "dependencies", "blocked_by"]
      case .labels: ["labels", "label", "tags", "라벨"]
      case .due: ["due_at", "due_at_kst", "due", "due_date", "deadline", "마감", "기한"]
      case .notBefore: ["not_before", "start_date", "defer_until", "wait"]
      case .assignee: ["assignee", "assigned_to", "owner", "담당", "담당자"]
      case .notes: ["notes", "note", "메모", "비고"]
      case .work: ["owner_session", "started_at", "started_at_kst"]
      }
    }

    /// Whether several columns with this name form one list, as in Jira's labels.
    var isList: Bool {
      switch self {
      case .ownCriteria, .criteria, .after, .labels: true
      case .id, .title, .text, .state, .priority, .due, .notBefore, .assignee, .notes, .work: false
      }
    }
  }

  static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    for file in files { read(file, &tasks) }
    nameDependencies(&tasks)
    return tasks.reading
  }

  private static func read(_ file: ForeignFile, _ tasks: inout KeyedTasks) {
    guard let bytes = file.textOfAnyWidth else { return tasks.tell(.notUTF8, at: file.place()) }
    let (separator, begin) = separator(of: bytes)
    var (records, unclosed) = CSVText.records(bytes[begin...], separatedBy: separator)
    if let unclosed {
      tasks.tell(.unclosedQuote, at: file.place(unclosed))
      records.removeLast()
    }
    guard let head = records.first else {
      if unclosed == nil { tasks.tell(.noTasks, at: file.place()) }
      return
    }
    let lines = begin == bytes.startIndex ? 0 : 1
    guard knows(head.fields) else {
      return tasks.tell(.noTitleColumn, at: file.place(head.line + lines))
    }
    for record in records.dropFirst() {
      add(record.fields, under: head.fields, at: file.place(record.line + lines), to: &tasks)
    }
  }

  /// Whether one of the columns contains the titles of tasks.
  static func knows(_ names: [String]) -> Bool { names.contains { column($0) == .title } }

  /// Whether there is a status column, and no column that only a queue has.
  static func isForeign(_ names: [String]) -> Bool {
    let columns = names.map(column)
    return columns.contains(.state) && !columns.contains(.work)
  }

  /// Adds a task, whose `after` has the fields as they are written until `nameDependencies`.
  ///
  /// - Parameters:
  ///   - fields: the fields of the task's record.
  ///   - names: the names of the columns, one of which has titles.
  ///   - place: the beginning of the record.
  ///   - tasks: receives the task, or the reason why it can't be read.
  static func add(
    _ fields: [String], under names: [String], at place: ForeignPlace, to tasks: inout KeyedTasks
  ) {
    tasks.add(at: place) { (tasks) throws(UnreadReason) in
      guard fields.count <= names.count else {
        throw .tooManyFields(fields.count, of: names.count)
      }
      return try task(fields, names.map(column), names, at: place, &tasks)
    }
  }

  /// Turns the fields of `after` into keys. A field, and each of its parts between commas or
  /// semicolons, is the key or the title of a task that is read, or else keys with blanks between
  /// them.
  static func nameDependencies(_ tasks: inout KeyedTasks) {
    let keys = Dictionary(grouping: tasks.reading.tasks) { CellText.written($0.title) }
      .mapValues { $0.map(\.key) }
    for index in tasks.reading.tasks.indices where !tasks.reading.tasks[index].after.isEmpty {
      let task = tasks.reading.tasks[index]
      func named(_ text: String) -> [String]? {
        if tasks[text] != nil { return [text] }
        guard let found = keys[text] else { return nil }
        if found.count == 1 { return found }
        let loss = ForeignLoss(.ambiguousTitle(text), key: task.key, at: task.place)
        tasks.reading.losses.append(loss)
        return []
      }
      tasks.reading.tasks[index].after = []
      for field in task.after {
        let parts = field.split { ",;".contains($0) }.compactMap { CellText.value(String($0)) }
        let found =
          named(CellText.written(field))
          ?? parts.flatMap { named($0) ?? Dependencies.ids(in: $0) }
        tasks.reading.tasks[index].after.appendNew(found)
      }
    }
  }

  /// The separator of fields, and the beginning of the text, which is after a line `sep=;` of
  /// Excel.
  private static func separator(of bytes: ArraySlice<UInt8>) -> (UInt8, begin: Int) {
    let line = bytes.prefix { $0 != 0x0A }
    if let mark = line.rest(behind: "sep=")?.first {
      return (mark, min(line.endIndex + 1, bytes.endIndex))
    }
    let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    let known = separators.map { separator in
      CSVText.records(line, separatedBy: separator).records.first.map { head in
        knows(head.fields) ? Set(head.fields.compactMap(column)).count : 0
      } ?? 0
    }
    let most = known.max() ?? 0
    return (separators[known.firstIndex(of: most) ?? 0], bytes.startIndex)
  }

  private static func column(_ name: String) -> Column? {
    let plain = CellText.written(name).lowercased()
    let words = String(plain.map { $0 == " " || $0 == "-" ? "_" : $0 })
    return Column.allCases.first { $0.names.contains(words) }
  }

  private static func task(
    _ fields: [String], _ columns: [Column?], _ names: [String], at place: ForeignPlace,
    _ tasks: inout KeyedTasks
  ) throws(UnreadReason) -> ForeignTask {
    var texts: [Column: [String]] = [:]
    var others: [ForeignTask.Other] = []
    for (index, field) in fields.enumerated() {
      let text = CSVText.unmasked(field)
      // As in a queue, a dash is no value.
      if CellText.value(text) == nil { continue }
      if let column = columns[index], texts[column] == nil || column.isList {
        texts[column, default: []].append(text)
      } else {
        others.append(.init(name: names[index], text: text))
      }
    }
    guard let title = texts[.title]?.first else { throw .missingField("title") }
    var task = ForeignTask(
      key: texts[.id]?.first ?? tasks.freeKey("title/\(title)"), place: place, title: title)
    task.text = texts[.text]?.first ?? ""
    if let word = texts[.state]?.first {
      task.keep(state(word), of: "status", word, tellingTo: &tasks.reading)
    }
    if let word = texts[.priority]?.first {
      if let priority = priority(word) {
        task.priority = priority
      } else {
        task.keepUnknown("priority", word, tellingTo: &tasks.reading)
      }
      if let number = Int(word.drop { $0 == "P" || $0 == "p" }), number > 2, number < 6 {
        tasks.reading.losses.append(ForeignLoss(.loweredPriority(word), key: task.key, at: place))
      }
    }
    // A queue has all criteria in one cell.
    task.criteria = (texts[.ownCriteria] ?? []).flatMap { Checklist($0).items }
    task.criteria += (texts[.criteria] ?? []).flatMap { $0.split { $0.isNewline }.map(String.init) }
    task.after = texts[.after] ?? []
    task.labels.appendNew((texts[.labels] ?? []).flatMap(labels))
    (task.due, task.notBefore) = (texts[.due]?.first, texts[.notBefore]?.first)
    (task.assignee, task.notes) = (texts[.assignee]?.first, texts[.notes]?.first)
    task.others += others
    return task
  }

  /// Labels may have blanks if they are separated by commas or semicolons.
  private static func labels(_ text: String) -> [String] {
    guard text.contains(where: { ",;".contains($0) }) else { return Labels.list(text) }
    return text.split { ",;".contains($0) }.compactMap { CellText.value(String($0)) }
  }

  /// The state for a status as people and tools name it, with or without a symbol next to it: `✅
  /// Done`. `50% done`, `Done?` and `☐ Done` have no state.
  private static func state(_ text: String) -> ForeignTask.State? {
    let scalars = text.unicodeScalars
    let isDoubtful = scalars.contains {
      $0.properties.numericType != nil
        || "%?~\u{FF05}\u{FF1F}\u{2248}\u{2260}".unicodeScalars.contains($0)
    }
    if isDoubtful { return nil }
    let state = state(ofWordsIn: text)
    let marks = scalars.filter { $0 != " " }
    let isEmptyBox =
      zip(marks, marks.dropFirst()).contains { $0 == "[" && $1 == "]" }
      || marks.contains { "☐□◻⬜".unicodeScalars.contains($0) }
    return state == .done && isEmptyBox ? nil : state
  }

  private static func state(ofWordsIn text: String) -> ForeignTask.State? {
    let words = text.unicodeScalars.split { scalar in
      !scalar.properties.isAlphabetic && scalar != "'" && scalar != "\u{2019}"
    }
    switch words.map({ String($0).lowercased() }).joined(separator: " ") {
    case "" where text.unicodeScalars.contains { "✅✔☑".unicodeScalars.contains($0) }: return .done
    case "" where text.utf8.allSatisfy { "[] -".utf8.contains($0) }: return .open
    case "pending", "open", "todo", "to do", "new", "backlog", "ready", "not started", "planned",
      "할 일", "대기", "예정":
      return .open
    case "in progress", "started", "doing", "active", "wip", "in review", "ongoing", "진행 중", "진행중":
      return .started
    case "x", "done", "closed", "complete", "completed", "finished", "resolved", "완료": return .done
    case "failed": return .failed
    case "blocked", "waiting", "on hold", "deferred", "paused", "보류": return .blocked(text)
    case "cancelled", "canceled", "deleted", "wontfix", "won't do", "won't fix", "duplicate",
      "취소":
      return .dropped(text)
    default: return nil
    }
  }

  private static func priority(_ text: String) -> Priority? {
    switch CellText.written(text).lowercased() {
    case "p0", "0", "critical", "urgent", "highest", "blocker", "high", "높음": .p0
    case "p1", "1", "medium", "normal", "보통", "중간": .p1
    case "p2", "2", "p3", "3", "p4", "4", "p5", "5", "low", "lowest", "낮음": .p2
    default: nil
    }
  }
}
