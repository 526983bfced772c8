public import Model
public import Text

/// The input of a supervisor: the program to run, and the claim and the row for which it runs.
public struct WorkerOrder: Equatable, Sendable {
  /// The row's id.
  public var id: String
  /// The token of the row's claim.
  public var claimToken: String
  /// The number of the row's claim.
  public var claimNumber: Int
  /// The number of the attempt at the row, starting at 1.
  public var ordinal = 1
  /// The session to which the claim is leased.
  public var label: String
  /// The name of the worker's profile.
  public var worker: String
  public var adapter: WorkerProfile.Adapter
  /// The program and its arguments, without placeholders; the sandbox comes first.
  public var argv: [String] = []
  /// The number of the first words that make orch's sandbox. Logs leave out these words.
  public var sandboxWords = 0
  /// The limits of orch's sandbox that are in force; `nil` without such a sandbox.
  public var enforced: Enforcement?
  /// The limits that can't be enforced. They are not stored with the order; only the code that
  /// composes the order knows them.
  public var sandboxLacks: [SandboxLack] = []
  /// The working directory: the project root, or the root of the row's files in its worktree.
  public var folder: String
  /// All variables of the program.
  public var environment: [String: String] = [:]
  /// The names of the variables whose values are removed from log and report.
  public var secretNames: [String] = []
  /// The `[TASK id]` message.
  public var message = ""
  /// The context of the task, which is recorded before the start; its text is the message.
  public var task: TaskContext?
  /// The row's criteria.
  public var criteria: [String] = []
  public var timeoutSeconds: Int
  /// The maximum number of seconds without output; `nil` for no limit.
  public var idleSeconds: Int?
  public var graceSeconds: Int
  /// The class of a failed `command`.
  public var failureClass: FailureClass?
  /// The classes of exit statuses.
  public var exitClasses: [Int: FailureClass] = [:]
  /// The agent's session: the one to resume, or a new one that orch chose; `nil` if the program
  /// chooses the session.
  public var session: String?
  /// The start to use if the session to resume is gone; `nil` if no session is resumed.
  public var freshStart: FreshStart?
  /// The absolute path of the file with the body of the request to a chat endpoint; `nil` for other
  /// adapters.
  public var requestFile: String?
  /// The step of a simulated worker.
  public var step: WorkerProfile.SimulatedStep?
  /// The row's worktree, which contains `folder`; `nil` if the work is done in the project's own
  /// folder.
  public var worktree: WorktreeOrder?

  public init(
    id: String, claimToken: String, claimNumber: Int, label: String, folder: String,
    by profile: WorkerProfile
  ) {
    self.id = id
    self.claimToken = claimToken
    self.claimNumber = claimNumber
    self.label = label
    self.folder = folder
    worker = profile.name
    adapter = profile.adapter
    timeoutSeconds = profile.timeoutSeconds
    idleSeconds = profile.idleSeconds
    graceSeconds = profile.graceSeconds
    failureClass = profile.failureClass
    exitClasses = profile.exitClasses
  }

  /// The start of a new session of an agent.
  public struct FreshStart: Equatable, Sendable {
    public var argv: [String]
    /// `nil` if the program chooses the session.
    public var session: String?

    public init(argv: [String], session: String?) { (self.argv, self.session) = (argv, session) }
  }

  /// The order with a new session instead of the session to resume, for the rest of the time.
  func startingAfresh(_ start: FreshStart, after seconds: Int) -> WorkerOrder {
    var order = self
    (order.argv, order.session, order.freshStart) = (start.argv, start.session, nil)
    order.timeoutSeconds = max(1, timeoutSeconds - seconds)
    return order
  }
}

extension WorkerOrder {
  public static let superviseCommand = "supervise"
  static let claimOption = "--attempt"

  /// The arguments of the supervisor's process; `options` name the queue.
  public func supervisorArguments(_ options: [String]) -> [String] {
    [Self.superviseCommand] + options
      + ["--owner-session", label, Self.claimOption, claimToken]
  }

  public var json: JSONValue {
    var object: JSONObject = [
      "id": .string(id), "attempt": .string(claimToken), "claim": .integer(claimNumber),
      "ordinal": .integer(ordinal), "label": .string(label), "worker": .string(worker),
      "adapter": .string(adapter.rawValue), "argv": .strings(argv), "folder": .string(folder),
      "secrets": .strings(secretNames), "message": .string(message), "criteria": .strings(criteria),
      "timeout_seconds": .integer(timeoutSeconds), "grace_seconds": .integer(graceSeconds),
      "idle_seconds": idleSeconds.map { .integer($0) } ?? .null,
      "class": JSONValue(failureClass?.rawValue), "step": JSONValue(step?.rawValue),
      "session": JSONValue(session), "request": JSONValue(requestFile),
      "fresh": freshStart.map {
        ["argv": .strings($0.argv), "session": JSONValue($0.session)]
      } ?? .null,
      "sandbox_words": .integer(sandboxWords), "enforced": enforced?.json ?? .null,
    ]
    var variables: JSONObject = [:]
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
      variables[name] = .string(value)
    }
    object["environment"] = .object(variables)
    object["task"] = (task?.json).map { .object($0) } ?? .null
    object["worktree"] = worktree.map(\.json) ?? .null
    var classes: JSONObject = [:]
    for (exit, failure) in exitClasses.sorted(by: { $0.key < $1.key }) {
      classes["\(exit)"] = .string(failure.rawValue)
    }
    object["exit_classes"] = .object(classes)
    return .object(object)
  }

  /// `nil` for an invalid value.
  public init?(_ json: JSONValue) {
    guard let object = json.objectValue, let id = object["id"]?.stringValue,
      let claimToken = object["attempt"]?.stringValue, ItemID.isWellFormed(claimToken),
      ItemID.isWellFormed(id), let claimNumber = object["claim"]?.integerValue,
      let label = object["label"]?.stringValue, let worker = object["worker"]?.stringValue,
      let adapter = object["adapter"]?.stringValue.flatMap(WorkerProfile.Adapter.init),
      let argv = object["argv"]?.stringValues, !argv.isEmpty || adapter == .simulated,
      let folder = object["folder"]?.stringValue,
      let members = object["environment"]?.objectValue?.members,
      let message = object["message"]?.stringValue,
      let timeout = object["timeout_seconds"]?.integerValue, timeout > 0,
      let grace = object["grace_seconds"]?.integerValue, grace >= 0
    else { return nil }
    self.init(
      id: id, claimToken: claimToken, claimNumber: claimNumber, label: label, folder: folder,
      by: WorkerProfile(name: worker, adapter: adapter))
    (self.argv, self.message, timeoutSeconds, graceSeconds) = (argv, message, timeout, grace)
    ordinal = object["ordinal"]?.integerValue ?? 1
    idleSeconds = object["idle_seconds"]?.integerValue
    secretNames = object["secrets"]?.stringValues ?? []
    task = object["task"].flatMap { TaskContext(parsing: Array("\($0)".utf8)) }
    criteria = object["criteria"]?.stringValues ?? []
    failureClass = object["class"]?.stringValue.flatMap(FailureClass.init)
    session = object["session"]?.stringValue
    requestFile = object["request"]?.stringValue
    sandboxWords = max(0, object["sandbox_words"]?.integerValue ?? 0)
    enforced = Enforcement(object["enforced"])
    if let fresh = object["fresh"]?.objectValue, let argv = fresh["argv"]?.stringValues,
      !argv.isEmpty
    {
      freshStart = FreshStart(argv: argv, session: fresh["session"]?.stringValue)
    }
    step = object["step"]?.stringValue.flatMap(WorkerProfile.SimulatedStep.init)
    worktree = object["worktree"].flatMap(WorktreeOrder.init)
    for member in members { environment[member.key] = member.value.stringValue }
    for member in object["exit_classes"]?.objectValue?.members ?? [] {
      guard let exit = Int(member.key) else { continue }
      exitClasses[exit] = member.value.stringValue.flatMap(FailureClass.init)
    }
  }
}

extension WorktreeOrder {
  fileprivate var json: JSONValue {
    [
      "repository": .string(repository), "root": .string(root), "path": .string(path),
      "branch": .string(branch),
      "after": .strings(after), "merges": .bool(mergesIntegration),
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let object = json.objectValue, let repository = object["repository"]?.stringValue,
      let path = object["path"]?.stringValue,
      let branch = object["branch"]?.stringValue
    else { return nil }
    let root = object["root"]?.stringValue ?? repository
    self.init(repository: repository, root: root, path: path, branch: branch)
    after = object["after"]?.stringValues ?? []
    mergesIntegration = object["merges"]?.boolValue ?? false
  }
}

extension JSONValue {
  fileprivate static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(Self.string)) }
}
