public import Host
public import QueueModel
public import QueueStore
public import TeamProtocol

/// The error of a use case, as facts. CommandSupport has the sentences; notes and refused reports
/// get theirs from `Queue.describe`.
public indirect enum EngineError: Error, Equatable, Sendable {
  case store(StoreError)
  case system(SystemError)
  /// The settings can't be read.
  case settings(SettingsError)
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
  /// A worker tried to start workers.
  case insideWorker
  /// The program that `key` in `file` names can't be run. `pathKey` may name its path, where `key`
  /// names only an agent.
  case missingProgram(file: String, key: String, pathKey: String?, ProgramLookup.Obstacle)
  /// A worker starts nothing now.
  case workerCannotStart(WorkerObstacle)
  /// The budget allows no start of a worker now, or on a row.
  case overBudget(BudgetExcess)
  /// `/proc` can't be read, so that processes can't be identified.
  case noProcessTable
  case notStarted(Subprocess.StartError)
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
  /// Another process refused the report, for this reason.
  case reportRefused(String)
  /// A report could not be routed yet, and stays in the inbox.
  case reportWaits(EngineError)
  /// A file with another text is in the place of a row's brief.
  case briefExists(path: String, id: String)
  /// What is in the place of a row's brief can't be read as one.
  case badBrief(path: String, id: String, BriefProblem)
  /// Another process is the daemon of the queue.
  case daemonRuns(queue: String, holder: String)
}

/// What is done only in a home that is trusted.
public enum UseOfTrust: Equatable, Sendable {
  /// The program of `spawn` works on rows.
  case startingWorkers
  /// The programs that `orch.json` names start.
  case startingPrograms
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

/// An error of reading the settings, of any type.
public struct SettingsError: Error, Equatable, Sendable {
  public let underlying: any Error
  public let description: String

  public init(_ error: some Error & CustomStringConvertible) {
    underlying = error
    description = error.description
  }

  public static func == (one: Self, other: Self) -> Bool { one.description == other.description }
}

extension EngineError {
  static func refused(_ refusal: Refusal) -> EngineError { .store(.refused(refusal)) }

  /// The refusal by the rules; `nil` for other errors.
  public var refusal: Refusal? {
    if case .store(.refused(let refusal)) = cause { refusal } else { nil }
  }

  /// The error itself, or why a report waits.
  private var cause: EngineError {
    if case .reportWaits(let error) = self { error.cause } else { self }
  }

  /// Whether it is the pause of a worker, or a budget of the day, which end by themselves.
  public var isPause: Bool {
    if case .overBudget(let excess) = self { return excess.end != nil }
    return if case .workerCannotStart(let obstacle) = self { obstacle.isPassing } else { false }
  }

  /// Whether it says something about one worker. What keeps a supervisor from being started, such
  /// as a full disk, does not.
  var isOfWorker: Bool {
    switch self {
    case .workerCannotStart, .overBudget, .missingProgram, .noWorkerProgram: true
    case .store, .system, .settings, .rootIsNoFolder, .tokenLimits, .readOnly, .untrusted,
      .insideWorker, .noProcessTable, .notStarted, .noReport, .otherRow, .otherContext,
      .settingsChanged, .judgedElsewhere, .reportRefused, .reportWaits, .briefExists, .badBrief,
      .daemonRuns:
      false
    }
  }

  /// Whether the row exists, but is malformed, or its id is not unique.
  var isOfUnreadableRow: Bool {
    if case .malformedRow? = refusal { return true }
    if case .repeatedID? = refusal { return true }
    return false
  }

  /// Whether a retry will fail, too. A row that is unreadable now may be mended.
  var isFinal: Bool {
    switch self {
    case .store(.refused): !isOfUnreadableRow
    case .noReport, .otherRow, .otherContext, .reportRefused: true
    case .store, .system, .settings, .noWorkerProgram, .rootIsNoFolder, .tokenLimits, .readOnly,
      .untrusted, .insideWorker, .missingProgram, .workerCannotStart, .overBudget, .noProcessTable,
      .notStarted, .settingsChanged, .judgedElsewhere, .reportWaits, .briefExists, .badBrief,
      .daemonRuns:
      false
    }
  }

  /// Whether a retry may succeed without a change by a person.
  var isTransient: Bool {
    switch cause {
    case .store(.refused), .noReport, .otherRow, .otherContext, .readOnly, .insideWorker,
      .judgedElsewhere, .reportRefused, .briefExists:
      false
    case .store, .system, .settings, .noWorkerProgram, .rootIsNoFolder, .tokenLimits, .untrusted,
      .missingProgram, .workerCannotStart, .overBudget, .noProcessTable, .notStarted,
      .settingsChanged, .reportWaits, .badBrief, .daemonRuns:
      true
    }
  }

  /// Whether the error concerns the report of one row only.
  var concernsOneRow: Bool {
    if case .settingsChanged = cause { return true }
    if case .judgedElsewhere = cause { return true }
    return isOfUnreadableRow
  }
}

/// Converts errors of the system.
func system<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(EngineError) -> Result {
  do { return try body() } catch { throw .system(error) }
}
