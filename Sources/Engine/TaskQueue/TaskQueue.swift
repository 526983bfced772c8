import Facts
public import Host
import QueueModel
import QueueStore
public import Settings
import TeamProtocol

/// The front door: one queue with its settings, stores and folders, as one request works on it.
///
/// Nothing is looked for before it is needed, and what was found is kept, so that one request sees
/// one queue and one set of settings. Not `Sendable`: each thread opens its own, and they exclude
/// each other by the store's lock, as processes do.
public final class TaskQueue {
  public let opening: Opening
  let waitNotice: WaitNotice
  let receive: @Sendable (EngineEvent) -> Void
  let traceID: String

  var location: QueueLocation.Found?
  var cachedConfiguration: Configuration?
  /// Why home, and so `orch.json`, was not found.
  var problemOfHome: Problem?
  var cachedTimes: (zone: QueueZone, headings: TimeHeadings)?
  var cachedTrustPermission: TrustPermission?
  /// Whether it was said that what can't be read of the settings is left out.
  var hasWarnedOfSettings = false

  /// Opens nothing; the first question does what it needs.
  ///
  /// - Parameters:
  ///   - opening: where the queue is, and what the process says that opens it.
  ///   - waitNotice: shows a person what is waited for.
  ///   - receive: what happens besides the answers: changes and warnings.
  public static func open(
    _ opening: Opening, waitNotice: WaitNotice = .silent,
    receive: @escaping @Sendable (EngineEvent) -> Void = { _ in }
  ) -> TaskQueue {
    TaskQueue(opening, waitNotice, receive)
  }

  private init(
    _ opening: Opening, _ waitNotice: WaitNotice,
    _ receive: @escaping @Sendable (EngineEvent) -> Void
  ) {
    (self.opening, self.waitNotice, self.receive) = (opening, waitNotice, receive)
    traceID = opening.traceID ?? "trace-\(Randomness.hexDigits(12))"
  }

  /// Returns the queue at the place that was found, read anew: while an editor has moved the file
  /// away, the search would find a queue further up.
  ///
  /// - Parameters:
  ///   - command: the verb that is recorded from now on.
  ///   - waitNotice: shows a person what is waited for.
  ///   - receive: what happens besides the answers.
  public func refreshed(
    for command: String, waitNotice: WaitNotice = .silent,
    receive: @escaping @Sendable (EngineEvent) -> Void = { _ in }
  ) -> TaskQueue {
    var opening = opening
    opening.command = command
    let queue = TaskQueue(opening, waitNotice, receive)
    queue.location = location
    return queue
  }

  func warn(_ warning: Notice) { receive(.warning(warning)) }

  func show(_ warnings: StoreWarnings) { receive(.storeWarnings(warnings)) }
}

/// Where a queue is, and what the process says that opens it. A value, for any thread.
public struct Opening: Sendable {
  public var place: Place
  /// The folder that paths count from, and the search begins in.
  public var folder: String
  /// Settings that come before variables and `orch.json`, as text by their key.
  public var overrides: [String: String]
  public var environment: Environment
  /// The program and the verb that the history names.
  public var program: String
  /// `nil` for the name of each verb that is called.
  public var command: String?
  /// Identifies what is done in history, reports and run log; `nil` for a name of its own for each
  /// queue that is opened.
  public var traceID: String?
  public var clock: Clock
  /// What is needed of an `orch.json` with a problem: as a rule `.reading` for answers, and
  /// `.writing(times: true, newIDs: true)` for changes. All is needed to start programs.
  public var settingsNeed = SettingsNeed.all
  /// Whether the queue file and a database are worked on together: then a database does not take
  /// the place of the file.
  public var spansStores = false
  /// Whether there may be no queue; then there is no `orch.json` either.
  public var mayLackQueue = false

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
  var file: String? {
    switch place {
    case .file(let file), .both(let file, _): file
    case .search, .database: nil
    }
  }

  /// The database that is named.
  var database: String? {
    switch place {
    case .database(let database), .both(_, let database): database
    case .search, .file: nil
    }
  }
}
