public import Host
public import Model
public import QueueStore
public import Text
public import Workers

/// Why something was not done, as a fact: the one error of the engine and of the programs on it.
public indirect enum Problem: Error, Equatable, Sendable {
  /// What the store, or a rule, refused.
  case store(StoreError)
  case system(SystemError)
  case setting(SettingProblem)
  case location(LocationProblem)

  // Workers and what they need.

  /// `spawn` in `file` has a kind, and names no program.
  case noWorkerProgram(file: String, kind: String)
  /// `root` in `file` names no folder; it counts from `home`.
  case rootIsNoFolder(String, file: String, home: String)
  /// The hard limit is below the soft one.
  case tokenLimits(soft: Int, hard: Int)
  /// The queue file is rendered from a database, and read-only.
  case readOnly(database: String)
  /// The home is not trusted, and something that needs trust is not done.
  case untrusted(UseOfTrust, TrustRefusal)
  case trustStore(TrustStoreError)
  /// A worker tried to start workers.
  case insideWorker
  /// The program that `key` in `file` names can't be run. `pathKey` may name its path, where `key`
  /// names only an agent.
  case missingProgram(file: String, key: String, pathKey: String?, ProgramLookup.Obstacle)
  /// A worker starts nothing now.
  case workerCannotStart(WorkerObstacle)
  /// The budget allows no start of a worker now, or on a row.
  case overBudget(BudgetExcess)
  /// A worker that `orch.json` does not have. Without any, its name is not said, and `settingsExist`
  /// says whether the file is there.
  case unknownWorker(String, known: [String], settingsExist: Bool, WorkerUse)
  /// `repositories` in `orch.json` has others, or none.
  case unknownRepository(String, known: [String])
  /// `/proc` can't be read, so that processes can't be identified.
  case noProcessTable
  case notStarted(Subprocess.StartError)

  // Reports, attempts and briefs.

  /// A message is no report, or names no row.
  case noReport
  /// A report is about another row than the sender named.
  case otherRow(reported: String, named: String)
  /// A report says that it is of another context than the worker of its row was sent.
  case otherContext(id: String)
  /// `orch.json` changed while the worker of a row was at work.
  case settingsChanged(id: String)
  /// The report of a worker that orch started is not judged by the one who sends it.
  case judgedElsewhere(id: String)
  /// A report could not be routed yet, and stays in the inbox.
  case reportWaits(Problem)
  /// A row has no such attempt, or its attempt no such record.
  case attempt(AttemptProblem, id: String)
  /// A file with another text is in the place of a row's brief.
  case briefExists(path: String, id: String)
  /// What is in the place of a row's brief can't be read as one.
  case badBrief(path: String, id: String, BriefProblem)
  /// Another process is the daemon of the queue.
  case daemonRuns(queue: String, holder: String)

  // All others.

  /// A cursor names the history of another queue.
  case cursorOfOtherQueue(EventCursor)
  /// A cursor names a place to which the history has not come; `last` is the last one.
  case cursorAhead(EventCursor, last: EventCursor)
  /// Of one feature, which alone knows more about it.
  case fact(Fact)
  /// A text that is no value of a row's field.
  case invalidField(EditableField, text: String, InvalidValue)
  /// A verb of the queue file, where a database holds the queue.
  case fileOnly(command: String, FileUse)

  /// A fact that is said in one place, such as a mistake in a command line.
  case adapter(Kind, Sentence, hint: Sentence)
  /// A problem with another hint than usual.
  case hinted(Problem, Sentence)
  /// No error that anyone expects.
  case unexpected(String)
}

/// What is done only in a home that is trusted.
public enum UseOfTrust: Equatable, Sendable {
  /// The program of `spawn` works on rows.
  case startingWorkers
  /// The programs that `orch.json` names start.
  case startingPrograms
  /// The hooks of `orch.json` get events.
  case runningHooks
  /// Branches are pushed, and become pull requests.
  case pullRequests
  /// The database outside of home gets the changes of the file.
  case mirroring
  /// `root` in `file` leads out of the folder that the project is in.
  case root(String, file: String)
  /// A path leads out of `home`; `file` is the settings file that names it, `nil` for a default.
  case path(String, key: String, home: String, file: String?)
  /// `ops gc` removes attempts that `retention` does not keep.
  case removingAttempts
  /// `orch trust` notes a home as trusted.
  case trusting
}

/// A queue that is not found, or not used.
public enum LocationProblem: Equatable, Sendable {
  case brokenLink(path: String, target: String)
  case notFound(from: String, upTo: String)
  case notLookedFor
  case leadsOut(path: String, folder: String, target: String)
  case foreign(path: String)
  /// This queue is a copy in the worktree of a row; the real one is at `queue`.
  case inWorktree(queue: String)
}

/// What a worker is named for.
public enum WorkerUse: Sendable {
  /// A field of a row.
  case row
  /// What a command is about.
  case subject
}

/// What a row has no record of.
public enum AttemptProblem: Equatable, Sendable {
  /// No attempt at all.
  case none
  /// No attempt of this claim; the last is there.
  case noClaim(Int, last: Int)
  case lacks(Lack, claim: Int)
  /// The attempt was made on another machine, whose `orch.json` is in this folder.
  case elsewhere(claim: Int, host: String, folder: String)

  public enum Lack: Sendable {
    case output, report, message
    /// The message that an older version sent, and did not keep.
    case keptMessage
    /// A commit with its work.
    case commit
    /// The commit with its work, which the repository no longer has.
    case keptCommit
  }
}

/// What only a file can be used for.
public enum FileUse: Sendable { case queueFile, merging, scratchQueue, fileOrSQLite }

extension Problem {
  /// Any error of the layers below.
  public init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as StoreError: self.init(error)
    case let refusal as Refusal: self = .refused(refusal)
    case let error as SystemError: self = .system(error)
    case let problem as SettingProblem: self = .setting(problem)
    case let error as TrustStoreError: self.init(error)
    case let error as any ProblemSource: self = error.problem
    case let error as Subprocess.StartError: self = .notStarted(error)
    case LockFile.Failure.system(let error), SharedLock.Failure.system(let error):
      self = .system(error)
    default: self = .unexpected("\(error)")
    }
  }

  public init(_ error: StoreError) {
    if case .system(let error) = error { self = .system(error) } else { self = .store(error) }
  }

  public init(_ error: TrustStoreError) {
    if case .system(let error) = error { self = .system(error) } else { self = .trustStore(error) }
  }

  public static func refused(_ refusal: Refusal) -> Problem { .store(.refused(refusal)) }

  /// The refusal by the rules; `nil` for other problems.
  public var refusal: Refusal? {
    if case .store(.refused(let refusal)) = cause { refusal } else { nil }
  }

  /// The problem itself, or why a report waits.
  private var cause: Problem {
    switch self {
    case .reportWaits(let problem), .hinted(let problem, _): problem.cause
    default: self
    }
  }

  /// The field of a row that was changed since the caller saw it, and its text now, `nil` for none.
  public var changedField: (name: String, text: String?)? {
    switch refusal {
    case .changedSince(_, let field, let text): (field, text)
    case .editedMeanwhile(let item, let field): (field.rawValue, field.text(of: item, Policy()))
    default: nil
    }
  }

  /// Whether it is the pause of a worker, or a budget of the day, which end by themselves.
  public var isPause: Bool {
    if case .overBudget(let excess) = self { return excess.end != nil }
    return if case .workerCannotStart(let obstacle) = self { obstacle.isPassing } else { false }
  }

  /// Whether it says something about one worker. What keeps a supervisor from being started, such
  /// as a full disk, does not.
  public var isOfWorker: Bool {
    switch self {
    case .workerCannotStart, .overBudget, .missingProgram, .noWorkerProgram: true
    default: false
    }
  }

  /// Whether the row exists, but is malformed, or its id is not unique.
  public var isOfUnreadableRow: Bool {
    switch refusal {
    case .malformedRow, .repeatedID: true
    default: false
    }
  }

  /// Whether a retry will fail, too. A row that is unreadable now may be mended.
  public var isFinal: Bool {
    switch self {
    case .store(.refused): !isOfUnreadableRow
    case .noReport, .otherRow, .otherContext: true
    default: false
    }
  }

  /// Whether git said no, or did not answer: to try it again takes time, and may be in vain.
  public var isOfGit: Bool {
    if case .fact(let fact) = cause { fact.problem.isOfGit } else { false }
  }

  /// Whether a retry may succeed without a change by a person.
  public var isTransient: Bool {
    switch cause {
    case .store(.refused), .noReport, .otherRow, .otherContext, .readOnly, .insideWorker,
      .judgedElsewhere, .briefExists:
      false
    default: true
    }
  }

  /// Whether it concerns the report of one row only.
  public var concernsOneRow: Bool {
    switch cause {
    case .settingsChanged, .judgedElsewhere: true
    case .fact(let fact): fact.problem.concernsOneRow
    default: isOfUnreadableRow
    }
  }
}
