import Engine
import Facts
import Host
public import RunLog
import Settings
import Wording

extension CommandContext {
  func runLog() throws -> RunLog {
    if let cachedRunLog { return cachedRunLog }
    let log = try taskQueue.runLogPath()
    let limit = RunLog.Limit(
      bytes: try taskQueue.value(Settings.logMaxBytes), keep: try taskQueue.value(Settings.logKeep))
    let found = RunLog(
      path: log, like: try? FileStatus(of: try taskQueue.storePath()), limit: limit)
    cachedRunLog = found
    return found
  }

  /// The figures of all runs in the run log, old files included; of none where it is missing.
  public func runFigures() throws -> RunFigures {
    let log = RunLog(path: try taskQueue.runLogPath())
    do throws(SystemError) {
      return try log.figures(
        clock: clock, notice: waitNotice.worded { _ in "reading the run log …" })
    } catch {
      throw error.isDirectory
        ? Problem.hinted(
          .system(error), Sentence("name the file with --log-path", "--log-path로 파일을 지정하십시오"))
        : .system(error)
    }
  }

  /// The time in the lines of the run log, in nanoseconds since 1970; `ORCH_NOW` sets it, too.
  var logTime: Int { (try? taskQueue.queueClock())?.nanoseconds ?? clock.now() }
}
