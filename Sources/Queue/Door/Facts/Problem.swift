public import Host
public import Model
public import QueueStore
public import Text
public import Workers

/// Why a command failed, as a fact. The engine and the programs that use it throw only this error.
public indirect enum Problem: Error, Equatable, Sendable {
  /// A refusal or an error of the store, or a refusal of the rules.
  case store(StoreError)
  case system(SystemError)
  case setting(SettingProblem)
  case location(LocationProblem)

  // Workers and their requirements.

  /// `spawn` in `file` has a kind but names no program.
  case noWorkerProgram(file: String, kind: String)
  /// `root` in `file`, which is relative to `home`, does not name a folder.
  case rootIsNoFolder(String, file: String, home: String)
  /// The hard limit is below the soft one.
  case tokenLimits(soft: Int, hard: Int)
  /// The queue file is rendered from a database, and read-only.
  case readOnly(database: String)
  /// The home is not trusted, so an action that needs trust is not done.
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
  /// `orch.json` does not have this worker. If `orch.json` has no workers at all, the message
  /// leaves out the name and depends on whether the file exists (`settingsExist`).
  case unknownWorker(String, known: [String], settingsExist: Bool, WorkerUse)
  /// `repositories` in `orch.json` does not have this repository; it may have others.
  case unknownRepository(String, known: [String])
  /// `/proc` can't be read, so that processes can't be identified.
  case noProcessTable
  case notStarted(Subprocess.StartError)

  // Reports, attempts and briefs.

  /// A message is not a report, or names no row.
  case noReport
  /// A report is about another row than the sender named.
  case otherRow(reported: String, named: String)
  /// A report names another context than the one that was sent to the worker of its row.
  case otherContext(id: String)
  /// `orch.json` changed while the worker of a row was working.
  case settingsChanged(id: String)
  /// The sender of a report may not judge it, because the report belongs to a worker that orch
  /// started.
  case judgedElsewhere(id: String)
  /// A report could not be routed yet, and stays in the inbox.
  case reportWaits(Problem)
  /// A row has no such attempt, or its attempt has no such record.
  case attempt(AttemptProblem, id: String)
  /// The file of a row's brief exists and has another text.
  case briefExists(path: String, id: String)
  /// The file at the path of a row's brief can't be read as a brief.
  case badBrief(path: String, id: String, BriefProblem)
  /// Another process is the daemon of the queue.
  case daemonRuns(queue: String, holder: String)

  // Other problems

  /// A cursor names the history of another queue.
  case cursorOfOtherQueue(EventCursor)
  /// A cursor names a position after the end of the history; `last` is the last position.
  case cursorAhead(EventCursor, last: EventCursor)
  /// A problem of one feature, which alone knows its cases.
  case fact(Fact)
  /// A text that is not a valid value of a row's field.
  case invalidField(EditableField, text: String, InvalidValue)
  /// A verb that works only with a queue file, but a database holds the queue.
  case fileOnly(command: String, FileUse)

  /// A fact with its own words, because only one part of the code reports it, such as a mistake in
  /// a command line.
  case adapter(Kind, Sentence, hint: Sentence)
  /// A problem with a different hint.
  case hinted(Problem, Sentence)
  /// An unexpected error.
  case unexpected(String)
}

/// An action that is allowed only in a trusted home.
public enum UseOfTrust: Equatable, Sendable {
  /// The program of `spawn` works on rows.
  case startingWorkers
  /// The programs that `orch.json` names start.
  case startingPrograms
  /// The hooks of `orch.json` get events.
  case runningHooks
  /// Traces and metrics are sent to the endpoint of `orch.json`.
  case sendingTelemetry
  /// Branches are pushed, and pull requests are created from them.
  case pullRequests
  /// The changes of the file are copied to a database outside of home.
  case mirroring
  /// `root` in `file` leads out of the folder of the project.
  case root(String, file: String)
  /// A path leads out of `home`; `file` is the settings file that names it, `nil` for a default.
  case path(String, key: String, home: String, file: String?)
  /// `ops gc` removes attempts that `retention` does not keep.
  case removingAttempts
  /// `orch trust` records a home as trusted.
  case trusting
}

/// A queue that is not found, or not used.
public enum LocationProblem: Equatable, Sendable {
  case brokenLink(path: String, target: String)
  case notFound(from: String, upTo: String)
  case notLookedFor
  case leadsOut(path: String, folder: String, target: String)
  case foreign(path: String)
  /// The search ends at a folder that can't be read.
  case unreadable(SystemError)
  /// This queue is a copy in the worktree of a row; the real one is at `queue`.
  case inWorktree(queue: String)
}

/// Where a worker is named.
public enum WorkerUse: Sendable {
  /// A field of a row.
  case row
  /// The worker to which a command applies.
  case subject
}

/// The record that a row does not have.
public enum AttemptProblem: Equatable, Sendable {
  /// The row has no attempt.
  case none
  /// The row has no attempt of this claim; `last` is the claim of its last attempt.
  case noClaim(Int, last: Int)
  case lacks(Lack, claim: Int)
  /// The attempt was made on another machine, whose `orch.json` is in this folder.
  case elsewhere(claim: Int, host: String, folder: String)

  public enum Lack: Sendable {
    case output, report, message
    /// The message to the worker, which an older version sent but did not keep.
    case keptMessage
    /// A commit with its work.
    case commit
    /// The commit with the attempt's work, which the repository no longer has.
    case keptCommit
  }
}

/// A use that requires a file.
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

  /// Whether the problem is the pause of a worker or a daily budget limit, both of which end
  /// without a person.
  public var isPause: Bool {
    if case .overBudget(let excess) = self { return excess.end != nil }
    return if case .workerCannotStart(let obstacle) = self { obstacle.isPassing } else { false }
  }

  /// Whether the problem concerns one worker. A problem that keeps any supervisor from starting,
  /// such as a full disk, does not.
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

  /// Whether a retry would fail too. For an unreadable row this is `false`, because a person may
  /// correct the row.
  public var isFinal: Bool {
    switch self {
    case .store(.refused): !isOfUnreadableRow
    case .noReport, .otherRow, .otherContext: true
    default: false
    }
  }

  /// Whether git refused or did not answer. Then a retry takes time and may fail again.
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

  /// Whether a disk was full: that of the queue's files, or that of its server.
  public var isFullDisk: Bool {
    switch cause {
    case .system(let error): error.isFullDisk
    case .store(.database(let failure)): failure.cause == .full
    default: false
    }
  }

  /// Whether the problem concerns the report of one row only.
  public var concernsOneRow: Bool {
    switch cause {
    case .settingsChanged, .judgedElsewhere: true
    case .fact(let fact): fact.problem.concernsOneRow
    default: isOfUnreadableRow
    }
  }
}
