/// The workers that a dispatch may start, as far as the rules need them, and the routes by which
/// rows get one. Source: `docs/workers.md`, "Profiles and routes".
public struct WorkerRoster: Equatable, Sendable {
  public struct Worker: Equatable, Sendable {
    public let name: String
    /// How long an attempt may take, where the row has no limit of its own.
    public var timeoutSeconds: Int
    /// From the end of that time to `SIGKILL`.
    public var graceSeconds: Int
    /// How many of its rows may be IN_PROGRESS; `nil` for as many as `max_workers` allows.
    public var limit: Int?
    /// How many rows one dispatch may give it; `nil` for any number.
    public var mostStarts: Int?
    /// Why it starts nothing now; `nil` where it can.
    public var obstacle: WaitReason?
    /// Why it starts on no row of the project's own repository; `nil` where it can.
    public var projectObstacle: WaitReason?
    /// Why it starts on no row of another repository, whichever that is; `nil` where it can.
    public var elsewhereObstacle: WaitReason?

    public init(
      name: String, timeoutSeconds: Int, graceSeconds: Int, limit: Int? = nil,
      obstacle: WaitReason? = nil
    ) {
      self.name = name
      self.timeoutSeconds = timeoutSeconds
      self.graceSeconds = graceSeconds
      self.limit = limit
      self.obstacle = obstacle
    }

    /// The seconds for which the claim of a row is leased to the worker.
    public func leaseSeconds(of item: QueueItem) -> Int {
      (item.timeoutSeconds ?? timeoutSeconds) + graceSeconds + 60
    }
  }

  /// By name.
  public var workers: [String: Worker]
  public var routes: [WorkerRoute]
  /// Whether the settings have `workers`: only then a row's `worker` is control.
  public var isNamed: Bool
  /// Why no worker starts on a row now, by the row's id.
  public var rowObstacles: [String: WaitReason] = [:]
  /// The names of the other repositories in which rows can be worked.
  public var repositories: Set<String> = []
  /// Why no row of another repository can be worked now, by its name, also one that is not there.
  public var repositoryObstacles: [String: WaitReason] = [:]
  /// What is left of the budget; `nil` where there is none.
  public var budget: BudgetState?
  /// The names of workers by the tokens of their claims: their rows may name others since.
  public var claimed: [String: String] = [:]

  /// The names of those that write plans, and work no rows.
  public var planners: Set<String> = []

  /// Lets no other workers start than those with these names.
  public mutating func allowStarts(of names: Set<String>) {
    for name in workers.keys where !names.contains(name) { workers[name]?.mostStarts = 0 }
  }

  /// The name of the worker that rows without a route get.
  public static let defaultName = "default"

  public init(workers: [Worker], routes: [WorkerRoute] = [], isNamed: Bool) {
    self.workers = Dictionary(workers.map { ($0.name, $0) }) { $1 }
    self.routes = routes
    self.isNamed = isNamed
  }

  /// The worker of a row: the one that it names, else that of the first route that fits, else
  /// `default`; `nil` where that is not there.
  public func worker(for item: QueueItem) -> Worker? { workers[name(for: item)] }

  /// The name of the worker of a row, which may not be there.
  public func name(for item: QueueItem) -> String {
    source(for: item).name
  }

  /// The name of the worker that works on a row.
  public func name(workingOn item: QueueItem) -> String {
    item.claim.flatMap { claimed[$0.token] } ?? name(for: item)
  }

  /// What says which worker a row gets.
  public enum Source: Hashable, Sendable {
    /// The row itself.
    case row(worker: String)
    /// The route at a place in `routes`, from 0.
    case route(Int, worker: String)
    /// Neither.
    case fallback

    public var name: String {
      switch self {
      case .row(let worker), .route(_, let worker): worker
      case .fallback: WorkerRoster.defaultName
      }
    }
  }

  /// The worker that the row should get and that is not there; `nil` where it is.
  public func unknownWorker(of item: QueueItem) -> UnknownWorker? {
    worker(for: item) == nil ? UnknownWorker(of: item, in: self) : nil
  }

  /// A worker that is not there, and the unfinished rows that should get it.
  public struct Unknown: Equatable, Sendable {
    public let worker: UnknownWorker
    public fileprivate(set) var rows: [QueueItem] = []
  }

  /// The workers that are not there: those of routes, also without rows, then those of the rows.
  public func unknownWorkers(of items: [QueueItem]) -> [Unknown] {
    let known = workers.keys.sorted()
    var found = routes.enumerated().filter { workers[$0.element.worker] == nil }.map {
      Unknown(
        worker: UnknownWorker(
          source: .route($0.offset, worker: $0.element.worker), known: known))
    }
    var places: [Source: Int] = [:]
    for (place, unknown) in found.enumerated() { places[unknown.worker.source] = place }
    for item in items where !item.status.isFinished {
      guard let unknown = unknownWorker(of: item) else { continue }
      if let place = places[unknown.source] {
        found[place].rows.append(item)
      } else {
        places[unknown.source] = found.count
        found.append(Unknown(worker: unknown, rows: [item]))
      }
    }
    return found
  }

  /// The place in `routes` of the first one that fits a plain row, their number where none does;
  /// `nil` where only its item says it.
  func place(for row: PlainRow) -> Int? {
    guard isNamed else { return routes.count }
    for place in routes.indices {
      guard let fits = routes[place].fits(row) else { return nil }
      if fits { return place }
    }
    return routes.count
  }

  /// Whether the worker is there that the route at a place names, or at their number the default.
  func hasWorker(at place: Int) -> Bool {
    workers[place < routes.count ? routes[place].worker : Self.defaultName] != nil
  }

  /// Why no row can be worked now where the row is to be; `nil` where it can.
  func repositoryObstacle(to item: QueueItem, by worker: Worker) -> WaitReason? {
    guard let name = item.repositoryName else { return worker.projectObstacle }
    return worker.elsewhereObstacle ?? repositoryObstacles[name]
  }

  func source(for item: QueueItem) -> Source {
    guard isNamed else { return .fallback }
    if let worker = item.workerName { return .row(worker: worker) }
    guard let place = routes.firstIndex(where: { $0.fits(item) }) else { return .fallback }
    return .route(place, worker: routes[place].worker)
  }
}

/// The worker that a row should get, and that is not there.
public struct UnknownWorker: Equatable, Sendable {
  public let source: WorkerRoster.Source
  /// The names of the workers that are there.
  public let known: [String]
  /// Whether a planner has its name: it is there, and works no rows.
  public let isPlanner: Bool

  init(source: WorkerRoster.Source, known: [String], isPlanner: Bool = false) {
    (self.source, self.known, self.isPlanner) = (source, known, isPlanner)
  }

  init(of item: QueueItem, in roster: WorkerRoster) {
    source = roster.source(for: item)
    known = roster.workers.keys.sorted()
    isPlanner = roster.planners.contains(source.name)
  }
}

/// A worker that has as many rows as it may have, or will have them before a row's turn.
public struct BusyWorker: Equatable, Sendable {
  public let name: String
  public let limit: Int
  /// The ids of its rows that are IN_PROGRESS, then of those that start before.
  public let rows: [String]
  /// Whether all of them are IN_PROGRESS.
  public let isAtWork: Bool
}
