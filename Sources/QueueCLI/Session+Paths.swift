import Host
import QueueStorage
public import RunLog

extension Session {
  /// Where the database is: as `--db` says, else as the settings do.
  public func databasePath() throws(CommandError) -> String {
    if let chosenDatabase { return chosenDatabase }
    let path = try path(Settings.databasePath)
    return Path.resolved(path) ?? path
  }

  /// The file that holds the queue, as somebody in the current folder would name it.
  public func shownStorePath() throws(CommandError) -> String {
    let path = try storePath()
    let folder = (Path.resolved(currentDirectory) ?? currentDirectory) + "/"
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  func runLog() throws(CommandError) -> RunLog {
    if let runLogFound { return runLogFound }
    let log = try runLogPath()
    let limit = RunLog.Limit(
      bytes: try value(Settings.logMaxBytes), keep: try value(Settings.logKeep))
    let found = RunLog(path: log, like: try? FileStatus(of: try storePath()), limit: limit)
    runLogFound = found
    return found
  }

  /// What the run log tells of all runs, old files included. A log that does not exist tells
  /// of none.
  public func runFigures() throws(CommandError) -> RunFigures {
    let log = RunLog(path: try runLogPath())
    do throws(SystemError) {
      return try log.figures(clock: clock, notice: waitNotice.ofRunLog)
    } catch {
      let told = CommandError(error)
      throw error.isDirectory ? told.hinting("name the file with --log-path") : told
    }
  }

  /// Whether there is a log that somebody named, and no queue: nobody named one, and the
  /// search found none.
  public var hasOnlyRunLog: Bool {
    guard let log = namedRunLogPath, (try? FileStatus(of: log)) != nil else { return false }
    return hasNoQueue
  }

  /// Where the run log is, which is never a file of the queue.
  public func runLogPath() throws(CommandError) -> String {
    let log = try givenRunLogPath()
    if hasOnlyRunLog { return log }
    let path = try storePath()
    let place = Path.resolved(log) ?? log
    guard place != path, !place.hasPrefix(Sidecar(forQueueAt: path).folder + "/") else {
      throw .setting(
        "the run log cannot be \(log), which belongs to the queue", hint: "name another --log-path")
    }
    return log
  }

  /// The path that a setting says. What is named on the command line or in the
  /// environment counts from the current folder.
  private func path(_ setting: Setting<String>) throws(CommandError) -> String {
    let given = try readable(setting.description)
    return switch given.source {
    case .option, .environment: Path.join(currentDirectory, given.text)
    case .configuration, .fallback: Path.join(try home(), given.text)
    }
  }

  private func givenRunLogPath() throws(CommandError) -> String {
    if let namedRunLogPath { return namedRunLogPath }
    return try path(Settings.logPath)
  }

  /// The path of the run log that somebody named, by the option or in the environment.
  ///
  /// A link is followed that a person names. One where the log is by default may have come
  /// with a clone, and is not.
  private var namedRunLogPath: String? {
    let named = shared.logPath ?? environment[Settings.logPath.description.variable]
    guard let named, !named.isEmpty else { return nil }
    let path = Path.join(currentDirectory, named)
    return Path.resolved(path) ?? path
  }
}

extension WaitNotice {
  /// Says that there is much to read.
  fileprivate var ofRunLog: WaitNotice { worded { _ in "reading the run log …" } }
}
