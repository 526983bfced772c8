import CommandLineKit
public import Engine
public import Facts
import Host
import MarkdownStore
import Mirroring
public import QueueModel
import QueueStore
import SQLiteStore
import Settings

// What the use cases of the engine work with.

extension CommandContext {
  /// Returns a new queue, with store and settings as they are now.
  public func queue() throws -> Queue {
    try queue(lockTimeout: value(Settings.lockTimeout), queueSettings())
  }

  /// The queue for incoming reports. It is `queue()`, but an invalid lock timeout does not prevent
  /// it: a report is kept, and only its judgement needs the settings.
  public func queueOfReports() throws -> Queue {
    do {
      return try queue(lockTimeout: value(Settings.lockTimeout), queueSettings())
    } catch let error as Problem where error.kind == .badSetting {
      return try queue(lockTimeout: Settings.lockTimeout.defaultValue, .failure(error))
    }
  }

  private func queue(
    lockTimeout: Duration, _ settings: Result<QueueSettings, Problem>
  ) throws -> Queue {
    let receiver = EventReceiver(self)
    let store: any QueueStore
    var mirror: Queue.Mirror?
    if let chosenDatabase {
      store = try databaseStore(at: chosenDatabase, lockTimeout: lockTimeout)
    } else {
      let file = try fileStore(lockTimeout: lockTimeout)
      (store, mirror) = (file, self.mirror(of: file))
    }
    return Queue(
      store: store, settings: settings, writability: writability, clock: try queueClock(),
      caller: Caller(session: session, claimToken: claimToken), program: program,
      command: command, traceID: traceID, mirror: mirror, pauseFile: try pauseFile(),
      emit: { receiver.receive($0) })
  }

  /// The folders of the queue.
  public func workspace() throws -> Workspace {
    Workspace(
      storePath: try storePath(), home: try home(), sidecar: try sidecarFolder(),
      settings: settingsFileOfWorkspace(), queuePath: try? queuePath(),
      isFoundByQueue: !isDatabaseAlone, environment: environment)
  }

  /// Starts supervisors that find the same queue and settings, without this command's session and
  /// claim.
  public func launcher() throws -> SupervisorLauncher {
    let options = [
      ("--queue", shared.queue), ("--db", shared.database), ("--log-path", shared.logPath),
      ("--lock-timeout", shared.lockTimeout), ("--trace-id", traceID),
    ]
    let names = Settings.descriptions.map(\.variable) + EnvironmentVariable.all.map(\.name)
    let variables = ChildEnvironment.variables(
      from: environment,
      passing: names.filter { $0 != "ORCH_OWNER_SESSION" && $0 != "ORCH_ATTEMPT" },
      given: ["ORCH_QUEUE": try storePath()])
    return SupervisorLauncher(
      arguments: options.flatMap { name, value in value.map { [name, $0] } ?? [] }
        + (shared.writesLog ? [] : ["--no-log"]),
      folder: currentDirectory, environment: variables)
  }

  public func transitionContext() throws -> TransitionContext { try queue().context() }

  /// Returns an error as it is printed, with a hint that names this command's queue.
  public func problem(_ error: any Error) -> Problem {
    switch error {
    case let error as Problem: error.naming(queueOptions)
    case let error as SettingProblem: .setting(error)
    case let error as StoreError: Problem(error)
    case let error as SystemError: .system(error)
    default: .unexpected("\(error)")
    }
  }
}

// MARK: Settings for the engine

extension CommandContext {
  private func queueSettings() -> Result<QueueSettings, Problem> {
    do {
      var settings = QueueSettings()
      settings.policy = try policy()
      settings.maxWorkers = try value(Settings.maxWorkers)
      settings.tokenSoftLimit = try value(Settings.tokenSoftLimit)
      settings.tokenHardLimit = try value(Settings.tokenHardLimit)
      settings.reportMaxCharacters = try value(Settings.reportMaxCharacters)
      settings.review = try neededFileSettings().review
      return .success(settings)
    } catch {
      return .failure(problem(error))
    }
  }

  /// How rows are worked.
  ///
  /// - Parameter isDatabase: whether they are in a database; `nil` for where the command's are.
  public func policy(isDatabase: Bool? = nil) throws -> Policy {
    var policy = isDatabase ?? (chosenDatabase != nil) ? .forDatabase : Policy()
    policy.idPrefix = try value(Settings.idPrefix)
    policy.leaseSeconds = try value(Settings.leaseSeconds)
    policy.staleSeconds = try value(Settings.staleMinutes) * 60
    policy.maxAttempts = try value(Settings.maxAttempts)
    policy.backoff = try value(Settings.retryBackoff)
    policy.namesWorkers = configuration().namesWorkers
    policy.spawnsWorker = configuration().spawnsWorker
    let file = try neededFileSettings()
    policy.reviewAttempts = file.review.maxRetries
    let retry = file.retry
    policy.retry = retry.rules
    switch try retry.unclassified ?? value(Settings.retryFailed) {
    case .yes: policy.retriesFailed = true
    case .no: policy.retriesFailed = false
    case .database: break
    }
    return policy
  }

  /// A failure where the queue file is only rendered from a database, and may not be changed.
  private var writability: Result<Void, Problem> {
    do {
      guard chosenDatabase == nil, try value(Settings.queueReadOnly) else { return .success(()) }
      return .failure(.readOnly(database: try databasePath()))
    } catch {
      return .failure(problem(error))
    }
  }

  private func settingsFileOfWorkspace() -> Workspace.SettingsFile {
    var settings = Workspace.SettingsFile()
    settings.bytes = configuration().bytes
    do {
      let file = try fileSettings()
      (settings.root, settings.workers) = (file.root, file.workers)
      settings.programs = Settings.inFileOnly.flatMap { $0.programs(file) }
    } catch {
      settings.problem = problem(error)
    }
    return settings
  }

  /// The database that receives each change of the file, where the settings ask for it.
  private func mirror(of file: MarkdownStore) -> Queue.Mirror? {
    guard (try? value(Settings.mirror)) == true else { return nil }
    let database: SQLiteStore
    do { database = try self.database(at: try databasePath()) } catch {
      return { [error = problem(error)] _ in .notMirrored(error) }
    }
    return { context in
      do throws(StoreError) {
        let report = try database.mirror(file, context: context) { _ in }
        return report.hasConflicts ? .mirrorConflicts(database: database.path) : nil
      } catch {
        return .notMirrored(.store(error))
      }
    }
  }
}
