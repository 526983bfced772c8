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
    public var obstacle: StartProblem?

    public init(
      name: String, timeoutSeconds: Int, graceSeconds: Int, limit: Int? = nil,
      obstacle: StartProblem? = nil
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
  public var rowObstacles: [String: StartProblem] = [:]
  /// The names of workers by the tokens of their claims: their rows may name others since.
  public var claimed: [String: String] = [:]

  /// The name of the worker that rows without a route get.
  public static let defaultName = "default"

  public init(workers: [Worker], routes: [WorkerRoute] = [], isNamed: Bool) {
    self.workers = Dictionary(workers.map { ($0.name, $0) }) { $1 }
    self.routes = routes
    self.isNamed = isNamed
  }

  /// What a row's worker is.
  public enum Choice: Equatable, Sendable {
    case worker(Worker)
    /// The row, or its route, names a worker that is not there.
    case unknown(String)
  }

  /// The worker of a row: the one that it names, else that of the first route that fits, else
  /// `default`.
  public func choice(for item: QueueItem) -> Choice {
    let name = name(for: item)
    return workers[name].map(Choice.worker) ?? .unknown(name)
  }

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
    guard case .unknown = choice(for: item) else { return nil }
    return UnknownWorker(of: item, in: self)
  }

  /// A worker that is not there, and the unfinished rows that should get it.
  public typealias Unknown = (worker: UnknownWorker, rows: [QueueItem])

  /// The workers that are not there: those of routes, also without rows, then those of the rows.
  public func unknownWorkers(of items: [QueueItem]) -> [Unknown] {
    let known = workers.keys.sorted()
    var found: [Unknown] = routes.enumerated().filter { workers[$0.element.worker] == nil }.map {
      (UnknownWorker(source: .route($0.offset, worker: $0.element.worker), known: known), [])
    }
    var places: [Source: Int] = [:]
    for (place, unknown) in found.enumerated() { places[unknown.worker.source] = place }
    for item in items where !item.status.isFinished {
      guard let unknown = unknownWorker(of: item) else { continue }
      if let place = places[unknown.source] {
        found[place].rows.append(item)
      } else {
        places[unknown.source] = found.count
        found.append((unknown, [item]))
      }
    }
    return found
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

  init(source: WorkerRoster.Source, known: [String]) {
    (self.source, self.known) = (source, known)
  }

  init(of item: QueueItem, in roster: WorkerRoster) {
    source = roster.source(for: item)
    known = roster.workers.keys.sorted()
  }
}

/// A worker that has as many rows as it may have.
public struct BusyWorker: Equatable, Sendable {
  public let name: String
  public let limit: Int
  /// The ids of its rows that are IN_PROGRESS, or start before.
  public let rows: [String]
}

/// A rule by which rows get a worker. All of its conditions have to hold; one without any fits
/// every row.
public struct WorkerRoute: Equatable, Sendable {
  public var worker: String
  /// A pattern of ids, with `*` and `?`.
  public var id: String?
  public var priority: Priority?
  /// The role that `orch add` or a plan gave the row, in its notes: `owner_role:NAME`.
  public var role: String?
  /// Of which one has to be in the row's task; plain text, in any case.
  public var words: [String] = []

  public init(worker: String) { self.worker = worker }
}

extension WorkerRoute {
  func fits(_ item: QueueItem) -> Bool {
    if let id, !Self.matches(item.id, id) { return false }
    if let priority, priority != item.priority { return false }
    if let role, !item.notes.segments.contains("owner_role:\(role)") { return false }
    return words.isEmpty || words.contains { Self.contains($0, in: item.task ?? "") }
  }

  /// Whether a text has a word, in any case. A large table has many texts: letters of ASCII are
  /// compared as bytes.
  private static func contains(_ word: String, in text: String) -> Bool {
    if word.utf8.allSatisfy({ $0 < 0x80 }) { return contains(bytes: word, in: text) }
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return false }
    // Some systems write a letter in several parts: characters are equal all the same.
    let (characters, others) = (Array(text.lowercased()), Array(word.lowercased()))
    return characters.indices.contains { characters[$0...].starts(with: others) }
  }

  private static func contains(bytes word: String, in text: String) -> Bool {
    var (word, text) = (word, text)
    return word.withUTF8 { word in
      text.withUTF8 { text in
        guard let first = word.first, word.count <= text.count else { return word.isEmpty }
        return (0...text.count - word.count).contains { start in
          text[start].lowercase == first.lowercase
            && text[start..<start + word.count].elementsEqual(word) { $0.lowercase == $1.lowercase }
        }
      }
    }
  }

  /// Compares an id with a pattern; `*` stands for any text, `?` for one byte, because the ids of
  /// rows that start are ASCII.
  private static func matches(_ text: String, _ pattern: String) -> Bool {
    var (text, pattern) = (text, pattern)
    return text.withUTF8 { text in pattern.withUTF8 { matches(text, $0) } }
  }

  private static func matches(
    _ text: UnsafeBufferPointer<UInt8>, _ pattern: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var (at, next) = (0, 0)
    // After the last star, and how far it reaches: it takes one byte more whenever the rest does
    // not fit.
    var star: (pattern: Int, text: Int)?
    while at < text.count {
      if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
        next += 1
        star = (next, at)
      } else if next < pattern.count,
        pattern[next] == UInt8(ascii: "?") || pattern[next] == text[at]
      {
        (at, next) = (at + 1, next + 1)
      } else if let (after, reach) = star {
        star = (after, reach + 1)
        (at, next) = (reach + 1, after)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

extension UInt8 {
  /// A letter of ASCII in lower case; another byte as it is.
  fileprivate var lowercase: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
