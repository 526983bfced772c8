/// Analyses why rows are not running.
public struct WaitAnalysis: Sendable {
  /// The maximum number of rows IN_PROGRESS.
  public var maxWorkers: Int
  /// The caller that would dispatch, and the time.
  public var context: TransitionContext
  /// The known workers. With them, a watchdog is proposed only if it helps.
  public var workers: KnownWorkers?
  /// Why no work can start at all; `nil` if it can.
  public var startProblem: WaitReason?
  /// The reason why ticks start no row for now; `nil` if there is no such reason.
  public var hold: WaitReason?
  /// The workers that orch starts; `nil` if it starts none.
  public var roster: WorkerRoster?
  /// The pause of the queue; `nil` if it is not paused.
  public var pause: Pause?
  /// The malformed rows, in their order.
  public var malformed: [MalformedRow] = []

  /// The command that shows malformed rows: lint for a table, verify for a database.
  public var check = Remedy.lint

  public init(maxWorkers: Int, context: TransitionContext) {
    (self.maxWorkers, self.context) = (maxWorkers, context)
  }

  /// The rows that are IN_PROGRESS, and their maximum number.
  public func runningItems(in table: some QueueTable) throws -> RunningItems {
    RunningItems(try table.items(.inProgress), maxWorkers: maxWorkers)
  }

  /// Why each PENDING row is not running, in their order; then the malformed rows that may be
  /// PENDING.
  public func explanations(in table: some QueueTable) throws -> [Explanation] {
    var explainer = try WaitExplainer(self, table)
    return try explainer.explanations() + malformed.filter(\.mayBePending).map(Explanation.init)
  }

  /// Why one row is not running, or its state.
  ///
  /// - Throws: `Refusal.notFound`.
  public func explanation(of id: String, in table: some QueueTable) throws -> Explanation {
    var explainer = try WaitExplainer(self, table)
    return try explainer.explanation(of: id)
  }

  /// Why each of these rows is not running, or its state, in the order of the ids. Unknown ids are
  /// left out.
  public func explanations(
    of ids: [String], in table: some QueueTable
  ) throws -> [Explanation] {
    var explainer = try WaitExplainer(self, table)
    return try ids.compactMap { id in
      do { return try explainer.explanation(of: id) } catch Refusal.notFound { return nil }
    }
  }

  /// The rows that can't start until a person acts, each with the cause: the row itself, or the
  /// rows without which it can't start.
  ///
  /// - Parameters:
  ///   - items: PENDING rows.
  ///   - table: has the rows that they wait for.
  public func stuckRows(
    among items: [QueueItem], in table: some QueueTable
  ) throws -> [Explanation] {
    var explainer = try WaitExplainer(self, table, isIdle: true)
    return try items.compactMap { try explainer.stuckRow($0) }
  }

  /// The ids of the PENDING rows for which orch starts no worker, even after their dependencies are
  /// DONE: their worker does not exist, their attempts are used up, a person must approve them
  /// first, or their notes seem to require that.
  public func idsWithoutStart(in table: some QueueTable) throws -> Set<String> {
    let key = Notes.ControlKey.approval.rawValue
    guard try roster != nil || table.mayHave(note: key, .pending) else { return [] }
    // A `PlainRow` does not show whether there is a colon.
    let mayHaveColon = try table.mayHave(note: "\(key): ", .pending)
    var ids: Set<String> = []
    try table.scan(.pending) { row, item in
      if let row, !mayHaveColon {
        guard let roster else { return .more }
        if let place = roster.place(for: row), roster.hasWorker(at: place) { return .more }
      }
      guard let item = item() else { return .more }
      let hasNoWorker =
        roster.map { $0.unknownWorker(of: item) != nil || !item.mayStart(context.policy) } ?? false
      if try hasNoWorker || item.asksForStart && !item.isApproved(context.contents, in: table)
        || item.nearMiss(context.policy, in: table) != nil
      {
        ids.insert(item.id)
      }
      return .more
    }
    return ids
  }

  /// Why a dispatch claimed nothing. Call this only after that decision. `nil` if no row waits.
  public func idleReason(in table: some QueueTable) throws -> IdleReason? {
    if pause == nil {
      let running = try runningItems(in: table)
      if try running.free == 0 && hasUnobstructedItem(in: table) {
        return .full(running, at: context.now)
      }
    }
    // Because the dispatch claimed nothing, no row conflicts with another that would start.
    // Explaining all rows of a large table takes longer than reading it.
    var first: [QueueItem] = []
    try table.visit(.pending) { item in
      first.append(item)
      return first.count < IdleReason.longestList ? .more : .enough
    }
    if first.isEmpty { return nil }
    var explainer = try WaitExplainer(self, table, isIdle: true)
    return .held(
      try first.map { try explainer.explanation(of: $0) },
      more: try table.count(.pending) - first.count, at: context.now)
  }

  /// Whether a row could start if fewer rows were running.
  private func hasUnobstructedItem(in table: some QueueTable) throws -> Bool {
    let claiming = Claiming(table, context)
    var isFound = false
    try table.visit(.pending) { item in
      isFound =
        try claiming.obstacle(to: item) == nil && roster?.unknownWorker(of: item) == nil
        && (roster == nil || item.mayStart(context.policy))
      return isFound ? .enough : .more
    }
    return isFound
  }
}

/// Why a dispatch starts nothing while rows wait.
public enum IdleReason: Equatable, Sendable {
  /// The maximum number of rows is IN_PROGRESS, and others could start.
  case full(RunningItems, at: QueueTime)
  /// No PENDING row may start: the explanations of the first ones, and the number of the others.
  case held([Explanation], more: Int, at: QueueTime)

  /// The maximum number of explained rows.
  public static let longestList = 5

  /// Whether only a person's action changes this.
  public var isForGood: Bool {
    switch self {
    case .full: false
    case .held(let explanations, _, _): explanations.allSatisfy(\.reason.isStuck)
    }
  }
}
