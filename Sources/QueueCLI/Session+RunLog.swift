import Host
import QueueStorage
import RunLog

extension Session {
  func runLog() throws(CommandError) -> RunLog {
    if let runLogFound { return runLogFound }
    let log = try runLogPath()
    let found = RunLog(path: log, like: try? FileStatus(of: try queuePath()))
    runLogFound = found
    return found
  }

  /// Where the run log is, which is never a file of the queue.
  public func runLogPath() throws(CommandError) -> String {
    let path = try queuePath()
    let log = try namedRunLogPath()
    let place = Path.resolved(log) ?? log
    guard place != path, !place.hasPrefix(Sidecar(forQueueAt: path).folder + "/") else {
      throw .setting(
        "the run log cannot be \(log), which belongs to the queue", hint: "name another --log-path")
    }
    return log
  }

  /// What is named on the command line or in the environment counts from the
  /// current folder.
  private func namedRunLogPath() throws(CommandError) -> String {
    let given = try readable(Settings.logPath.description)
    return switch given.source {
    case .option, .environment: Path.join(currentDirectory, given.text)
    case .configuration, .fallback: Path.join(try home(), given.text)
    }
  }
}
