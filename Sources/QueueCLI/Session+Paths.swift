import Host
import QueueStorage
import RunLog

extension Session {
  /// Where the database is: as `--db` says, else as the settings do.
  public func databasePath() throws(CommandError) -> String {
    if let chosenDatabase { return chosenDatabase }
    let path = try path(Settings.databasePath)
    return Path.resolved(path) ?? path
  }

  func runLog() throws(CommandError) -> RunLog {
    if let runLogFound { return runLogFound }
    let log = try runLogPath()
    let found = RunLog(path: log, like: try? FileStatus(of: try storePath()))
    runLogFound = found
    return found
  }

  /// Where the run log is, which is never a file of the queue.
  public func runLogPath() throws(CommandError) -> String {
    let path = try storePath()
    let log = try self.path(Settings.logPath)
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
}
