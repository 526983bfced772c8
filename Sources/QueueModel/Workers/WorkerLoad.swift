/// The workers of a roster, and how many of their rows are IN_PROGRESS.
struct WorkerLoad {
  private let roster: WorkerRoster
  /// By the worker's name; rows that sessions picked are not counted.
  private var rows: [String: Int] = [:]
  /// The rows that started here.
  private var starts: [String: Int] = [:]

  init(_ roster: WorkerRoster, running items: [QueueItem]) {
    self.roster = roster
    for item in items where item.claim?.isForWorker ?? false { count(item) }
  }

  /// The worker that starts on a row now; `nil` where it can't.
  mutating func start(_ item: QueueItem) -> WorkerRoster.Worker? {
    guard case .worker(let worker) = roster.choice(for: item), worker.obstacle == nil,
      !isFull(worker)
    else { return nil }
    count(item)
    starts[worker.name, default: 0] += 1
    return worker
  }

  /// Whether as many rows of the worker are IN_PROGRESS as may be, or started here.
  func isFull(_ worker: WorkerRoster.Worker) -> Bool {
    if let most = worker.mostStarts, starts[worker.name, default: 0] >= most { return true }
    return worker.limit.map { rows[worker.name, default: 0] >= $0 } ?? false
  }

  private mutating func count(_ item: QueueItem) { rows[roster.name(for: item), default: 0] += 1 }
}
