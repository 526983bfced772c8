/// The workers of a roster, and which of their rows are IN_PROGRESS.
struct WorkerLoad {
  private let roster: WorkerRoster
  /// Ids by the worker's name; rows that sessions picked are left out.
  private var rows: [String: [String]] = [:]
  /// The number of rows that started here.
  private var starts: [String: Int] = [:]

  init(_ roster: WorkerRoster, running items: [QueueItem]) {
    self.roster = roster
    for item in items where item.claim?.isForWorker ?? false {
      count(item, of: roster.name(workingOn: item))
    }
  }

  /// What a row gets now.
  enum Answer {
    case free(WorkerRoster.Worker)
    case unknown(UnknownWorker)
    case unable(StartProblem)
    case busy(BusyWorker)
  }

  func answer(for item: QueueItem) -> Answer {
    let worker: WorkerRoster.Worker
    switch roster.choice(for: item) {
    case .worker(let found): worker = found
    case .unknown: return .unknown(UnknownWorker(of: item, in: roster))
    }
    if let obstacle = roster.rowObstacles[item.id] ?? worker.obstacle { return .unable(obstacle) }
    let rows = rows[worker.name] ?? []
    let mayStart = worker.mostStarts.map { starts[worker.name, default: 0] < $0 } ?? true
    if mayStart, rows.count < worker.limit ?? .max { return .free(worker) }
    return .busy(BusyWorker(name: worker.name, limit: worker.limit ?? rows.count, rows: rows))
  }

  func isFree(for item: QueueItem) -> Bool {
    if case .free = answer(for: item) { true } else { false }
  }

  /// The worker that starts on a row now; `nil` where it can't.
  mutating func start(_ item: QueueItem) -> WorkerRoster.Worker? {
    guard case .free(let worker) = answer(for: item) else { return nil }
    count(item, of: worker.name)
    starts[worker.name, default: 0] += 1
    return worker
  }

  private mutating func count(_ item: QueueItem, of worker: String) {
    rows[worker, default: []].append(item.id)
  }
}
