extension Transition {
  /// The rows of a plan, as a version of it wants them. All of them change in one write, or none.
  public struct PlanChange: Equatable, Sendable {
    /// The plan's name.
    public let plan: String
    public let tasks: [Task]
    /// The ids of tasks that earlier versions have and this one lacks.
    public let dropped: [String]
    /// The ids of tasks whose rows were there once. They are not added again: what a person deleted
    /// stays deleted, and what was archived is over. No task waits for them.
    public let gone: Set<String>
    /// The id of the row that the plan is made for, which waits for it; there may be none.
    public let parent: String?
    /// The same of earlier versions.
    public let earlierParents: Set<String>

    /// A task of a plan.
    public struct Task: Equatable, Sendable {
      /// The row's id.
      public let id: String
      /// Its fields, with the name of the plan.
      public let row: NewItem
      /// The same as earlier versions have it: these texts are no person's.
      public let earlier: [NewItem]
      /// The versions that the row may follow now: what differs from them is new.
      public let latest: [NewItem]

      /// Of a row that has followed all earlier versions, `latest` is left out.
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
  /// Adds rows for new tasks; changes fields where the row still has the text of an earlier version;
  /// cancels rows whose task is dropped, and brings them back with it. Rows stay that are
  /// IN_PROGRESS or DONE, whose result awaits an approval, or that a person took out of the plan.
  ///
  /// - Throws: a `Refusal` where a row has the id of a task, and belongs to no plan or another one;
  ///   where a row would wait for an unknown one, or for itself; where no row has the id of a parent
  ///   that earlier versions did not have.
  func decide(in table: some QueueTable, context: TransitionContext) throws -> Decision {
    let policy = context.policy.forPlans
    var changes: [ItemChange] = []
    var waiting: [(id: String, after: [String])] = []
    changes.reserveCapacity(tasks.count)
    waiting.reserveCapacity(tasks.count)
    for task in tasks {
      if let item = try table.item(task.id) {
        guard item.planName == plan else {
          // A person took it out of the plan.
          if !task.earlier.isEmpty { continue }
          throw Refusal.alreadyExists(task.id)
        }
        let back = broughtBack(item, policy)
        guard let row = task.changed(back ?? item, policy) ?? back else { continue }
        changes.append(ItemChange(.edited, before: item, after: row))
        if row.after != item.after { waiting.append((row.id, row.after)) }
      } else if try !table.contains(task.id), !gone.contains(task.id) {
        guard ItemID.isWellFormed(task.id) else { throw Refusal.illFormedID(task.id) }
        let row = QueueItem(task.row, id: task.id, policy)
        changes.append(ItemChange(.added, before: nil, after: row))
        waiting.append((row.id, row.after))
      }
    }
    try table.checkDependencies(of: waiting)
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
    return Decision(changes + (try parentChanges(in: table)))
  }

  /// Lets the plan's parent wait for it, and those of earlier versions no longer. A row of the plan
  /// itself, one that is DONE, and one that can't be read stay as they are.
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

  /// A row that was cancelled with its task, and not touched since, as it was before; `nil` for
  /// others.
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
  /// The row with the task's fields, where it still has those of an earlier version; `nil` where
  /// nothing changes.
  fileprivate func changed(_ item: QueueItem, _ policy: Policy) -> QueueItem? {
    switch item.status {
    case .inProgress, .done: return nil
    // Its work is done: a person approves what was asked for then.
    case .blocked where item.awaited == .approval && !item.awaitsStart: return nil
    case .pending, .failed, .blocked: break
    }
    let item = withNotBefore(item)
    var edit = Transition.Edit(id: id, [:])
    let planned = planned(row, like: item, policy)
    for field in differences(from: item, policy) where !isEdited(field, of: item, policy) {
      edit.texts[field] = field.text(of: planned, policy) ?? ""
    }
    let changed = edit.edited(item, policy)
    return changed == item ? nil : changed
  }

  /// The row with the time of an earlier version where version 0.9 wrote it as that of a retry.
  private func withNotBefore(_ item: QueueItem) -> QueueItem {
    guard let start = item.retryNotBefore,
      let time = earlier.compactMap(\.deferredUntil).first(where: { $0.epochSeconds == start })
    else { return item }
    var item = item
    (item.retryNotBefore, item.notBefore) = (nil, time.text)
    return item
  }

  /// The fields that the task has anew, and of which the row keeps another text; of a row that no
  /// earlier version made, all that differ. The notes have what commands write, too.
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

  /// The fields of which the row has another text than the task.
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

  /// The row as a version wants it, in the store of `item`.
  private func planned(
    _ row: Transition.NewItem, like item: QueueItem, _ policy: Policy
  ) -> QueueItem {
    var planned = QueueItem(row, id: id, policy)
    // A database has a limit for each row.
    if item.record != nil, planned.maxAttempts == nil { planned.maxAttempts = policy.maxAttempts }
    return planned
  }
}

extension EditableField {
  /// The fields that a plan gives to rows, but for its own name.
  fileprivate static let ofPlans = allCases.filter { $0 != .plan }
}

extension Policy {
  /// The policy by which the texts of a plan and its rows are compared: a worker and a timeout are
  /// no prose of the notes, also where the queue has no workers.
  public var forPlans: Policy {
    var policy = self
    policy.namesWorkers = true
    return policy
  }
}
