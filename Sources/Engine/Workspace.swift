public import Dispatching
public import Host
import QueueModel
import QueueStore
public import TeamProtocol

/// The folders of a queue: what lies beside it, and the project that its rows are work on.
public struct Workspace: Sendable {
  /// The file that holds the queue, links followed.
  public let store: String
  /// The folder of the queue, which `orch.json` is in.
  public let home: String
  /// The folder for what belongs to the queue: reports, evidence, workers.
  public let sidecar: String
  /// What `orch.json` says, as far as folders and programs go.
  let settings: SettingsFile
  /// The queue file, whose bytes change all the time; `nil` where there is none.
  let queue: String?
  /// Where the variables of programs come from.
  public let environment: Environment

  /// What `orch.json` says of folders and programs.
  public struct SettingsFile: Sendable {
    /// The file's bytes; `nil` where there is none.
    public var bytes: [UInt8]?
    /// The project root, relative to home; `nil` where it is searched for.
    public var root: String?
    public var programs: [NamedProgram] = []
    /// What starts the work on rows.
    public var spawn = Spawner()
    /// Why the file can't be read; then it says nothing of folders and programs.
    public var problem: EngineError?

    public init() {}
  }

  public init(
    store: String, home: String, sidecar: String, settings: SettingsFile = SettingsFile(),
    queue: String? = nil, environment: Environment
  ) {
    self.store = store
    self.home = home
    self.sidecar = sidecar
    self.settings = settings
    self.queue = queue
    self.environment = environment
  }

  /// Tells a table from a database that has the same sidecar.
  var storeName: String { Path.relative(store, to: home) }

  /// Tells one `orch.json` from another.
  var settingsDigest: String { SHA256.hexDigest(of: settings.bytes ?? []) }

  var settingsPath: String { Path.join(home, "orch.json") }
}

// MARK: What lies beside the queue

extension Workspace {
  /// Where reports wait.
  var inbox: Inbox { Inbox(sidecar: sidecar, forQueueAt: store) }

  /// Where supervisors keep what is known of their workers.
  public var workers: WorkerFolder { WorkerFolder(sidecar: sidecar) }

  /// Where the daemon of the queue is found.
  public var daemonPost: DaemonLock { DaemonLock(sidecar: sidecar, store: storeName) }

  /// Where what was found about a row is kept; `nil` for an id that has not the form of one.
  public func evidence(of id: String) -> EvidenceFolder? {
    EvidenceFolder(sidecar: sidecar, id: id)
  }

  /// What a worker says; `nil` where that can't be written.
  public func workerLog(of order: WorkerOrder) -> WorkerLog? {
    guard let model = try? FileStatus(of: store) else { return nil }
    return try? WorkerLog(
      in: Path.join(home, "logs/workers"), name: "\(order.id)-\(order.claim).log", like: model)
  }
}

// MARK: The project

extension Workspace {
  /// Where the project begins: the nearest folder at or above home that holds `.git`, else home, or
  /// what `root` in `orch.json` says.
  ///
  /// A `root` that leads out of that folder may have come with a clone, to show what lies elsewhere:
  /// it takes the same trust as a program.
  public func projectRoot() throws(EngineError) -> String {
    let root = try namedRoot()
    if Path.isInside(root, foundRoot) { return root }
    if case .refused(let refusal) = try permission() {
      throw .untrusted("\(settingsPath): root '\(root.escaped)' is not used", refusal)
    }
    return root
  }

  /// The same without asking for trust.
  public func namedRoot() throws(EngineError) -> String {
    if let problem = settings.problem { throw problem }
    guard let root = settings.root else { return foundRoot }
    let place = Path.resolved(Path.join(home, root))
    guard let place, (try? FileStatus(of: place))?.kind == .directory else {
      throw .setting(
        message: "\(settingsPath): root '\(root.escaped)' is no folder",
        hint: "it counts from \(home)")
    }
    return place
  }

  public var foundRoot: String {
    Path.nearest(from: home) { (try? FileStatus(of: Path.join($0, ".git"))) != nil } ?? home
  }

  /// What this home's `orch.json` names, and whether it is trusted.
  public func trust() throws(EngineError) -> Trust {
    Trust(
      home: home, root: try namedRoot(), settings: settings.bytes ?? [],
      programs: settings.programs, queue: queue, environment: environment)
  }

  /// Whether the places outside of home and the programs that `orch.json` names are used.
  public func permission() throws(EngineError) -> TrustPermission { try trust().permission() }
}
