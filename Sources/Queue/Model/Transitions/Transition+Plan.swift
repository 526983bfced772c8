extension Transition {
  /// The rows of a plan as one of its versions defines them. One write changes all of them or none.
  public struct PlanChange: Equatable, Sendable {
    public let plan: String
    public let tasks: [Task]
    /// The ids of tasks that earlier versions have but this one does not.
    public let dropped: [String]
    /// The ids of tasks whose rows existed and are gone. They are not added again: deleted rows
    /// stay deleted, and archived rows are over. No task waits for them.
    public let gone: Set<String>
    /// The id of the row for which the plan is made, and which waits for it; `nil` if there is
    /// none.
    public let parent: String?
    /// The parents in earlier versions.
    public let earlierParents: Set<String>

    public struct Task: Equatable, Sendable {
      /// The row's id.
      public let id: String
      /// The row's fields, including the name of the plan.
      public let row: NewItem
      /// The row's fields in earlier versions: these texts are not a person's.
      public let earlier: [NewItem]
      /// The versions that the row may reflect now: differences from them are new.
      public let latest: [NewItem]

      /// `latest` is left out for a row that reflects all earlier versions.
      public init(id: String, row: NewItem, earlier: [NewItem] = [], latest: [NewItem]? = nil) {
        (self.id, self.row, self.earlier) = (id, row, earlier)
        self.latest = latest ?? earlier
      }
    }

    public init(
      plan: String, tasks: [Task], dropped: [String] = [], gone: Set<String> = [],
      parent: String? = nil, earlierParents: Set<String> = []
    ) {
      (self.plan, self.tasks, self.dropped, self.gone) = (plan, tasks, dropped, gone)
      (self.parent, self.earlierParents) = (parent, earlierParents)
    }
  }
}

extension Transition.PlanChange {
  /// Adds rows for new tasks; changes fields in which the row still has the text of an earlier
  /// version; cancels rows whose task was dropped, and brings them back when the task returns. Rows
  /// stay unchanged if they are IN_PROGRESS or DONE, if their result awaits an approval, or if a
  /// person took them out of the plan.
  ///
  /// - Throws: a `Refusal` if a row has the id of a task but belongs to no plan or another one; if
  ///   a row would wait for an unknown one, or for itself; or if no row has the id of a parent that
  ///   earlier versions did not have.
  func decide(in table: some QueueTable, context: TransitionContext) throws -> Decision {
    let policy = context.policy.forPlans
    var changes: [ItemChange] = []
    var waiting: [QueueItem] = []
    changes.reserveCapacity(tasks.count)
    waiting.reserveCapacity(tasks.count)
    for task in tasks {
      if let item = try table.item(task.id) {
        guard item.planName == plan else {
          // A person took the row out of the plan.
          if !task.earlier.isEmpty { continue }
          throw Refusal.alreadyExists(task.id)
        }
        let back = broughtBack(item, policy)
        guard let row = task.changed(back ?? item, policy) ?? back else { continue }
        changes.append(ItemChange(.edited, before: item, after: row))
        if row.after != item.after { waiting.append(row) }
      } else if try !table.contains(task.id), !gone.contains(task.id) {
        guard ItemID.isWellFormed(task.id) else { throw Refusal.illFormedID(task.id) }
        let row = QueueItem(task.row, id: task.id, policy)
        changes.append(ItemChange(.added, before: nil, after: row))
        waiting.append(row)
      }
    }
    let parents = try parentChanges(in: table)
    try table.checkDependencies(of: waiting, and: parents.compactMap(\.after))
    if let parent, !earlierParents.contains(parent), !tasks.contains(where: { $0.id == parent }),
      try !table.contains(parent)
    {
      throw Refusal.notFound(parent)
    }
    for id in dropped {
      guard let item = try table.item(id), item.planName == plan,
        item.status == .pending || item.status == .blocked
      else { continue }
      let cancel = Transition.cancel(id: id, reason: reasonOfDropping)
      changes += try cancel.decide(in: table, context: context).changes
    }
    return Decision(changes + parents)
  }

  /// Makes the plan's parent wait for the plan, and the parents of earlier versions no longer. A
  /// row of the plan itself, a DONE row and an unreadable row stay unchanged.
  private func parentChanges(in table: some QueueTable) throws -> [ItemChange] {
    let ids = earlierParents.subtracting([parent].compactMap(\.self)).sorted()
    return try (ids + [parent].compactMap(\.self)).compactMap { id in
      let item: QueueItem?
      do { item = try table.item(id) } catch is Refusal { return nil }
      guard let item, item.planName != plan, item.status != .done,
        item.awaitedPlans.contains(plan) != (id == parent)
      else { return nil }
      return ItemChange(changing: item, .edited) { row in
        row.awaitedPlans = row.awaitedPlans.filter { $0 != plan } + (id == parent ? [plan] : [])
      }
    }
  }

  private var reasonOfDropping: String { "no longer in plan \(plan)" }

  /// The row as it was before it was cancelled with its task; `nil` if it was not, or has changed
  /// since.
  private func broughtBack(_ item: QueueItem, _ policy: Policy) -> QueueItem? {
    let note = "\(GeneratedNote.cancelled.rawValue): \(reasonOfDropping)"
    guard item.status == .blocked, item.notes.ends(with: note, policy.controlKeys) else {
      return nil
    }
    var row = item
    row.becomePending()
    row.notes.removeSegments { $0 == note }
    return row
  }
}

extension Transition.PlanChange.Task {
  /// The row with the task's fields, except fields with a person's text; `nil` if nothing changes.
  fileprivate func changed(_ item: QueueItem, _ policy: Policy) -> QueueItem? {
    guard item.mayFollowPlan else { return nil }
    let item = withNotBefore(item)
    var edit = Transition.Edit(id: id, [:])
    let planned = planned(row, like: item, policy)
    for field in differences(from: item, policy) where !isEdited(field, of: item, policy) {
      edit.texts[field] = field.text(of: planned, policy) ?? ""
    }
    let changed = edit.edited(item, policy)
    return changed == item ? nil : changed
  }

  /// The row with the time of an earlier version in `notBefore`. Version 0.9 wrote that time as the
  /// time of a retry.
  private func withNotBefore(_ item: QueueItem) -> QueueItem {
    guard let start = item.retryNotBefore,
      let time = earlier.compactMap(\.deferredUntil).first(where: { $0.epochSeconds == start })
    else { return item }
    var item = item
    (item.retryNotBefore, item.notBefore) = (nil, time.text)
    return item
  }

  /// The fields that are new in the task but for which the row keeps another text. If no earlier
  /// version made the row, these are all differing fields, except the notes, which have the texts
  /// of commands too.
  public func kept(by item: QueueItem, _ policy: Policy) -> [EditableField] {
    let (item, policy) = (withNotBefore(item), policy.forPlans)
    let planned = planned(row, like: item, policy)
    return differences(from: item, policy).filter { field in
      if latest.isEmpty { return field != .notes }
      return latest.contains {
        field.text(of: self.planned($0, like: item, policy), policy)
          != field.text(of: planned, policy)
      }
    }
  }

  /// The fields in which the row differs from the task.
  private func differences(from item: QueueItem, _ policy: Policy) -> [EditableField] {
    let planned = planned(row, like: item, policy)
    return EditableField.ofPlans.filter {
      $0.text(of: planned, policy) != $0.text(of: item, policy)
    }
  }

  /// Whether a person gave the field a text that no earlier version has.
  private func isEdited(_ field: EditableField, of item: QueueItem, _ policy: Policy) -> Bool {
    !earlier.contains {
      field.text(of: planned($0, like: item, policy), policy) == field.text(of: item, policy)
    }
  }

  /// The row that a version defines, in the form of the store of `item`.
  private func planned(
    _ row: Transition.NewItem, like item: QueueItem, _ policy: Policy
  ) -> QueueItem {
    var planned = QueueItem(row, id: id, policy)
    // A database has a limit for every row.
    if item.record != nil, planned.maxAttempts == nil { planned.maxAttempts = policy.maxAttempts }
    return planned
  }
}

extension EditableField {
  /// The fields that a plan sets, except its own name.
  fileprivate static let ofPlans = allCases.filter { $0 != .plan }
}

extension Policy {
  /// The policy for comparisons of a plan's texts with its rows: a worker and a timeout are not
  /// prose of the notes, even if the queue has no workers.
  public var forPlans: Policy {
    var policy = self
    policy.namesWorkers = true
    return policy
  }
}
