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
  /// A setting can't be used.
  case setting(message: String, hint: String)
  /// The hard limit is below the soft one.
  case tokenLimits(soft: Int, hard: Int)
  /// The queue file is rendered from a database, and read-only.
  case readOnly(database: String)
  /// The folder is not trusted; the text says what is not done.
  case untrusted(String, TrustRefusal)
  /// A worker tried to start workers.
  case insideWorker
  /// The program of `spawn.argv` in `file` can't be run.
  case missingProgram(file: String, ProgramLookup.Obstacle)
  /// `/proc` can't be read, so that processes can't be identified.
  case noProcessTable
  case notStarted(Subprocess.StartError)
  /// A message is no report, or names no row.
  case noReport
  /// A report is about another row than the sender named.
  case otherRow(reported: String, named: String)
  /// `orch.json` changed while the worker of a row was at work.
  case settingsChanged(id: String)
  /// A report could not be routed yet, and stays in the inbox.
  case reportWaits(EngineError)
  /// A file with another text is in the place of a row's brief.
  case briefExists(path: String, id: String)
  /// Another process is the daemon of the queue.
  case daemonRuns(queue: String, holder: String)
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
    switch self {
    case .store(.refused(let refusal)): refusal
    case .reportWaits(let error): error.refusal
    default: nil
    }
  }

  /// Whether the row exists, but is malformed, or its id is not unique.
  var isOfUnreadableRow: Bool {
    switch refusal {
    case .malformedRow?, .repeatedID?: true
    default: false
    }
  }

  /// Whether a retry will fail, too. A row that is unreadable now may be mended.
  var isFinal: Bool {
    switch self {
    case .store(.refused): !isOfUnreadableRow
    case .noReport, .otherRow: true
    default: false
    }
  }

  /// Whether a retry may succeed without a change by a person.
  var isTransient: Bool {
    switch self {
    case .store(.refused), .noReport, .otherRow, .readOnly, .insideWorker, .briefExists: false
    case .reportWaits(let error): error.isTransient
    default: true
    }
  }
}

/// Converts errors of the system.
func system<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(EngineError) -> Result {
  do { return try body() } catch { throw .system(error) }
}
