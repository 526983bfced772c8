public import Host
public import QueueModel
public import QueueStore
public import TeamProtocol

/// Why a use case did not do what it was asked, as facts. Sentences are made where they are
/// shown; those of notes and refused reports are `Queue.describe`'s.
public indirect enum EngineError: Error, Equatable, Sendable {
  case store(StoreError)
  case system(SystemError)
  /// The settings can't be read.
  case settings(SettingsError)
  /// A setting can't be used.
  case setting(message: String, hint: String)
  /// The hard limit is below the soft one.
  case tokenLimits(soft: Int, hard: Int)
  /// The queue file is only rendered from a database, and is not changed itself.
  case readOnly(database: String)
  /// What is not done, and why: this folder is not trusted.
  case untrusted(String, TrustRefusal)
  /// A worker would start workers.
  case insideWorker
  /// The program that works on rows can't be run; the file names it.
  case missingProgram(file: String, ProgramLookup.Obstacle)
  /// `/proc` can't be read, so that no process is known again later.
  case noProcessTable
  case notStarted(Subprocess.StartError)
  /// A message is no report, or names no row.
  case noReport
  /// A report names another row than whoever brings it.
  case otherRow(reported: String, named: String)
  /// `orch.json` changed while the worker of a row was at work.
  case settingsChanged(id: String)
  /// A report could not be routed, and waits in the inbox.
  case reportWaits(EngineError)
  /// A brief with another text has the place of a row's.
  case briefExists(path: String, id: String)
  /// Another process is the daemon of the queue.
  case daemonRuns(queue: String, holder: String)
}

/// Why the settings can't be read, as whoever read them says it.
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

  /// What the rules refused; `nil` for every other error.
  public var refusal: Refusal? {
    switch self {
    case .store(.refused(let refusal)): refusal
    case .reportWaits(let error): error.refusal
    default: nil
    }
  }

  /// Whether a row is there, but malformed, or several have its id.
  var isOfUnreadableRow: Bool {
    switch refusal {
    case .malformedRow?, .repeatedID?: true
    default: false
    }
  }

  /// Whether the rules say no, as they will the next time; a row that can't be read now may be read
  /// later.
  var isFinal: Bool {
    switch self {
    case .store(.refused): !isOfUnreadableRow
    case .noReport, .otherRow: true
    default: false
    }
  }

  /// Whether trying again may help without anybody's doing.
  var isTransient: Bool {
    switch self {
    case .store(.refused), .noReport, .otherRow, .readOnly, .insideWorker, .briefExists: false
    case .reportWaits(let error): error.isTransient
    default: true
    }
  }
}

/// Makes the error of the system's calls one of the engine.
func system<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(EngineError) -> Result {
  do { return try body() } catch { throw .system(error) }
}
