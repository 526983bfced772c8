import Model
import Text

/// The issues of Beads, one JSON object per line: `.beads/issues.jsonl`, or the output of
/// `bd export`.
enum BeadsIssues {
  static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    var tree = Tree()
    for file in files {
      var number = 0
      for line in file.contents.split(
        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      {
        number += 1
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
        let place = file.place(number)
        let object: JSONObject
        do throws(UnreadReason) { object = try Self.object(line, at: number) } catch {
          tasks.tell(error, at: place)
          continue
        }
        if let other = object["_type"]?.stringValue, other != "issue" {
          tasks.reading.losses.append(ForeignLoss(.leftOut(other), at: place))
          continue
        }
        if let kind = noTask(object) {
          let key = object["id"]?.stringValue
          tasks.reading.losses.append(ForeignLoss(.leftOut(kind), key: key, at: place))
          continue
        }
        tasks.add(at: place) { (tasks) throws(UnreadReason) in
          try task(object, at: place, &tree, &tasks.reading)
        }
      }
      if file.contents.isEmpty { tasks.tell(.noTasks, at: file.place()) }
    }
    tree.wait(&tasks.reading.tasks)
    return tasks.reading
  }

  /// The kind of an issue on which no work is done: a template, a message, or a gate of a workflow;
  /// `nil` for a task.
  private static func noTask(_ object: JSONObject) -> String? {
    if object["is_template"] == .bool(true) { return "template" }
    let kinds: Set = [
      "template", "message", "gate", "molecule", "pr", "pull-request", "merge-request",
    ]
    return object["issue_type"]?.stringValue.flatMap { kinds.contains($0) ? $0 : nil }
  }

  private static func object(
    _ line: ArraySlice<UInt8>, at number: Int
  ) throws(UnreadReason) -> JSONObject {
    do throws(JSONError) {
      let value = try JSONValue(parsing: line, replacesLoneSurrogates: true)
      if let object = value.objectValue { return object }
    } catch {
      throw .notJSON(error)
    }
    throw .wrongType(field: "the line")
  }

  private static func task(
    _ object: JSONObject, at place: ForeignPlace, _ tree: inout Tree,
    _ reading: inout ForeignReading
  ) throws(UnreadReason) -> ForeignTask {
    var fields = JSONFields(object)
    var task = ForeignTask(
      key: try fields.required("id"), place: place, title: try fields.required("title"))
    task.text = try fields.text("description") ?? ""
    if let criteria = try fields.text("acceptance_criteria") { task.criteria = lines(criteria) }
    let status = fields.word("status") ?? "open"
    task.keep(state(status), of: "status", status, tellingTo: &reading)
    task.notBefore = try fields.text("defer_until")
    if status == "deferred", task.notBefore == nil { task.state = .blocked(status) }
    let priority = fields.word("priority")
    if let number = priority.flatMap({ Int($0) }), (0...4).contains(number) {
      task.priority = Priority("P\(min(number, 2))")
      if number > 2 {
        reading.losses.append(
          ForeignLoss(.loweredPriority("P\(number)"), key: task.key, at: place))
      }
    } else if let priority {
      task.keepUnknown("priority", priority, tellingTo: &reading)
    }
    for label in try fields.list("labels") {
      guard let label = label.stringValue else { throw .wrongType(field: "labels") }
      task.labels.append(label)
    }
    if let type = try fields.text("issue_type"), type != "task", !task.labels.contains(type) {
      task.labels.append(type)
    }
    task.assignee = try fields.text("assignee")
    task.due = try fields.text("due_at")
    for var edge in try fields.objects("dependencies") {
      try add(&edge, to: &task, &tree)
    }
    for var comment in try fields.objects("comments") {
      task.comments.append(
        .init(
          author: try comment.text("author") ?? "", time: try comment.text("created_at") ?? "",
          text: try comment.text("text") ?? ""))
    }
    fields.skip([
      "created_at", "updated_at", "closed_at", "created_by", "content_hash", "source_repo",
      "compaction_level", "original_size", "_type", "dependency_count", "dependent_count",
      "comment_count", "owner",
    ])
    task.others += fields.others
    return task
  }

  private static func state(_ status: String) -> ForeignTask.State? {
    switch status {
    case "open", "pinned", "deferred": .open
    case "in_progress", "hooked": .started
    case "blocked": .blocked(status)
    case "closed": .done
    case "tombstone": .dropped(status)
    default: nil
    }
  }

  /// The lines of a text, each of which is a criterion. Boxes before them are Markdown.
  private static func lines(_ text: String) -> [String] {
    text.split { $0.isNewline }.map(String.init)
  }

  private static func add(
    _ edge: inout JSONFields, to task: inout ForeignTask, _ tree: inout Tree
  ) throws(UnreadReason) {
    // In `bd list --json`, an edge contains the other issue itself.
    guard let key = try edge.text("depends_on_id", or: "id") else {
      throw .missingField("depends_on_id")
    }
    let (type, other) = (try edge.text("type", or: "dependency_type"), try edge.text("dep_type"))
    switch type ?? other ?? "blocks" {
    case "blocks", "conditional-blocks", "waits-for":
      if !task.after.contains(key) { task.after.append(key) }
    case "parent-child": tree.parents[task.key, default: []].append(key)
    case let kind: task.links.append(.init(kind: kind, key: key))
    }
  }
}

extension BeadsIssues {
  /// Which issue is a part of which. A parent ends when its children have ended. If a parent has to
  /// wait, its children have to wait, too.
  fileprivate struct Tree {
    var parents: [String: [String]] = [:]

    func wait(_ tasks: inout [ForeignTask]) {
      if parents.isEmpty { return }
      let places = Dictionary(tasks.enumerated().map { ($1.key, $0) }) { first, _ in first }
      let blockers = tasks.map(\.after)
      for place in tasks.indices {
        let child = tasks[place].key
        for parent in parents[child] ?? [] {
          if let above = places[parent] {
            if !tasks[above].after.contains(child) { tasks[above].after.append(child) }
          } else {
            tasks[place].links.append(.init(kind: "parent-child", key: parent))
          }
        }
        for ancestor in ancestors(of: child) {
          guard let above = places[ancestor] else { continue }
          for key in blockers[above] where key != child && !tasks[place].after.contains(key) {
            tasks[place].after.append(key)
          }
        }
      }
    }

    private func ancestors(of key: String) -> [String] {
      var (found, seen): ([String], Set<String>) = ([], [key])
      var next = parents[key] ?? []
      while let parent = next.popLast() {
        guard seen.insert(parent).inserted else { continue }
        found.append(parent)
        next += parents[parent] ?? []
      }
      return found
    }
  }
}
