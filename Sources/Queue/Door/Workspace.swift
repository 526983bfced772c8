package import Host
package import Text
package import Workers

/// The folders of a queue: its files beside the table or database, and the project.
package struct Workspace: Sendable {
  /// The file that contains the queue, with links followed.
  package let storePath: String
  /// The address of a queue on a server; `nil` for a queue in a file.
  package let address: String?
  /// The records that a queue on a server has instead of files beside the queue.
  package var sharedRecords: (any SharedRecords)?
  /// The folder of the queue and of `orch.json`.
  package let home: String
  /// The folder for reports, evidence and worker records: `.orch`.
  package let sidecar: String
  package let settings: SettingsFile
  /// The queue file; `nil` if there is none. Trust ignores this file, because it changes all the
  /// time.
  package let queuePath: String?
  /// Whether the place of the queue file determines the place of the sidecar; otherwise the
  /// database alone does.
  package let isFoundByQueue: Bool
  /// The variables of this process and of `env_file`, from which programs get their variables.
  package internal(set) var environment: Environment
  /// `nil` if `orch.json` has no `env_file`.
  var variablesOfFile: VariablesOfFile?
  /// Counts the time of checks.
  package internal(set) var waited = WaitedTime()
  /// The caller's current folder; `nil` if it does not matter.
  package var callersFolder: String?

  /// The folders and programs in `orch.json`.
  package struct SettingsFile: Sendable {
    /// The file's bytes; `nil` without a file.
    var bytes: [UInt8]?
    /// The project root, relative to home; `nil` if it is searched for.
    var root: String?
    /// The file with variables for programs, relative to home; `nil` if there is none.
    var environmentFile: String?
    var programs: [NamedProgram] = []
    package var workers = WorkerProfiles()
    package var review = ReviewSettings()
    /// The values that the file gives, by key.
    package var given: [String: JSONValue] = [:]
    /// The files, relative to the project root, from which features make rows.
    package var sources: [String] = []
    /// Why the file can't be read; the other properties are empty then.
    package var problem: Problem?

    init() {}
  }

  package init(
    storePath: String, address: String? = nil, sharedRecords: (any SharedRecords)? = nil,
    home: String, sidecar: String,
    settings: SettingsFile = SettingsFile(),
    queuePath: String? = nil, isFoundByQueue: Bool = true, environment: Environment
  ) {
    self.storePath = storePath
    (self.address, self.sharedRecords) = (address, sharedRecords)
    self.home = home
    self.sidecar = sidecar
    self.settings = settings
    self.queuePath = queuePath
    self.isFoundByQueue = isFoundByQueue
    self.environment = environment
  }

  /// The path of the queue's file relative to home, which distinguishes a table and a database that
  /// share a sidecar.
  package var storeName: String { Path.relative(storePath, to: home) }

  /// The digest of `orch.json`, which changes with every change of the file.
  package var settingsDigest: String { SHA256.hexDigest(of: settings.bytes ?? []) }

  package var settingsPath: String { Path.join(home, "orch.json") }
}

// MARK: Files beside the queue

extension Workspace {
  /// The files that all machines with the queue share.
  package var sharedFiles: SharedFiles {
    SharedFiles(sidecar: sidecar, queue: storePath, records: sharedRecords)
  }

  /// The name of the queue in shared files, which is the same on all machines.
  package var sharedStoreName: String { sharedRecords == nil ? storeName : "server" }

  /// The questions that a model was asked and has not answered.
  package var asked: AskedFolder { AskedFolder(sharedFiles, store: sharedStoreName) }

  /// The reports that wait for routing.
  package var inbox: Inbox { Inbox(sidecar: sidecar, forQueueAt: storePath) }

  /// The records of workers, which their supervisors write.
  package var workers: WorkerFolder { WorkerFolder(sidecar: sidecar) }

  /// The records of this queue's workers.
  package func records() throws -> [WorkerRecord] {
    let name = storeName
    return try allRecords().filter { $0.storeName == name }
  }

  /// The records of all queues that share the sidecar.
  package func allRecords() throws -> [WorkerRecord] {
    try workers.records()
  }

  /// The records of this queue's workers that run, by row.
  package func runningWorkers() throws -> [String: WorkerRecord] {
    let running = try records().filter { $0.ending == nil && $0.state == .running }
    return Dictionary(running.map { ($0.id, $0) }) { $1 }
  }

  /// Whether a worker of this queue started this process. This is the case if a supervisor of this
  /// home is an ancestor of the process, no matter which variables the process has.
  package var isInsideWorker: Bool { recordAbove.isInside }

  /// Whether a supervisor of this home is an ancestor of this process, and the supervisor's record,
  /// if one can be read.
  private var recordAbove: (isInside: Bool, record: WorkerRecord?) {
    var (isInside, record): (Bool, WorkerRecord?) = (false, nil)
    _ = CurrentProcess.hasAncestor { id, words in
      guard words.dropFirst().first == WorkerOrder.superviseCommand else { return false }
      let process = ProcessIdentity(of: id)
      // A table and a database elsewhere may share the records. A supervisor without a record may
      // be the child process of one that has a record, further up. Then the record of that ancestor
      // is used. If the records can't be read, the queue of the supervisor decides.
      record = ((try? allRecords()) ?? []).first { $0.supervisor == process }
      if record != nil {
        isInside = true
      } else if !isInside {
        let queue = process.flatMap { ProcessTable.variable("ORCH_QUEUE", of: $0) }
        isInside = queue.map(isOfThisHome) ?? true
      }
      return record != nil
    }
    return (isInside, record)
  }

  /// The worker to which this process belongs: its row, if known, and its label; `nil` for any
  /// other process. A supervisor among the ancestors takes precedence over the variables.
  var workerOfProcess: (row: String?, label: String)? {
    let (isInside, record) = recordAbove
    guard isInside || hasVariablesOfWorker else { return nil }
    return (
      record?.id ?? environment["ORCH_ITEM_ID"],
      record?.label ?? environment["ORCH_LABEL"] ?? "worker"
    )
  }

  /// Whether this process has the variables of a worker. A worker that another system runs has no
  /// supervisor as an ancestor.
  package var hasVariablesOfWorker: Bool {
    ["ORCH_ATTEMPT", "ORCH_LABEL"].contains { environment[$0] != nil }
  }

  /// - Throws: an error in a worker's process.
  package func checkIsNoWorker() throws {
    if hasVariablesOfWorker || isInsideWorker { throw Problem.insideWorker }
  }

  /// Whether a path leads to this queue, or to another table or database of this home. The files
  /// themselves are compared, because a hard link gives a file another path.
  func isOfThisHome(_ store: String) -> Bool {
    // A missing file may have been moved to this home.
    guard let status = try? FileStatus(of: store) else { return true }
    func isSame(_ status: FileStatus, _ path: String) -> Bool {
      (try? FileStatus(of: path))?.identity.isSameFile(as: status.identity) ?? false
    }
    if isSame(status, storePath) { return true }
    var folders = [Path.parent(of: store)]
    if Path.name(of: folders[0]) == "db" { folders.append(Path.parent(of: folders[0])) }
    return folders.contains { folder in
      (try? FileStatus(of: folder)).map { isSame($0, home) } ?? false
    }
  }

  package var daemonLock: DaemonLock { DaemonLock(sidecar: sidecar, store: storeName) }

  /// The folder with the reports and evidence of a row; `nil` for an ill-formed id.
  package func evidence(of id: String) -> EvidenceFolder? {
    EvidenceFolder(sidecar: sidecar, id: id)
  }

  /// The folder of one claim of a row; `nil` for an ill-formed id.
  package func attempt(of id: String, claim number: Int) -> AttemptFolder? {
    attempts(of: id).last { $0.claimNumber == number }
      ?? AttemptFolder(sidecar: sidecar, id: id, claimNumber: number)
  }

  /// The folder of the claim with this token; `nil` for an ill-formed id or token.
  package func attempt(of id: String, claimToken: String) -> AttemptFolder? {
    AttemptFolder(sidecar: sidecar, id: id, claimToken: claimToken)
  }

  /// The attempts of a row, oldest first.
  package func attempts(of id: String) -> [AttemptFolder] {
    AttemptFolder.all(sidecar: sidecar, id: id)
  }

  /// The log of a worker, in its attempt; `nil` if it can't be written.
  package func workerLog(of order: WorkerOrder) -> WorkerLog? {
    // A worker may have replaced its folder by a link.
    guard let attempt = attempt(of: order.id, claimToken: order.claimToken), attempt.hasFolder,
      let model = try? attempt.model()
    else { return nil }
    return try? WorkerLog(at: attempt.path(of: .log), like: model)
  }
}

// MARK: The project

extension Workspace {
  /// The root of the project: `root` in `orch.json`, else the nearest folder at or above home with
  /// `.git`, else home.
  ///
  /// A `root` outside that folder needs the same trust as a program, because it may come from a
  /// clone and disclose other folders.
  package func projectRoot() throws -> String {
    let root = try namedRoot()
    if Path.isInside(root, foundRoot) { return root }
    if case .refused(let refusal) = try permission() {
      throw Problem.untrusted(.root(root, file: settingsPath), refusal)
    }
    return root
  }

  /// The root of the project, without a check of trust.
  package func namedRoot() throws -> String {
    if let problem = settings.problem { throw problem }
    guard let root = settings.root else { return foundRoot }
    let place = Path.resolved(Path.join(home, root))
    guard let place, (try? FileStatus(of: place))?.kind == .directory else {
      throw Problem.rootIsNoFolder(root, file: settingsPath, home: home)
    }
    return place
  }

  /// The folder for the files that orch keeps for this user on this machine; `nil` if neither
  /// `XDG_STATE_HOME` nor `HOME` is set. Source: XDG Base Directory Specification 0.8.
  package var stateFolder: String? {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return Path.join(state, "orch")
    }
    guard let user = environment["HOME"], user.hasPrefix("/") else { return nil }
    return Path.join(user, ".local/state/orch")
  }

  /// The top folder of the checkout that contains a folder; `nil` if there is none.
  package static func top(of folder: String) -> String? {
    GitCheckout.top(of: Path.resolved(folder) ?? folder)
  }

  package var foundRoot: String {
    GitCheckout.top(of: home) ?? home
  }

  /// The folders and programs of this home's `orch.json`, and whether they are trusted.
  package func trust() throws -> Trust {
    Trust(
      home: home, root: try namedRoot(), settings: settings.bytes ?? [],
      programs: settings.programs, queue: queuePath, orders: placesOfOrders,
      environment: environment)
  }

  /// The files and folders that tell workers what to do. Reports are among them, because they decide
  /// which row is next.
  private var placesOfOrders: [String] {
    [storePath, queuePath, briefFolder, sidecar, inbox.folder].compactMap(\.self)
  }

  /// Whether programs, and folders outside home, may be used.
  package func permission() throws -> TrustPermission { try trust().permission() }
}
