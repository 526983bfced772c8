public import Host
import QueueModel
import RunLog
import TeamProtocol

/// What one command works with: where the queue is, what the settings say, who
/// speaks, what time it is.
public final class CommandContext {
  public let shared: SharedOptions
  public let console: Console
  public let environment: Environment
  public let currentDirectory: String
  /// The executable's name.
  let program: String
  /// The subcommand's name.
  public let command: String
  public let traceID: String
  public let clock: Clock
  /// Whether the command works on the file and a database together.
  let spansStores: Bool
  /// Whether the command looks for no queue; then there is no `orch.json` either.
  let needsNoQueue: Bool
  /// The row that this command changed, for the run log.
  var changedID: String?
  /// What people were told already: a command that asks twice warns once.
  var told: Set<String> = []
  /// When on the monotonic clock a line was printed, so that a later context does not repeat it
  /// too soon.
  var toldBefore: [String: Int] = [:]
  /// Whether the command runs in a loop, with a context for each pass.
  var isLongRunning = false
  /// Where a review let it go.
  var routedTo: Status?
  var location: QueueLocation.Found?
  var runLogFound: RunLog?
  var configurationFound: Configuration?
  var trustFound: TrustPermission?
  /// The error that an earlier run printed a short time ago.
  var printedBefore: CommandError?

  public init(
    program: String = "orch", command: String, shared: SharedOptions, console: Console,
    environment: Environment, currentDirectory: String, clock: Clock, spansStores: Bool = false,
    needsNoQueue: Bool = false
  ) {
    self.program = program
    self.command = command
    self.shared = shared
    self.console = console
    self.environment = environment
    self.currentDirectory = currentDirectory
    self.clock = clock
    self.spansStores = spansStores
    self.needsNoQueue = needsNoQueue
    traceID =
      shared.traceID ?? environment["ORCH_TRACE_ID"] ?? "trace-\(Randomness.hexDigits(12))"
  }

  /// The queue file's path, links followed.
  public func queuePath() throws(CommandError) -> String { try queueFound().path }

  /// How the queue was found, and its path before links were followed.
  public func queueFound() throws(CommandError) -> QueueLocation.Found {
    if let location { return location }
    let found = try queueLocation.find(named: shared.queue)
    location = found
    return found
  }

  /// The path that somebody named, by `--queue` or in the environment; nothing
  /// needs to be there.
  public var namedQueuePath: String? { queueLocation.named(shared.queue)?.path }

  /// Whether nobody named a queue, and the search finds none.
  var hasNoQueue: Bool {
    chosenDatabase == nil && queueLocation.findsNone(named: shared.queue)
  }

  private var queueLocation: QueueLocation {
    QueueLocation(environment: environment, currentDirectory: currentDirectory)
  }

  /// The folder of the queue file. With `--db`, and no file named beside it, that of the
  /// database, or the one above where that is called `db`.
  public func home() throws(CommandError) -> String {
    guard !spansStores, let database = chosenDatabase, namedQueuePath == nil else {
      return Path.parent(of: try tablePath())
    }
    return Self.home(of: database)
  }

  private static func home(of database: String) -> String {
    let folder = Path.parent(of: database)
    return Path.name(of: folder) == "db" ? Path.parent(of: folder) : folder
  }

  /// The database that `--db` names, links followed: the queue is there, not in the file.
  public var chosenDatabase: String? {
    shared.database.map { database in
      let path = Path.join(currentDirectory, database)
      return Path.resolvedWhereExisting(path) ?? path
    }
  }

  /// The queue file. A command that works on both, and of which nobody says where the file
  /// is, means the one beside the database, where the search finds none.
  func tablePath() throws(CommandError) -> String {
    do throws(CommandError) { return try queuePath() } catch {
      guard spansStores, let chosenDatabase, error.code == "no_queue", namedQueuePath == nil
      else { throw error }
      return Path.join(Self.home(of: chosenDatabase), "QUEUE.md")
    }
  }

  /// The file that holds the queue.
  public func storePath() throws(CommandError) -> String {
    if let chosenDatabase, !spansStores { return chosenDatabase }
    return try tablePath()
  }
}
