public import Host
public import QueueStore

/// The place of a queue, and information about the process that opens it. A value that any thread
/// may use.
public struct Opening: Sendable {
  public var place: Place
  /// The folder to which paths are relative, and in which the search begins.
  public var folder: String
  /// Settings that override variables and `orch.json`, as text by their key.
  public var overrides: [String: String]
  public var environment: Environment
  /// The name of the program for the history.
  public var program: String
  /// The name of the command for the history; `nil` for the name of each called verb.
  public var command: String?
  /// Identifies the run in history, reports and run log; `nil` for a new id for each opened queue.
  public var traceID: String?
  public var clock: Clock
  /// Which parts of an `orch.json` with a problem are needed: usually `.reading` for reads, and
  /// `.writing(times: true, newIDs: true)` for changes. Starting programs needs all parts.
  public var settingsNeed = SettingsNeed.all
  /// Whether the search may return a copy of the queue in a linked worktree of git.
  public var usesCopy = false
  /// The folder of the `orch.json` that names the place of the queue; `nil` if the caller names the
  /// place.
  public var homeOfSettings: String?
  /// Why the queue that `orch.json` names can't be used; every operation on the queue fails with
  /// this problem.
  public var placeProblem: Problem?
  /// Whether the command works on the queue file and a database together, so that a database does
  /// not replace the file.
  public var spansStores = false
  /// Whether the queue may be missing; then there is no `orch.json` either.
  public var mayLackQueue = false
  /// Whether the run log is written: the runs that have a `LoggedRun`, and in addition each step,
  /// tick and supervisor.
  public var writesLog = true
  public var starter = Starter.none
  /// The features of the program that have keys in `orch.json`; `nil` for a program without
  /// features, which ignores keys that it does not know.
  public var features: [any FeatureSettings.Type]?
  /// Opens queues on servers; `nil` for a program without the clients of servers.
  public var servers: (any ServerStores)?

  public enum Place: Equatable, Sendable {
    /// As in `docs/cli.md`, "Where things are": the variables, else the search upwards.
    case search
    case file(String)
    case database(String)
    /// The rows are in the database. All other files of the queue are in the places that belong to
    /// `file`.
    case both(file: String, database: String)
  }

  public init(
    _ place: Place, in folder: String, overrides: [String: String] = [:],
    environment: Environment = .process, program: String, command: String? = nil,
    traceID: String? = nil, clock: Clock = .system
  ) {
    self.folder = folder.hasPrefix("/") ? folder : Path.resolved(folder) ?? folder
    (self.place, self.overrides) = (place, overrides)
    (self.environment, self.clock) = (environment, clock)
    (self.program, self.command, self.traceID) = (program, command, traceID)
  }

  /// The named queue file.
  package var file: String? {
    switch place {
    case .file(let file), .both(let file, _): file
    case .search, .database: nil
    }
  }

  /// The named database.
  public var database: String? {
    switch place {
    case .database(let database), .both(_, let database): database
    case .search, .file: nil
    }
  }
}

/// The supervisor of started workers.
public enum Starter: Equatable, Sendable {
  /// There is no supervisor, so no tick claims a row.
  case none
  /// The program `orch` at a path, as `orch supervise`.
  case orch(path: String)
}
