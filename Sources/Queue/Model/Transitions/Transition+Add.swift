extension Transition {
  /// A row to be added. If it has no id, it gets the next `PREFIX-NNN`.
  public struct NewItem: Equatable, Sendable {
    public var id: String?
    /// Whether the id was generated before the queue was locked. The transition is refused if the
    /// id was used since, even if its row is gone.
    public var isGenerated = false
    public var priority: Priority
    public var task: String
    public var successCriteria: String
    public var dueAt: QueueTime?
    /// The due time as a person typed it, for example `2d`; `nil` if `dueAt` has it.
    public var due: String?
    public var notes: String
    public var after: [String]
    /// The rows that wait for it from now on.
    public var blocks: [String] = []
    public var labels: [String] = []
    /// The idempotency key, which must not contain spaces and pipes.
    public var idempotencyKey: String?
    /// The limit of attempts; `nil` for the policy's limit.
    public var maxAttempts: Int?
    /// The name of the row's worker; `nil` if a route chooses the worker.
    public var worker: String?
    /// The longest duration of an attempt, in seconds; `nil` if the worker's setting applies.
    public var timeoutSeconds: Int?
    /// The name of the repository of the work; `nil` for the project's repository.
    public var repository: String?
    /// The name of the row's plan.
    public var plan: String?
    public var approval: Approval?
    public var failurePolicy: FailurePolicy?
    /// The paths that the row's work touches.
    public var touches: [String] = []
    /// The time before which the row is not handed out.
    public var deferredUntil: QueueTime?
    /// The same time as a person typed it; `nil` if `deferredUntil` has it.
    public var deferral: String?

    public init(
      id: String? = nil, priority: Priority, task: String, successCriteria: String,
      dueAt: QueueTime? = nil, notes: String = "", after: [String] = [],
      idempotencyKey: String? = nil, maxAttempts: Int? = nil
    ) {
      self.id = id
      self.priority = priority
      self.task = task
      self.successCriteria = successCriteria
      self.dueAt = dueAt
      self.notes = notes
      self.after = after
      self.idempotencyKey = idempotencyKey
      self.maxAttempts = maxAttempts
    }
  }
}

extension QueueItem {
  /// Makes the row for `new`, with its fields as a database keeps them.
  public init(_ new: Transition.NewItem, id: String, _ policy: Policy) {
    self.init(
      id: id, priority: new.priority, task: CellText.value(new.task),
      successCriteria: CellText.criteria(new.successCriteria), dueAt: new.dueAt?.text,
      after: new.after,
      record: Record(maxAttempts: new.maxAttempts, idempotencyKey: new.idempotencyKey))
    notes.append(typed: new.notes, policy.controlKeys)
    if !new.labels.isEmpty { labels = new.labels }
    if let worker = new.worker { workerName = worker }
    if let timeout = new.timeoutSeconds { timeoutSeconds = timeout }
    if let repository = new.repository { repositoryName = repository }
    if !new.touches.isEmpty { touchedPaths = new.touches }
    if let time = new.deferredUntil { notBefore = time.text }
    if let plan = new.plan { planName = plan }
    if let approval = new.approval { self.approval = approval }
    if let policy = new.failurePolicy { failurePolicy = policy }
  }
}

/// Rows that are added together, all or none.
struct Additions<Table: QueueTable> {
  private let table: Table
  private let rows: [(id: String, new: Transition.NewItem)]
  private let policy: Policy

  /// Gives each row its id and, in a sequence, its `after`.
  ///
  /// Generated ids follow `number` and the highest number that ids of the queue and the given ids
  /// ever had, so that no id is used twice.
  init(
    _ new: [Transition.NewItem], inSequence: Bool, above number: Int, to table: Table,
    _ policy: Policy
  ) throws {
    self.table = table
    self.policy = policy
    let prefix = policy.idPrefix
    var number = number
    if new.contains(where: { $0.id == nil }) {
      number = new.compactMap { $0.id.flatMap { NumberedID.number(of: $0.utf8, prefix: prefix) } }
        .reduce(max(number, try table.highestNumber(of: prefix)), max)
    }
    var rows: [(id: String, new: Transition.NewItem)] = []
    for var item in new {
      if item.isGenerated, let id = item.id,
        let number = NumberedID.number(of: id.utf8, prefix: prefix),
        try number <= table.highestNumber(of: prefix)
      {
        throw Refusal.alreadyExists(id)
      }
      let id =
        if let id = item.id { id } else {
          try NumberedID.next(after: &number, prefix: prefix) { try table.contains($0) }
        }
      if inSequence, let previous = rows.last?.id, !item.after.contains(previous) {
        item.after.append(previous)
      }
      rows.append((id, item))
    }
    self.rows = rows
  }

  func decide() throws -> Decision {
    var ids: Set<String> = []
    for (id, _) in rows {
      guard ItemID.isWellFormed(id) else { throw Refusal.illFormedID(id) }
      // The archive has one row with an id.
      guard ids.insert(id).inserted, try !table.isKnown(id) else {
        throw Refusal.alreadyExists(id)
      }
    }
    let changes =
      rows.map { id, new in ItemChange(.added, before: nil, after: QueueItem(new, id: id, policy)) }
      + (try blockedRows())
    try table.checkDependencies(of: changes.compactMap(\.after))
    return Decision(changes)
  }

  /// The rows that wait for added ones from now on. A worker would not learn of it.
  private func blockedRows() throws -> [ItemChange] {
    var blockers: [(id: String, new: [String])] = []
    for (id, new) in rows {
      for blocked in new.blocks {
        if let place = blockers.firstIndex(where: { $0.id == blocked }) {
          blockers[place].new.append(id)
        } else {
          blockers.append((blocked, [id]))
        }
      }
    }
    return try blockers.map { id, new in
      let item = try table.existing(id)
      switch item.status {
      case .pending, .blocked, .failed: break
      case .inProgress, .done: throw Refusal.wrongState(item, action: .split)
      }
      return ItemChange(changing: item, .edited) { $0.after += new }
    }
  }
}

extension QueueTable {
  /// Refuses added or changed rows that would wait for unknown rows or for each other.
  ///
  /// - Parameters:
  ///   - rows: the rows as they will be.
  ///   - parents: rows whose plans change, but not their `after`.
  package func checkDependencies(of rows: [QueueItem], and parents: [QueueItem] = []) throws {
    let added = Set(rows.map(\.id))
    for row in rows {
      for id in row.after where !added.contains(id) {
        guard try isKnown(id) else { throw Refusal.notFound(id) }
      }
    }
    let changed = ChangedDependencies(of: rows + parents, in: self)
    let ids = (rows + parents).map(\.id)
    // The table may already have cycles. Only if there is any, each row is checked separately.
    guard try !Dependencies.cycles(among: ids, after: changed.ids).isEmpty else { return }
    for id in ids {
      if let cycle = try Dependencies.cycle(through: id, after: changed.ids) {
        throw Refusal.dependencyCycle(cycle)
      }
    }
  }
}
