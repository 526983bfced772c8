public import Host
public import Model
import Text

/// The record of a worker on this machine: `workers/TOKEN.json` in the sidecar of the queue. The
/// record exists from the supervisor's start until the end of the worker has changed the row.
public struct WorkerRecord: Equatable, Sendable {
  /// The row's id.
  public let id: String
  /// The token of the row's claim.
  public let claimToken: String
  /// The path of the queue's file, relative to home, because a table and a database may share a
  /// sidecar.
  public let storeName: String
  public let label: String
  /// The name of the worker's profile; `default` in older records.
  public let workerName: String
  /// The adapter of the worker's profile; `nil` in older records.
  public var adapter: WorkerProfile.Adapter?
  public let supervisor: ProcessIdentity
  /// The seconds from `SIGTERM` to `SIGKILL`.
  public let graceSeconds: Int
  /// The digest of `orch.json` before the worker could change the file.
  public let settingsDigest: String
  /// The hash of the context that was sent; `nil` in older records.
  public var contextDigest: String?
  /// When the worker started, in ISO 8601 with the offset; `nil` in older records.
  public var startedAt: String?
  /// When the worker ended. This is saved before the worker's report, and therefore before
  /// `ending`.
  public var endedAt: String?
  /// The worker's process; `nil` before its start.
  public var worker: ProcessIdentity?
  /// How the program of a worker with a report ended; `nil` if orch ended it.
  public var exit: AttemptResult.Exit? = .status(0)
  /// The session of the agent; `nil` if unknown.
  public var session: String?
  /// The model that worked; `nil` if unknown.
  public var model: String?
  /// The usage of the attempt in the ledger of costs; `nil` if it is unknown or not booked.
  public var usage: AgentUsage?
  /// The commits with the work; `nil` if no commit has it.
  public var work: AttemptResult.Work?
  /// The limits of the worker's sandbox that are in force; `nil` without a sandbox of orch.
  public var enforced: Enforcement?
  /// The state of the project's checkout before the work in a worktree began; `nil` without a
  /// worktree.
  public var checkout: CheckoutState?
  /// How the worker ended; `nil` while the worker runs, and if the supervisor was killed.
  public var ending: WorkerEnding?
  /// Whether the worker's breaker has counted the ending.
  public var isCounted = false
  /// Whether the row has changed by the ending.
  public var isSettled = false

  public init(
    id: String, claimToken: String, storeName: String, label: String,
    workerName: String = WorkerRoster.defaultName, supervisor: ProcessIdentity, graceSeconds: Int,
    settingsDigest: String
  ) {
    self.id = id
    self.claimToken = claimToken
    self.storeName = storeName
    self.label = label
    self.workerName = workerName
    self.supervisor = supervisor
    self.graceSeconds = graceSeconds
    self.settingsDigest = settingsDigest
  }
}

extension WorkerRecord {
  /// Adds the parts of the worker's result other than the ending.
  public mutating func add(_ result: WorkerResult) {
    exit = result.exit
    // A program that never ran has no session, even if orch chose one.
    session = result.transcript?.session
    model = result.transcript?.model
  }

  init?(parsing bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let id = object["id"]?.stringValue, let claimToken = object["attempt"]?.stringValue,
      let storeName = object["store"]?.stringValue, let label = object["label"]?.stringValue,
      let supervisor = object["supervisor"].flatMap(ProcessIdentity.init),
      let grace = object["grace_seconds"]?.integerValue, (0...3600).contains(grace),
      let settingsDigest = object["settings"]?.stringValue
    else { return nil }
    self.init(
      id: id, claimToken: claimToken, storeName: storeName, label: label,
      workerName: object["worker_name"]?.stringValue ?? WorkerRoster.defaultName,
      supervisor: supervisor, graceSeconds: grace, settingsDigest: settingsDigest)
    adapter = object["adapter"]?.stringValue.flatMap(WorkerProfile.Adapter.init)
    contextDigest = object["context"]?.stringValue
    startedAt = object["started_at"]?.stringValue
    endedAt = object["ended_at"]?.stringValue
    worker = object["worker"].flatMap(ProcessIdentity.init)
    if let exit = object["exit"] { self.exit = exit.objectValue.flatMap(AttemptResult.Exit.init) }
    session = object["session"]?.stringValue
    model = object["model"]?.stringValue
    usage = AgentUsage(usage: object["usage"], cost: object["cost"])
    work = AttemptResult.Work(object)
    enforced = Enforcement(object["enforced"])
    checkout = object["checkout"].flatMap(CheckoutState.init)
    ending = object["ending"].flatMap(WorkerEnding.init)
    isCounted = object["counted"]?.boolValue ?? false
    isSettled = object["settled"]?.boolValue ?? false
  }

  var text: String {
    let json: JSONValue = [
      "id": .string(id), "attempt": .string(claimToken), "store": .string(storeName),
      "label": .string(label), "worker_name": .string(workerName),
      "adapter": JSONValue(adapter?.rawValue), "supervisor": supervisor.json,
      "grace_seconds": .integer(graceSeconds),
      "settings": .string(settingsDigest),
      "context": JSONValue(contextDigest), "started_at": JSONValue(startedAt),
      "ended_at": JSONValue(endedAt),
      "worker": worker?.json ?? .null, "ending": ending?.json ?? .null,
      "counted": .bool(isCounted), "settled": .bool(isSettled), "exit": exit?.json ?? .null,
      "session": JSONValue(session),
      "branch": JSONValue(work?.branch), "base": JSONValue(work?.base),
      "commit": JSONValue(work?.commit), "tree": JSONValue(work?.tree), "model": JSONValue(model),
      "usage": usage?.usage ?? .null,
      "cost": usage?.cost ?? .null, "checkout": checkout?.json ?? .null,
      "enforced": enforced?.json ?? .null,
    ]
    return "\(json)\n"
  }
}

// A record may come from a clone and name any process. So only processes that were started for the
// record's own claim get signals.

extension WorkerRecord {
  /// The state of the supervisor. A process that supervises something else counts as gone.
  public enum State: Equatable, Sendable {
    case running
    /// The supervisor exists but is stopped, so it handles no timeout.
    case stopped
    /// The supervisor recorded how the work ended.
    case ended
    /// The supervisor is gone without a record of the end.
    case killed
    /// The supervisor was started on another machine, in another container, or before this
    /// machine's last boot.
    case elsewhere

    /// Whether a process that supervises the work exists.
    public var isThere: Bool { self == .running || self == .stopped }
  }

  public var state: State {
    if isSupervising { return supervisor.isStopped ? .stopped : .running }
    if ending != nil { return .ended }
    return supervisor.isVisible ? .killed : .elsewhere
  }

  /// Signals the supervisor.
  ///
  /// - Returns: `false` if the process has ended, or supervises something else.
  @discardableResult
  public func signalSupervisor(_ signal: ProcessIdentity.Signal) -> Bool {
    isSupervising && supervisor.signal(signal)
  }

  /// Whether the supervisor runs, by the arguments of its process: see
  /// `WorkerOrder.supervisorArguments`.
  private var isSupervising: Bool {
    guard supervisor.isAlive, let words = ProcessTable.commandLine(of: supervisor)?.dropFirst(),
      words.first == WorkerOrder.superviseCommand
    else { return false }
    return zip(words, words.dropFirst()).contains { $0 == (WorkerOrder.claimOption, claimToken) }
  }

  /// Kills the processes that a worker left behind and that satisfy `predicate`.
  public func killRemains(where predicate: (ProcessIdentity) -> Bool = { _ in true }) {
    let own = CurrentProcess.id
    for process in remains where process.id != own && predicate(process) { process.signal(.kill) }
  }

  /// The processes in the worker's session, or with its variables. A process that only has the
  /// token, such as a person's shell, does not belong to the worker.
  private var remains: Set<ProcessIdentity> {
    let marked = Set(
      ProcessTable.processes(with: ["ORCH_ATTEMPT": claimToken, "ORCH_LABEL": label]))
    // After the worker's end, another session may have the worker's process id.
    guard let worker, marked.contains(worker) else { return marked }
    return marked.union(ProcessTable.members(ofSession: worker.id))
  }
}

extension ProcessIdentity {
  init?(_ json: JSONValue) {
    guard let object = json.objectValue, let id = object["pid"]?.integerValue,
      let start = object["start"]?.integerValue, let boot = object["boot"]?.stringValue
    else { return nil }
    self.init(id: id, start: start, boot: boot)
  }

  var json: JSONValue {
    ["pid": .integer(id), "start": .integer(start), "boot": .string(boot)]
  }
}
