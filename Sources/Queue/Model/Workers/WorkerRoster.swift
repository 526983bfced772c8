/// The workers that a dispatch may start, as far as the rules need them, and the routes by which
/// rows get a worker. Source: `docs/workers.md`, "Profiles and routes".
public struct WorkerRoster: Equatable, Sendable {
  public struct Worker: Equatable, Sendable {
    public let name: String
    /// The longest duration of an attempt, if the row has no limit of its own.
    public var timeoutSeconds: Int
    /// The seconds from the end of that duration to `SIGKILL`.
    public var graceSeconds: Int
    /// How many rows of the worker may be IN_PROGRESS; `nil` for as many as `max_workers` allows.
    public var limit: Int?
    /// How many rows one dispatch may give to the worker; `nil` for any number.
    public var mostStarts: Int?
    /// Why the worker starts nothing now; `nil` if it can.
    public var obstacle: WaitReason?
    /// Why the worker can't start on rows of the project's own repository; `nil` if it can.
    public var projectObstacle: WaitReason?
    /// Why the worker can't start on rows of any other repository; `nil` if it can.
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

    /// The duration of the worker's lease for the claim of a row.
    public func leaseSeconds(of item: QueueItem) -> Int {
      (item.timeoutSeconds ?? timeoutSeconds) + graceSeconds + 60
    }
  }

  /// The workers by name.
  public var workers: [String: Worker]
  public var routes: [WorkerRoute]
  /// Whether the settings have `workers`. Only then a row's `worker` is control.
  public var isNamed: Bool
  /// Why no worker starts on a row now, by the row's id.
  public var rowObstacles: [String: WaitReason] = [:]
  /// The names of the other repositories in which rows can be worked.
  public var repositories: Set<String> = []
  /// Why no row of another repository can be worked now, by the repository's name, which may be
  /// unknown.
  public var repositoryObstacles: [String: WaitReason] = [:]
  /// The remaining budget; `nil` if there is none.
  public var budget: BudgetState?
  /// The names of workers by the tokens of their claims, because the claimed rows may name other
  /// workers now.
  public var claimed: [String: String] = [:]

  /// The names of the workers that write plans and do not work on rows.
  public var planners: Set<String> = []

  /// Prevents starts of all workers except these.
  public mutating func allowStarts(of names: Set<String>) {
    for name in workers.keys where !names.contains(name) { workers[name]?.mostStarts = 0 }
  }

  /// The name of the worker for rows without a route.
  public static let defaultName = "default"

  public init(workers: [Worker], routes: [WorkerRoute] = [], isNamed: Bool) {
    self.workers = Dictionary(workers.map { ($0.name, $0) }) { $1 }
    self.routes = routes
    self.isNamed = isNamed
  }

  /// The worker of a row: the worker that the row names, else the worker of the first matching
  /// route, else `default`; `nil` if that worker does not exist.
  public func worker(for item: QueueItem) -> Worker? { workers[name(for: item)] }

  /// The name of a row's worker, which may not exist.
  public func name(for item: QueueItem) -> String {
    source(for: item).name
  }

  /// The name of the worker that is working on a row.
  public func name(workingOn item: QueueItem) -> String {
    item.claim.flatMap { claimed[$0.token] } ?? name(for: item)
  }

  /// The source of the decision which worker a row gets.
  public enum Source: Hashable, Sendable {
    /// The row itself.
    case row(worker: String)
    /// The route at an index of `routes`.
    case route(Int, worker: String)
    /// Neither the row nor a route.
    case fallback

    public var name: String {
      switch self {
      case .row(let worker), .route(_, let worker): worker
      case .fallback: WorkerRoster.defaultName
      }
    }
  }

  /// The missing worker of a row; `nil` if the worker exists.
  public func unknownWorker(of item: QueueItem) -> UnknownWorker? {
    worker(for: item) == nil ? UnknownWorker(of: item, in: self) : nil
  }

  /// A missing worker, and the unfinished rows that need it.
  public struct Unknown: Equatable, Sendable {
    public let worker: UnknownWorker
    public fileprivate(set) var rows: [QueueItem] = []
  }

  /// The missing workers: first those of routes, even without rows, then those of the rows.
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

  /// The index in `routes` of the first route that matches a plain row, or `routes.count` if none
  /// does; `nil` if only the row's item can decide.
  func place(for row: PlainRow) -> Int? {
    guard isNamed else { return routes.count }
    for place in routes.indices {
      guard let fits = routes[place].fits(row) else { return nil }
      if fits { return place }
    }
    return routes.count
  }

  /// Whether the worker of the route at an index exists; `routes.count` stands for the default
  /// worker.
  func hasWorker(at place: Int) -> Bool {
    workers[place < routes.count ? routes[place].worker : Self.defaultName] != nil
  }

  /// Why rows of the row's repository can't be worked now; `nil` if they can.
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

/// The missing worker of a row.
public struct UnknownWorker: Equatable, Sendable {
  public let source: WorkerRoster.Source
  /// The names of the existing workers.
  public let known: [String]
  /// Whether a planner has the missing worker's name. A planner exists, but does not work on rows.
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

/// A worker that has its maximum number of rows, or will have it before a row's turn.
public struct BusyWorker: Equatable, Sendable {
  public let name: String
  public let limit: Int
  /// The ids of the worker's rows that are IN_PROGRESS, then of the rows that start before.
  public let rows: [String]
  /// Whether all these rows are IN_PROGRESS.
  public let isAtWork: Bool
}
