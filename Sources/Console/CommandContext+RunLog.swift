import Engine
import Facts
import Host
public import RunLog
import Settings
import Wording

extension CommandContext {
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
}
