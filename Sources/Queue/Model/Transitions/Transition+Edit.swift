/// A field of a row that people write and that `orch edit` changes.
public enum EditableField: String, CaseIterable, Sendable {
  case task
  case successCriteria = "success_criteria"
  case priority
  case dueAt = "due_at_kst"
  /// The time before which the row is not handed out.
  case notBefore = "not_before"
  case labels, after, touches
  case maxAttempts = "max_attempts"
  /// The name of the row's worker.
  case worker
  /// The longest duration of an attempt.
  case timeout
  /// The name of the repository of the work.
  case repository = "repo"
  /// The name of the row's plan.
  case plan
  /// When a person must approve the row.
  case approval
  /// What happens to dependent rows after the row has failed.
  case onFailure = "on_failure"
  /// The prose of the notes, without the fields that are kept in them.
  case notes

  /// The field's text, with commas between the items of lists; `nil` if it is empty.
  public func text(of item: QueueItem, _ policy: Policy) -> String? {
    switch self {
    case .task: item.task
    case .successCriteria: item.successCriteria
    case .priority: item.priority.text.isEmpty ? nil : item.priority.text
    case .dueAt: item.dueAt
    case .notBefore: item.notBefore
    case .labels: Labels.text(item.labels)
    case .after: item.after.isEmpty ? nil : item.after.joined(separator: ",")
    case .touches:
      item.touchedPaths.isEmpty ? nil : item.touchedPaths.joined(separator: ",")
    case .maxAttempts: item.maxAttempts.map(String.init)
    case .worker: item.workerName
    case .timeout: item.timeoutText
    case .repository: item.repositoryName
    case .plan: item.planName
    case .approval: item.approval?.rawValue
    case .onFailure: item.failurePolicy?.rawValue
    case .notes:
      item.notes.prose(policy.controlKeys).isEmpty ? nil : item.notes.prose(policy.controlKeys)
    }
  }

  /// The field's name for people: a column has its heading.
  public func name(_ headings: TimeHeadings) -> String {
    self == .dueAt ? Column.dueAt.heading(headings) : rawValue
  }

  public var mayBeEmpty: Bool {
    switch self {
    case .task, .priority: false
    case .successCriteria, .dueAt, .notBefore, .labels, .after, .touches, .maxAttempts, .worker,
      .timeout,
      .repository, .plan, .approval, .onFailure, .notes:
      true
    }
  }
}

extension Transition {
  /// New texts for fields of a row.
  public struct Edit: Equatable, Sendable {
    public let id: String
    /// The new texts, in the form of `EditableField.text`; an empty text or `-` clears the field.
    public var texts: [EditableField: String]
    /// The texts that the caller saw, including empty ones. A field with another text now is not
    /// overwritten, unless it already has the new text.
    public var seen: [EditableField: String]
    /// Whether notes and labels are added to the existing ones.
    public var appends: Bool
    /// Whether to assign `tasks/ID.md` to the row, after a merge of branches made that unclear.
    public var assignsBrief = false
    /// Where the row's work has landed; `nil` leaves the notes unchanged.
    public var landing: Landing?
    public var force: Bool

    public init(
      id: String, _ texts: [EditableField: String], seen: [EditableField: String] = [:],
      appends: Bool = false, force: Bool = false
    ) {
      (self.id, self.texts, self.seen, self.force) = (id, texts, seen, force)
      self.appends = appends
    }
  }
}

extension Transition.Edit {
  func decide(
    for item: QueueItem, in table: some QueueTable, context: TransitionContext
  ) throws -> Decision {
    let set = Set(texts.keys.compactMap { Notes.ControlKey(rawValue: $0.rawValue) })
    var mended = item
    if texts[.notes] == nil, !appends {
      mended.dropNearMisses(of: set, context.policy, in: table)
    }
    // A near miss holds the row back until its field is set, even if the notes are typed anew.
    let holding = item.keysOfNearMisses(context.policy, in: table).subtracting(set)
    let edited = edited(mended, context.policy, holding: holding)
    if edited == item { return .alreadySo(item) }
    let changed = EditableField.allCases.first { field in
      let text = field.text(of: item, context.policy)
      guard let seen = seen[field], text ?? "" != seen else { return false }
      return text != field.text(of: edited, context.policy)
    }
    if let changed {
      throw Refusal.editedMeanwhile(
        changed == .notes ? item.withoutWorker(context.policy) : item, changed)
    }
    if !force {
      if item.status == .inProgress { try item.checkOwner(.edit, context) }
      try item.checkFence(.edit, context)
    }
    try edited.checkDependencies(since: item, in: table)
    return .change(ItemChange(.edited, before: item, after: edited))
  }

  /// The row with the new texts. A field that already has its text keeps its place in the notes.
  ///
  /// - Parameters:
  ///   - item: the row before.
  ///   - policy: the policy of the queue.
  ///   - holding: the keys for which the new notes hold the row back.
  func edited(
    _ item: QueueItem, _ policy: Policy, holding: Set<Notes.ControlKey> = []
  ) -> QueueItem {
    var row = item
    if assignsBrief { row.hasAssignedBrief = true }
    if let landing { row.landing = landing }
    for field in EditableField.allCases {
      guard let text = texts[field] else { continue }
      let value =
        switch field {
        case .notes: Notes.neutralized(text, policy.controlKeys, holding: holding)
        case .successCriteria: CellText.criteria(text)
        default: CellText.value(text)
        }
      if value ?? "" == field.text(of: item, policy) ?? "" { continue }
      switch field {
      case .task: row.task = value
      case .successCriteria: row.successCriteria = value
      case .priority: row.priority = Priority(value ?? "")
      case .dueAt: row.dueAt = value
      case .notBefore: row.notBefore = value
      case .labels:
        let known = appends ? (EditableField.labels.text(of: item, policy) ?? "") : ""
        row.labels = Labels.list("\(known),\(value ?? "")")
      case .after: row.after = Dependencies.ids(in: value ?? "")
      case .touches: row.touchedPaths = Dependencies.ids(in: value ?? "")
      // A database has a limit for every row.
      case .maxAttempts:
        row.maxAttempts = value.flatMap { Int($0) } ?? item.record.map { _ in policy.maxAttempts }
      case .worker: row.workerName = value
      case .timeout: row.timeoutSeconds = value.flatMap(QueueItem.seconds)
      case .repository: row.repositoryName = value
      case .plan: row.planName = value
      // An edit does not change the matter of a pending approval: the start, or the finished work.
      case .approval where value == Approval.start.rawValue && item.matter == .result: continue
      case .approval: row.approval = value.flatMap(Approval.init)
      case .onFailure: row.failurePolicy = value.flatMap(FailurePolicy.init)
      case .notes where appends:
        let keys = policy.controlKeys
        if !text.isEmpty, !row.notes.ends(with: text, keys) { row.notes.append(typed: text, keys) }
      case .notes:
        row.notes.replaceProse(
          with: text, policy.controlKeys, isTyped: true, holding: holding)
      }
    }
    if item.awaitsStart, row.approval != .start { row.becomePending() }
    return row
  }
}

extension QueueItem {
  /// Refuses to wait for unknown rows, or for rows that wait for this one. Existing dependencies
  /// stay.
  package func checkDependencies(since before: QueueItem, in table: some QueueTable) throws {
    let known = Set(before.after)
    for id in after where !known.contains(id) {
      guard try table.isKnown(id) else { throw Refusal.notFound(id) }
    }
    try checkNoCycle(since: before, in: table)
  }

  /// Refuses a new dependency on a row that waits for this one, or for the plan of this one.
  func checkNoCycle(since before: QueueItem, in table: some QueueTable) throws {
    if after == before.after, planName == before.planName { return }
    let changed = ChangedDependencies(of: [self], in: table)
    if let cycle = try Dependencies.cycle(through: id, after: changed.ids) {
      throw Refusal.dependencyCycle(cycle)
    }
  }
}

/// Rows that are removed together, all or none.
struct Removal {
  let ids: [String]
  let force: Bool
  let context: TransitionContext

  func decide(in table: some QueueTable) throws -> Decision {
    var rows: [QueueItem] = []
    var removed: Set<String> = []
    let all = Set(ids)
    let isNeeded = try !force && !table.rows(waitingFor: all).allSatisfy(all.contains)
    for id in ids where removed.insert(id).inserted {
      let item = try table.existing(id)
      if !force {
        try checkMayGo(item)
        if isNeeded { try checkNotNeeded(item, besides: all, in: table) }
      }
      rows.append(item)
    }
    return Decision(rows.map { ItemChange(.removed, before: $0, after: nil) })
  }

  private func checkMayGo(_ item: QueueItem) throws(Refusal) {
    guard item.status != .inProgress else { throw Refusal.wrongState(item, action: .remove) }
    try item.checkFence(.remove, context)
  }

  private func checkNotNeeded(
    _ item: QueueItem, besides removed: Set<String>, in table: some QueueTable
  ) throws {
    let waiting = try table.rows(waitingFor: [item.id]).filter { !removed.contains($0) }
    guard waiting.isEmpty else { throw Refusal.neededBy(item.id, waiting) }
  }
}
