import Model
import Text

/// Reads the `tasks.json` of Task Master: lists by their tags, or one list without a tag.
///
/// Source: `docs/task-structure.md` and `find-next-task.js` of eyaltoledano/claude-task-master, of
/// April 2026. The key is the tag and the id, such as `master/2.1`. A list without a tag counts as
/// `master`, because the tool moves it there. A number among the dependencies of a subtask names a
/// sibling.
public enum TaskMasterReader {
  public static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    tasks.readEach(of: files, named: ["tasks.json"]) { read($0, into: &$1) }
    return tasks.reading
  }

  private static func read(_ file: ForeignFile, into tasks: inout KeyedTasks) {
    guard let object = tasks.object(in: file, with: "tasks") else { return }
    let isTagged = object["tasks"]?.arrayValue == nil
    var hasList = false
    for (name, value) in object.members {
      let list = name == "tasks" ? value.arrayValue : value.objectValue?["tasks"]?.arrayValue
      guard let list else {
        if isTagged || name != "metadata" {
          tasks.tell(.wrongType(field: name), at: file.place())
        }
        continue
      }
      hasList = true
      var reader = TagReader(tag: name == "tasks" ? "master" : name, place: file.place())
      for value in list { reader.read(value, under: nil, into: &tasks) }
    }
    if !hasList { tasks.tell(.noTasks, at: file.place()) }
  }
}

private struct TagReader {
  let tag: String
  let place: ForeignPlace

  /// - Parameter parent: the task that contains this subtask.
  mutating func read(_ value: JSONValue, under parent: ForeignTask?, into tasks: inout KeyedTasks) {
    guard let object = value.objectValue else {
      return tasks.tell(.wrongType(field: "tasks"), key: parent?.key, at: place)
    }
    guard let id = object["id"].flatMap(Self.id) else {
      return tasks.tell(.missingField("id"), key: parent?.key, at: place)
    }
    let key = parent.map { "\($0.key).\(id)" } ?? "\(tag)/\(id)"
    let title = object["title"]?.stringValue?.singleLine ?? ""
    var task = ForeignTask(key: key, place: place, title: title)
    task.priority = parent?.priority
    if tag != "master" { task.labels.append(tag) }
    if let parent {
      task.links.append(ForeignTask.Link(kind: "parent", key: parent.key))
      // The tool gives out no subtask before its parent may start.
      task.after = parent.after
    }
    var subtasks: [JSONValue] = []
    for (name, value) in object.members where !value.isVacant {
      switch Field(rawValue: name) {
      case .id, .title: break
      case .description: task.text = joined(text(value), task.text)
      case .details: task.text = joined(task.text, text(value))
      case .testStrategy, .acceptanceCriteria: task.criteria += criteria(value)
      case .status:
        let word = text(value)
        task.keep(state(word), of: "status", word, tellingTo: &tasks.reading)
      case .priority: read(priority: text(value), of: &task, into: &tasks)
      case .assignee: task.assignee = text(value)
      case .tags:
        guard let labels = value.stringValues else {
          tasks.tell(.wrongType(field: name), key: key, at: place)
          continue
        }
        task.labels.appendNew(labels)
      case .dependencies:
        guard let ids = value.arrayValue else {
          tasks.tell(.wrongType(field: name), key: key, at: place)
          continue
        }
        let known = ids.compactMap(Self.id)
        if known.count < ids.count { tasks.tell(.wrongType(field: name), key: key, at: place) }
        task.after.appendNew(
          known.map { id in
            guard let parent, !id.utf8.contains(UInt8(ascii: ".")) else { return "\(tag)/\(id)" }
            return "\(parent.key).\(id)"
          })
      case .subtasks:
        guard let list = value.arrayValue else {
          tasks.tell(.wrongType(field: name), key: key, at: place)
          continue
        }
        subtasks = list
      case nil: task.keep(name, text(value))
      }
    }
    if title.isEmpty {
      tasks.tell(.missingField("title"), key: key, at: place)
    } else {
      tasks.add(task)
    }
    for value in subtasks {
      let count = tasks.reading.tasks.count
      read(value, under: task, into: &tasks)
      guard tasks.reading.tasks.count > count, let index = tasks[key] else { continue }
      let subtask = tasks.reading.tasks[count]
      if !subtask.state.isDropped { tasks.reading.tasks[index].after.append(subtask.key) }
    }
  }

  private enum Field: String {
    case id, title, description, details, testStrategy, acceptanceCriteria, status, priority
    case assignee, tags, dependencies, subtasks
  }

  private func state(_ word: String) -> ForeignTask.State? {
    switch word {
    case "pending": .open
    case "in-progress": .started
    case "done", "completed": .done
    case "cancelled": .dropped(word)
    case "review", "blocked", "deferred": .blocked(word)
    default: nil
    }
  }

  private func read(
    priority word: String, of task: inout ForeignTask, into tasks: inout KeyedTasks
  ) {
    switch word {
    case "critical":
      task.priority = .p0
      task.keep("priority", word)
    case "high": task.priority = .p0
    case "medium": task.priority = .p1
    case "low": task.priority = .p2
    default: task.keepUnknown("priority", word, tellingTo: &tasks.reading)
    }
  }

  private static func id(_ value: JSONValue) -> String? {
    if let number = value.integerValue { return String(number) }
    guard let text = value.stringValue, !text.isEmpty else { return nil }
    return text
  }

  private func text(_ value: JSONValue) -> String { value.stringValue ?? value.description }

  private func joined(_ first: String, _ second: String) -> String {
    first.isEmpty ? second : second.isEmpty ? first : first + "\n\n" + second
  }

  /// The criteria in a text, or in each text of a list.
  private func criteria(_ value: JSONValue) -> [String] {
    (value.stringValues ?? [text(value)]).map(\.singleLine).filter { !$0.isEmpty }
  }
}

extension ForeignTask.State {
  fileprivate var isDropped: Bool {
    switch self {
    case .dropped: true
    case .open, .started, .blocked, .failed, .done: false
    }
  }
}

extension JSONValue {
  /// Whether the value is empty: `null`, or an empty text, list or object.
  fileprivate var isVacant: Bool {
    switch self {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let values): values.isEmpty
    case .object(let object): object.members.isEmpty
    case .bool, .integer, .number: false
    }
  }
}

extension String {
  /// The text with a space instead of each line break and the blanks around it.
  var singleLine: String {
    let lines = utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    return lines.map { ArraySlice($0).trimmed.text }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
