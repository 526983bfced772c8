import CommandLineKit
public import Engine
import Host
import MarkdownStore
import Mirroring
import QueueModel
import QueueStore
import SQLiteStore

// What the use cases of the engine work with, as options, variables and settings say it.

extension CommandContext {
  /// The queue, as this command's speaker works on it.
  public func queue() throws(CommandError) -> Queue {
    try queue(lockTimeout: value(Settings.lockTimeout), queueSettings())
  }

  /// The same for reports, which are kept whatever the settings of their judgement say: what can't
  /// be read of those stops only what needs it.
  public func queueOfReports() throws(CommandError) -> Queue {
    do throws(CommandError) {
      return try queue(lockTimeout: value(Settings.lockTimeout), queueSettings())
    } catch {
      guard error.code == "bad_setting" else { throw error }
      return try queue(
        lockTimeout: Settings.lockTimeout.defaultValue, .failure(.settings(SettingsError(error))))
    }
  }

  private func queue(
    lockTimeout: Int, _ settings: Result<QueueSettings, EngineError>
  ) throws(CommandError) -> Queue {
    let receiver = EventReceiver(self)
    let store = try store(lockTimeout: lockTimeout)
    return Queue(
      store: store, settings: settings, writability: writability, clock: try queueClock(),
      caller: Caller(session: speaker, attempt: attempt), traceID: traceID,
      mirror: mirror(of: store), emit: { receiver.receive($0) },
      describe: { Messages.english.text(of: $0) })
  }

  /// Refuses a change of a file that is only rendered from a database.
  private var writability: Result<Void, EngineError> {
    do throws(CommandError) {
      guard chosenDatabase == nil, try value(Settings.queueReadOnly) else { return .success(()) }
      return .failure(.readOnly(database: try databasePath()))
    } catch {
      return .failure(.settings(SettingsError(error)))
    }
  }

  /// Who asks the rules, when, and by which settings.
  func transitionContext() throws(CommandError) -> TransitionContext {
    let queue = try queue()
    return try engine { () throws(EngineError) in try queue.context() }
  }

  /// The folders of the queue.
  public func workspace() throws(CommandError) -> Workspace {
    Workspace(
      store: try storePath(), home: try home(), sidecar: try sidecarFolder(),
      settings: settingsOfFolders(), queue: try? queuePath(), environment: environment)
  }

  /// Starts supervisors that work by the same settings, but speak for their workers.
  public func launcher() throws(CommandError) -> SupervisorLauncher {
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

  /// The time, or what `ORCH_NOW` makes of it.
  func queueClock() throws(CommandError) -> QueueClock {
    let offset = try offset()
    return QueueClock(clock, override: try clockOverride(offset: offset), offset: offset)
  }

  private func queueSettings() -> Result<QueueSettings, EngineError> {
    do throws(CommandError) {
      var settings = QueueSettings()
      settings.policy = try policy()
      settings.maxWorkers = try value(Settings.maxWorkers)
      settings.tokenSoftLimit = try value(Settings.tokenSoftLimit)
      settings.tokenHardLimit = try value(Settings.tokenHardLimit)
      settings.reportMaxCharacters = try value(Settings.reportMaxCharacters)
      settings.review = try fileSettings().review
      return .success(settings)
    } catch {
      return .failure(.settings(SettingsError(error)))
    }
  }

  private func settingsOfFolders() -> Workspace.SettingsFile {
    var settings = Workspace.SettingsFile()
    settings.bytes = configuration().bytes
    do throws(CommandError) {
      let file = try fileSettings()
      (settings.root, settings.spawn) = (file.root, file.spawn)
      settings.programs = Settings.inFileOnly.flatMap { $0.programs(file) }
    } catch {
      settings.problem = .settings(SettingsError(error))
    }
    return settings
  }

  /// The database that takes over each change of the file, where the settings ask for that.
  private func mirror(of store: any QueueStore) -> Queue.Mirror? {
    guard let file = store as? MarkdownStore, (try? value(Settings.mirror)) == true else {
      return nil
    }
    let database: SQLiteStore
    do throws(CommandError) { database = try self.database(at: try databasePath()) } catch {
      return { [error = SettingsError(error)] _ in .notMirrored(.settings(error)) }
    }
    return { context in
      do throws(StoreFailure) {
        let report = try database.mirror(file, context: context).value
        return report.hasConflicts ? .mirrorConflicts(database: database.path) : nil
      } catch {
        return .notMirrored(.store(error.error))
      }
    }
  }

  /// How long work may take, and how often it is tried, by the settings.
  private func policy() throws(CommandError) -> Policy {
    var policy = chosenDatabase == nil ? Policy.forTable : .forDatabase
    policy.leaseSeconds = try value(Settings.leaseSeconds)
    policy.staleSeconds = try value(Settings.staleMinutes) * 60
    policy.maxAttempts = try value(Settings.maxAttempts)
    policy.backoff = try value(Settings.retryBackoff)
    switch try value(Settings.retryFailed) {
    case .yes: policy.retriesFailed = true
    case .no: policy.retriesFailed = false
    case .database: break
    }
    return policy
  }
}

extension CommandContext {
  /// That the program of `spawn.argv` can't be run; `nil` where it can.
  public var missingProgram: CommandError? {
    (try? workspace())?.missingProgram.map(commandError)
  }

  /// Does something with the engine; its error becomes that of a command.
  public func engine<Value>(
    _ body: () throws(EngineError) -> Value
  ) throws(CommandError) -> Value {
    do throws(EngineError) { return try body() } catch { throw commandError(error) }
  }

  /// An error as people and scripts meet it.
  public func commandError(_ error: any Error) -> CommandError {
    switch error {
    case let error as CommandError: error
    case let error as EngineError: CommandError(error, named: queueWords)
    case let error as StoreError: CommandError(error)
    case let error as SystemError: CommandError(error)
    default:
      CommandError(
        code: "internal", message: "\(error)", hint: "please report this", status: .refused)
    }
  }

  /// ` --queue PATH`, by which another command finds the same queue from anywhere.
  var queueWords: String {
    if let chosenDatabase { return " --db \(ShellLine("").quoted(chosenDatabase))" }
    guard let path = try? queuePath() else { return "" }
    return " --queue \(ShellLine("").quoted(path))"
  }

  /// The folder beside the queue for what belongs to it; that of a `QUEUE.md` where only a
  /// database is named.
  func sidecarFolder() throws(CommandError) -> String {
    if chosenDatabase != nil, namedQueuePath == nil { return Path.join(try home(), ".orch") }
    return Sidecar(forQueueAt: try queuePath()).folder
  }
}
