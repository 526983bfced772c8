public import Model

/// The row and the brief of a foreign task, before the row has an id.
public struct ImportedTask: Sendable {
  public let key: String
  public let place: ForeignPlace
  /// The row without id and dependencies. Its fields have the form of a database.
  public let row: QueueItem
  /// The row's brief; `nil` if there is none.
  public let brief: String?
  /// The keys of the tasks for which the task waits.
  public var after: [String]
  /// Whether the task is in progress in the other tool. It is PENDING here.
  public let isStarted: Bool
  /// The parts of the task that are not imported as they are written.
  public private(set) var losses: [ForeignLoss] = []

  /// - Parameters:
  ///   - task: a task that is not left out.
  ///   - policy: the policy of the queue.
  ///   - zone: the zone of the queue, in which due times are given.
  public init(_ task: ForeignTask, _ policy: Policy, in zone: QueueZone) {
    var reader = FieldReader(task)
    (key, place) = (task.key, task.place)
    if let row = task.row {
      self.row = Self.unclaimed(row)
      brief = task.text.isEmpty ? nil : task.text
      after = row.after
      isStarted = row.status == .inProgress
    } else {
      (row, brief) = reader.row(policy.forPlans, zone)
      after = task.after
      isStarted = task.state == .started
    }
    losses = reader.losses
  }

  /// The row as PENDING: a row that is in progress elsewhere is not claimed by a session here.
  private static func unclaimed(_ row: QueueItem) -> QueueItem {
    var row = row.withoutImport
    row.notes.after = []
    row.claim = nil
    if row.status == .inProgress {
      row.status = .pending
      (row.ownerSession, row.startedAt) = (nil, nil)
    }
    return row
  }
}

/// Reads the fields of a task, and collects the losses.
private struct FieldReader {
  private let task: ForeignTask
  private(set) var losses: [ForeignLoss] = []
  private var parts: [String] = []

  /// In bytes. If the title is longer, the brief contains the whole title.
  private static let longestTitle = 300

  init(_ task: ForeignTask) { self.task = task }

  mutating func row(_ policy: Policy, _ zone: QueueZone) -> (QueueItem, brief: String?) {
    let text = visible(task.text, "text")
    let title = visible(task.title, "title")
    let criteria = task.criteria.map { visible($0, "criteria") }
    let cell = ProseCriteria(criteria)
    for proof in cell.proofs { lose(.commandAsProse(proof)) }
    for criterion in cell.divided { lose(.semicolons(criterion)) }
    var new = Transition.NewItem(
      priority: priority, task: Self.shortened(CellText.value(title) ?? task.key),
      successCriteria: cell.text)
    new.labels = task.labels.compactMap { label in
      let words = CellText.written(visible(label, "labels")).split { $0 == " " || $0 == "," }
      return words.isEmpty ? nil : words.joined(separator: "-")
    }
    var notes: [String] = []
    if let text = task.notes.map({ visible($0, "notes") }), !text.isEmpty { notes.append(text) }
    if let assignee = task.assignee.map({ visible($0, "assignee") }), !assignee.isEmpty {
      notes.append("assignee: \(Notes.withinSegment(assignee))")
    }
    if case .blocked(let word) = task.state, word.lowercased() != "blocked" {
      notes.append("blocked: \(Notes.withinSegment(visible(word, "status")))")
    }
    let due = task.due.map { visible($0, "due") }
    new.dueAt = due.flatMap { ForeignTime.read($0, in: zone) }
    let notBefore = task.notBefore.map { visible($0, "not_before") }
    let start = notBefore.flatMap { ForeignTime.read($0, in: zone, isStart: true) }
    new.notes = notes.joined(separator: " / ")
    if new.task != title { parts.append("# \(title)") }
    if !text.isEmpty { parts.append(Self.trimmed(text)) }
    if Self.haveOtherText(criteria) {
      parts.append(
        "## Acceptance criteria\n\n" + criteria.map { "- \($0)" }.joined(separator: "\n"))
    }
    if let due, new.dueAt == nil {
      parts.append("## Due\n\n\(due)")
      lose(.unreadTime(due))
    }
    if let notBefore, start == nil {
      parts.append("## Not before\n\n\(notBefore)")
      lose(.unreadTime(notBefore))
    }
    addRest()
    for (field, text) in [("title", title), ("text", text)] + criteria.map({ ("criteria", $0) }) {
      for unseen in UnseenText.all(in: text) { lose(.unseenText(field: field, unseen)) }
    }
    var row = QueueItem(new, id: "", policy)
    row.status = status
    if let start { row.holdBack(until: start) }
    return (row, parts.isEmpty ? nil : parts.joined(separator: "\n\n") + "\n")
  }

  /// Whether the criteria contain text that a cell can't contain.
  private static func haveOtherText(_ criteria: [String]) -> Bool {
    criteria.contains { text in
      text.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "|") }
    }
  }

  private mutating func addRest() {
    for other in task.others where !other.text.isEmpty {
      let name = CellText.written(visible(other.name, "name"))
      parts.append("## \(name)\n\n\(Self.trimmed(visible(other.text, other.name)))")
    }
    if !task.links.isEmpty {
      let links = task.links.map { "- \(visible($0.kind, "links")): \(visible($0.key, "links"))" }
      parts.append("## Links\n\n" + links.joined(separator: "\n"))
    }
    if !task.comments.isEmpty {
      let comments = task.comments.map { comment in
        let head = [comment.author, comment.time].map { CellText.written(visible($0, "comments")) }
          .filter { !$0.isEmpty }.joined(separator: ", ")
        return "### \(head)\n\n\(Self.trimmed(visible(comment.text, "comments")))"
      }
      parts.append("## Comments\n\n" + comments.joined(separator: "\n\n"))
    }
  }

  private var status: Status {
    switch task.state {
    case .open, .started: .pending
    case .blocked: .blocked
    case .done: .done
    case .failed: .failed
    // No row is made from such a task.
    case .dropped: .blocked
    }
  }

  private var priority: Priority {
    guard let priority = task.priority else { return .p1 }
    return Priority.known.contains(priority) ? priority : .p2
  }

  private mutating func visible(_ foreign: String, _ field: String) -> String {
    let visible = VisibleText(foreign)
    let loss = ForeignLoss(.hiddenCharacters(field: field), key: task.key, at: task.place)
    if visible.hidSomething, !losses.contains(loss) { losses.append(loss) }
    return visible.text
  }

  private mutating func lose(_ kind: ForeignLoss.Kind) {
    losses.append(ForeignLoss(kind, key: task.key, at: task.place))
  }

  private static func shortened(_ title: String) -> String {
    guard title.utf8.count > longestTitle else { return title }
    var short = ""
    for character in title {
      if short.utf8.count + character.utf8.count > longestTitle { break }
      short.append(character)
    }
    return short + "…"
  }

  /// The text without empty lines and blanks at the ends.
  private static func trimmed(_ text: String) -> String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }
    let utf8 = text.utf8
    guard let first = utf8.firstIndex(where: { !isBlank($0) }),
      let last = utf8.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(text[first...last])
  }
}
