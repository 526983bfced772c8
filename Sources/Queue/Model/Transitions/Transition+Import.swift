extension Transition {
  /// Rows that were made from the tasks of another tool. One write changes all of them or none.
  public struct ImportedRows: Equatable, Sendable {
    public let rows: [Row]

    /// The result of the import for one row.
    public struct Row: Equatable, Sendable {
      /// The row with its id, and with its fields as a database keeps them.
      public let row: QueueItem
      /// The row to change, as the import saw it; `nil` for a new row.
      public let seen: QueueItem?
      /// Whether the id was generated before the queue was locked. The transition is refused if the
      /// id was used since, even if its row is gone.
      public let isGenerated: Bool

      /// The old and new place of its task in a list, if the place has changed.
      public let moved: Move?

      public init(
        _ row: QueueItem, changing seen: QueueItem? = nil, moved: Move? = nil,
        isGenerated: Bool = false
      ) {
        (self.row, self.seen, self.moved, self.isGenerated) = (row, seen, moved, isGenerated)
      }
    }

    /// The old and new number of a task, for a tool that numbers tasks by their places.
    public struct Move: Equatable, Sendable {
      public let from, to: ForeignSource

      public init(from: ForeignSource, to: ForeignSource) { (self.from, self.to) = (from, to) }
    }

    public init(_ rows: [Row]) { self.rows = rows }
  }
}

extension Transition.ImportedRows {
  /// Adds new rows, in any status, and gives the other rows the fields and the status of their
  /// tasks. A row that has changed since the import saw it stays unchanged.
  ///
  /// - Throws: a `Refusal` if a new row's id exists already or is ill-formed, or if a row would
  ///   wait for an unknown row or for itself.
  func decide(in table: some QueueTable, context: TransitionContext) throws -> Decision {
    let policy = context.policy
    var changes: [ItemChange] = []
    var waiting: [QueueItem] = []
    var ids: Set<String> = []
    changes.reserveCapacity(rows.count)
    let isGenerated = rows.contains(where: \.isGenerated)
    let number = isGenerated ? try table.highestNumber(of: policy.idPrefix) : 0
    for row in rows {
      let id = row.row.id
      guard ItemID.isWellFormed(id) else { throw Refusal.illFormedID(id) }
      guard ids.insert(id).inserted else { throw Refusal.alreadyExists(id) }
      if let seen = row.seen {
        guard let item = try table.item(id),
          item.textOfImport(policy) == seen.textOfImport(policy)
        else { continue }
        let change = row.change(of: item, policy)
        guard let after = change.after, after != item else { continue }
        changes.append(change)
        if after.after != item.after { waiting.append(after) }
      } else {
        let used = row.isGenerated ? NumberedID.number(of: id.utf8, prefix: policy.idPrefix) : nil
        if let used, used <= number { throw Refusal.alreadyExists(id) }
        if try table.contains(id) { throw Refusal.alreadyExists(id) }
        changes.append(ItemChange(.added, before: nil, after: row.row))
        waiting.append(row.row)
      }
    }
    try table.checkDependencies(of: waiting)
    return Decision(changes)
  }
}

extension Transition.ImportedRows.Row {
  /// The change that gives a row the state of its task.
  fileprivate func change(of item: QueueItem, _ policy: Policy) -> ItemChange {
    let policy = policy.forPlans
    var edit = Transition.Edit(id: item.id, [:])
    for field in EditableField.ofImports { edit.texts[field] = field.text(of: row, policy) ?? "" }
    let edited = edit.edited(item, policy)
    return ItemChange(changing: item, event(from: item.status)) { changed in
      changed = edited
      if row.status == .pending, item.status != .pending { changed.becomePending() }
      changed.status = row.status
      if let digest = row.importDigest { changed.comes(from: nil, digest) }
      if let moved { changed.notes.replaceSource(moved.from, with: moved.to) }
    }
  }

  private func event(from status: Status) -> Event {
    if row.status == status { return .edited }
    return switch row.status {
    case .done: .done
    case .blocked: .blocked
    case .failed: .failed
    case .pending, .inProgress: .edited
    }
  }
}
