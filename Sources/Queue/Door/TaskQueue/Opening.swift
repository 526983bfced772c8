public import Host
public import QueueStore

/// Where a queue is, and what the opening process says about itself. A value, for any thread.
public struct Opening: Sendable {
  public var place: Place
  /// The folder to which paths are relative, and in which the search begins.
  public var folder: String
  /// Settings that come before variables and `orch.json`, as text by their key.
  public var overrides: [String: String]
  public var environment: Environment
  /// The program that the history names.
  public var program: String
  /// `nil` for the name of each verb that is called.
  public var command: String?
  /// Identifies what is done in history, reports and run log; `nil` for a new name for each queue
  /// that is opened.
  public var traceID: String?
  public var clock: Clock
  /// What is needed of an `orch.json` with a problem: as a rule `.reading` for answers, and
  /// `.writing(times: true, newIDs: true)` for changes. All is needed to start programs.
  public var settingsNeed = SettingsNeed.all
  /// Whether a copy of the queue in a linked worktree of git is the queue, if the search finds it.
  public var usesCopy = false
  /// The folder of the `orch.json` that names the place; `nil` if the caller does.
  public var homeOfSettings: String?
  /// Why the queue that `orch.json` names is not used; each question to the queue fails with it.
  public var placeProblem: Problem?
  /// Whether the queue file and a database are worked on together, so that a database does not take
  /// the place of the file.
  public var spansStores = false
  /// Whether the queue may be missing; then there is no `orch.json` either.
  public var mayLackQueue = false
  /// Whether the run log is written: the runs that have a `LoggedRun`, and by themselves steps,
  /// ticks and supervisors.
  public var writesLog = true
  public var starter = Starter.none
  /// The features of the program that have keys in `orch.json`; `nil` for a program without
  /// features, which passes over keys that it does not know.
  public var features: [any FeatureSettings.Type]?
  /// What opens queues on servers; `nil` for a program without their clients.
  public var servers: (any ServerStores)?

  public enum Place: Equatable, Sendable {
    /// As `docs/cli.md`, "Where things are", says: the variables, else the search upwards.
    case search
    case file(String)
    case database(String)
    /// The rows are in the database; the file says where everything else is.
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

  /// The queue file that is named.
  package var file: String? {
    switch place {
    case .file(let file), .both(let file, _): file
    case .search, .database: nil
    }
  }

  /// The database that is named.
  public var database: String? {
    switch place {
    case .database(let database), .both(_, let database): database
    case .search, .file: nil
    }
  }
}

/// What supervises a worker that is started.
public enum Starter: Equatable, Sendable {
  /// Nothing, so that no tick claims a row.
  case none
  /// The program `orch` at a path, as `orch supervise`.
  case orch(path: String)
}
