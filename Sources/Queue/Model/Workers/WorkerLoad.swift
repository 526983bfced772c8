/// The workers of a roster, and which of their rows are IN_PROGRESS.
struct WorkerLoad {
  private let roster: WorkerRoster
  private let policy: Policy
  /// Ids by the worker's name. Rows that sessions picked are left out.
  private var rows: [String: [String]] = [:]
  /// The number of rows that were started here.
  private var starts: [String: Int] = [:]
  /// The amount of the budget that running rows have reserved.
  private var reserved = BudgetAmount()
  /// Whether the worker of each route can start; the last element is for rows without a route.
  /// Computed once for many rows.
  private var freeRoutes: [Bool] = []

  init(_ roster: WorkerRoster, running items: [QueueItem], _ policy: Policy) {
    (self.roster, self.policy) = (roster, policy)
    for item in items where item.claim?.isForWorker ?? false {
      count(item, of: roster.name(workingOn: item))
    }
    reserved = roster.reserved(by: items)
    updateFreeRoutes()
  }

  /// Why a row's worker can't start on it now; `nil` if it can.
  func obstacle(to item: QueueItem) -> WaitReason? {
    guard let worker = roster.worker(for: item) else {
      return .unknownWorker(UnknownWorker(of: item, in: roster))
    }
    if !item.mayStart(policy) {
      return .attemptsUsedUp(item, limit: item.startLimit(policy))
    }
    if let obstacle = roster.rowObstacles[item.id] ?? worker.obstacle
      ?? roster.repositoryObstacle(to: item, by: worker)
    {
      return obstacle
    }
    if hasRoom(worker) {
      return roster.budget?.excess(of: worker.name, on: item.id, beside: reserved)
        .map { .overBudget($0) }
    }
    let rows = rows[worker.name] ?? []
    let first = starts[worker.name] ?? 0
    let limit = worker.limit ?? rows.count
    return .workerBusy(
      BusyWorker(name: worker.name, limit: limit, rows: rows, isAtWork: first == 0))
  }

  /// Whether a row certainly gets no worker now.
  func isBusy(for row: PlainRow) -> Bool {
    roster.place(for: row).map { !freeRoutes[$0] } ?? false
  }

  private func hasRoom(_ worker: WorkerRoster.Worker) -> Bool {
    if let most = worker.mostStarts, starts[worker.name, default: 0] >= most { return false }
    return rows[worker.name, default: []].count < worker.limit ?? .max
  }

  /// Records that a row starts. Returns the worker; `nil` if it can't start.
  mutating func start(_ item: QueueItem) -> WorkerRoster.Worker? {
    guard obstacle(to: item) == nil, let worker = roster.worker(for: item) else { return nil }
    count(item, of: worker.name)
    starts[worker.name, default: 0] += 1
    if let budget = roster.budget { reserved += budget.reservation(of: worker.name) }
    updateFreeRoutes()
    return worker
  }

  private mutating func updateFreeRoutes() {
    freeRoutes = (roster.routes.map(\.worker) + [WorkerRoster.defaultName]).map { name in
      roster.workers[name].map {
        $0.obstacle == nil && hasRoom($0)
          && roster.budget?.excess(of: name, beside: reserved) == nil
      } ?? false
    }
  }

  private mutating func count(_ item: QueueItem, of worker: String) {
    rows[worker, default: []].append(item.id)
  }
}
