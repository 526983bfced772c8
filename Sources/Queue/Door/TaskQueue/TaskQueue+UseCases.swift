public import Model
import QueueStore
import Stores

// The queue and the settings with which the use cases of the engine work.

extension TaskQueue {
  /// Returns the queue for use cases, with the current store and settings.
  package func queue(as caller: Caller, for verb: String = "") throws(Problem) -> Queue {
    let queue = try queue(caller, verb, lockTimeout: value(Settings.lockTimeout), queueSettings())
    if !verb.isEmpty { finishUndo(in: queue) }
    return queue
  }

  /// The queue for incoming reports: like `queue(as:)`, but without an error for an invalid lock
  /// timeout. Keeping a report needs no settings; only the judgement needs them.
  package func queueOfReports(as caller: Caller, for verb: String = "") throws(Problem) -> Queue {
    do {
      return try queue(caller, verb, lockTimeout: value(Settings.lockTimeout), queueSettings())
    } catch  where error.kind == .badSetting {
      return try queue(
        caller, verb, lockTimeout: Settings.lockTimeout.defaultValue, .failure(error))
    }
  }

  private func queue(
    _ caller: Caller, _ verb: String, lockTimeout: Duration,
    _ settings: Result<QueueSettings, Problem>
  ) throws(Problem) -> Queue {
    if !verb.isEmpty { self.verb = verb }
    let store: any QueueStore
    var mirror: Queue.Mirror?
    if let server = try server() {
      store = try serverStore(at: server, lockTimeout: lockTimeout)
    } else if let chosenDatabase {
      store = try databaseStore(at: chosenDatabase, lockTimeout: lockTimeout)
    } else {
      let file = try fileStore(lockTimeout: lockTimeout)
      (store, mirror) = (file, self.mirror(of: file))
    }
    let workspace = try workspace()
    // Without the settings nothing is decided: each change needs them.
    let policy = try? settings.get().policy
    return Queue(
      store: store, workspace: workspace, settings: settings, writability: writability,
      clock: try queueClock(),
      caller: known(caller, in: workspace), program: opening.program,
      command: opening.command ?? verb,
      traceID: traceID, run: run, mirror: mirror, pauseFile: try pauseFile(),
      contents: try asking { try policy.map { try decidedContents($0) } }, emit: emit)
  }

  /// The caller after a check of this process. Calls from a worker's process count as the worker's
  /// calls, no matter which caller they name.
  private func known(_ caller: Caller, in workspace: Workspace) -> Caller {
    if cachedWorker == nil { cachedWorker = .some(workspace.workerOfProcess) }
    guard let worker = cachedWorker ?? nil else { return caller }
    return caller.asWorker(ofRow: worker.row, label: worker.label)
  }

  package func workspace() throws(Problem) -> Workspace { try workspace(forStoreAt: storePath()) }

  package func workspace(forStoreAt path: String) throws(Problem) -> Workspace {
    // A user who may not write to this folder can still read the queue.
    if let server = try server() { try? makeFolder(of: server) }
    var workspace = Workspace(
      storePath: path, address: isOnServer ? opening.database : nil,
      sharedRecords: isOnServer ? try serverStore() : nil, home: try home(),
      sidecar: try sidecarFolder(),
      settings: settingsFileOfWorkspace(), queuePath: try? queuePath(),
      isFoundByQueue: !isDatabaseAlone, environment: opening.environment)
    workspace.waited = waited
    workspace.callersFolder = opening.folder
    workspace.addVariablesOfFile()
    return workspace
  }
}

// MARK: Settings for the engine

extension TaskQueue {
  private func queueSettings() -> Result<QueueSettings, Problem> {
    do {
      var settings = QueueSettings()
      settings.policy = try policy()
      settings.maxWorkers = try value(Settings.maxWorkers)
      settings.tokenSoftLimit = try value(Settings.tokenSoftLimit)
      settings.tokenHardLimit = try value(Settings.tokenHardLimit)
      settings.reportMaxCharacters = try value(Settings.reportMaxCharacters)
      settings.attentionAfter = try value(Settings.attentionAfter)
      settings.longWorkAfter = try value(Settings.longWorkAfter)
      settings.review = try neededFileSettings().review
      return .success(settings)
    } catch {
      return .failure(Problem(error))
    }
  }

  /// The policy for the work on rows.
  ///
  /// - Parameter isDatabase: whether the rows are in a database; `nil` for the command's own store.
  public func policy(isDatabase: Bool? = nil) throws(Problem) -> Policy {
    var policy = isDatabase ?? (chosenDatabase != nil) ? .forDatabase : Policy()
    policy.idPrefix = try value(Settings.idPrefix)
    policy.leaseSeconds = try value(Settings.leaseSeconds)
    policy.staleSeconds = try value(Settings.staleMinutes) * 60
    policy.maxAttempts = try value(Settings.maxAttempts)
    policy.backoff = try value(Settings.retryBackoff)
    policy.namesWorkers = configuration().namesWorkers
    policy.spawnsWorker = configuration().spawnsWorker
    policy.hasShortNotes = !(isDatabase ?? !isInTable) && (try? timeHeadings()) == .zoned
    let file = try neededFileSettings()
    policy.reviewAttempts = file.review.maxRetries
    let retry = file.retry
    policy.retry = retry.rules
    switch try value(Settings.retryFailed, given: retry.unclassified) {
    case .yes: policy.retriesFailed = true
    case .no: policy.retriesFailed = false
    case .database: break
    }
    return policy
  }

  /// A failure if the queue file is only rendered from a database and must not be changed.
  var writability: Result<Void, Problem> {
    do {
      guard chosenDatabase == nil, try value(Settings.queueReadOnly) else { return .success(()) }
      return .failure(.readOnly(database: try databasePath()))
    } catch {
      return .failure(Problem(error))
    }
  }

  private func settingsFileOfWorkspace() -> Workspace.SettingsFile {
    var settings = Workspace.SettingsFile()
    settings.bytes = configuration().bytes
    do {
      let file = try fileSettings()
      (settings.root, settings.workers, settings.review) = (file.root, file.workers, file.review)
      settings.environmentFile = file.environmentFile
      settings.given = file.given
      settings.programs = configuration().programs
      settings.sources = configuration().sources
    } catch {
      settings.problem = Problem(error)
    }
    return settings
  }

  /// The database that receives each change of the file, if the settings ask for it.
  private func mirror(of file: MarkdownStore) -> Queue.Mirror? {
    guard (try? value(Settings.mirror)) == true else { return nil }
    let database: SQLiteStore
    do { database = try self.database(at: try databasePath()) } catch {
      return { [error = Problem(error)] _ in .notMirrored(error) }
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
