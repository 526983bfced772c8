/// The question why rows are not running.
public struct WaitAnalysis: Sendable {
  /// How many rows may be IN_PROGRESS.
  public var maxWorkers: Int
  /// Who would dispatch, and when.
  public var context: TransitionContext
  /// What is known of the processes that work, so that only a watchdog is named that helps.
  public var workers: KnownWorkers?
  /// Why no work can be started on any row, if so.
  public var missingProgram: String?
  /// The rows that no command touches, in their order.
  public var malformed: [MalformedRow] = []

  /// What shows which rows are wrong: of a table its lint, of a database its verification.
  public var check = Remedy.lint

  public init(maxWorkers: Int, context: TransitionContext) {
    self.maxWorkers = maxWorkers
    self.context = context
  }

  /// The rows that are IN_PROGRESS, and how many may be.
  public func runningItems(in table: some QueueTable) throws -> RunningItems {
    RunningItems(try table.items(.inProgress), maxWorkers: maxWorkers)
  }

  /// Why each PENDING row is not running, in the order in which they would start; then the
  /// malformed ones that may be PENDING, by their place.
  public func explanations(in table: some QueueTable) throws -> [Explanation] {
    var explainer = try WaitExplainer(self, table)
    return try explainer.rows.items.map { try explainer.explanation(of: $0) }
      + malformed.filter(\.mayBePending).map(Explanation.init)
  }

  /// Why one row is not running, or where it stands.
  ///
  /// - Throws: a refusal where there is no such row.
  public func explanation(of id: String, in table: some QueueTable) throws -> Explanation {
    var explainer = try WaitExplainer(self, table)
    return try explainer.explanation(of: id)
  }

  /// Why a dispatch starts nothing; `nil` where no row waits, or one may start.
  public func blockedReason(in table: some QueueTable) throws -> BlockedReason? {
    var explainer = try WaitExplainer(self, table)
    return try explainer.blockedReason()
  }
}

extension Explanation {
  /// That of a malformed row.
  init(_ row: MalformedRow) {
    self.init(
      row.id, row.status, .malformed(line: row.line, problem: .found(row.problem)),
      row.line == nil ? .verify : .lint)
  }
}

/// Why a dispatch starts nothing while rows wait.
public enum BlockedReason: Equatable, Sendable {
  /// As many rows are IN_PROGRESS as may be, and others could start.
  case full(RunningItems, at: QueueTime)
  /// Something keeps every row that waits: what it is of the first of them, by the order in
  /// which they would start, and how many more there are.
  case held([Explanation], more: Int, at: QueueTime)

  /// Nobody reads more than so many of them in one line.
  static let told = 5

  /// Whether nothing of it passes by itself: somebody has to do something.
  public var isForGood: Bool {
    switch self {
    case .full: false
    case .held(let explanations, _, _): explanations.allSatisfy(\.isStuck)
    }
  }
}

extension Transition.Dispatch {
  /// Why this would start nothing now; `nil` where no row waits, or one may start.
  public func blockedReason(
    in table: some QueueTable, context: TransitionContext
  ) throws -> BlockedReason? {
    try WaitAnalysis(maxWorkers: maxWorkers, context: context).blockedReason(in: table)
  }
}
