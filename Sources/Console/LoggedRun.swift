import CommandLineKit
import Engine
public import Facts
import Host
import QueueModel
import RunLog

/// Writes the two lines of one command to the run log: at its start and at its end.
public final class LoggedRun {
  private let context: CommandContext
  private let itemID: String?
  private let log: RunLog?
  /// Whether this command writes a log; there may be none to write.
  let isEnabled: Bool
  private let start: Duration
  private let startTime: Int
  private var hasWarned = false

  /// - Parameters:
  ///   - context: that of the command.
  ///   - isLogged: whether the command is one that is logged.
  ///   - itemID: the row that is named where the command changes none.
  ///   - isDeferred: whether both lines are written by `log` after the end, or not at all.
  public init(
    _ context: CommandContext, isLogged: Bool = true, itemID: String? = nil,
    isDeferred: Bool = false
  ) {
    self.context = context
    self.itemID = itemID
    start = context.clock.monotonic()
    startTime = context.logTime
    isEnabled = isLogged && context.shared.writesLog
    log = isEnabled ? Self.log(of: context) : nil
    if !isDeferred { begin() }
  }

  /// Writes both lines of a deferred run.
  ///
  /// - Parameter error: why it failed; `nil` for success.
  public func log(_ error: Problem?) {
    (context.changedID, context.routedTo) = (nil, nil)
    begin()
    end(error?.exitStatus ?? .success, error: error?.message)
  }

  private func begin() {
    append { (log, run, _, zone) throws(SystemError) in
      if case .failed(let error) = try log.start(run, at: startTime, zone: zone) {
        context.warn(.logGrows(error))
      }
    }
  }

  /// `nil` where there is neither a queue nor a log: then the command itself fails.
  private static func log(of context: CommandContext) -> RunLog? {
    guard let queue = try? context.taskQueue.storePath(), let log = try? context.runLog() else {
      return nil
    }
    let isQueue = (try? FileStatus(of: queue))?.kind == .regular
    return isQueue || (try? FileStatus(of: log.path)) != nil ? log : nil
  }

  func end(_ status: ExitStatus, error: String?) {
    let elapsed = context.clock.monotonic() - start
    let end = RunLog.End(
      exitCode: status.rawValue, itemID: context.changedID ?? itemID, error: error,
      durationMilliseconds: elapsed.nanoseconds / 1_000_000, routedTo: context.routedTo)
    append { (log, run, now, zone) throws(SystemError) in
      try log.end(run, end, at: now, zone: zone)
    }
  }

  /// Throws where the log's path can't be used; a path that needs trust is only a warning.
  func checkPath() throws {
    do { _ = try context.runLog() } catch let error as Problem where error.kind == .untrusted {
      context.warn(.logNotTrusted(context.problem(error)))
    }
  }

  /// A failure to write is a warning, once, and the command goes on.
  private func append(
    _ body: (RunLog, RunLog.Run, Int, QueueZone) throws(SystemError) -> Void
  ) {
    guard let log, !hasWarned, let zone = try? context.taskQueue.zone() else { return }
    let run = RunLog.Run(command: context.command, traceID: context.traceID)
    do throws(SystemError) {
      try body(log, run, context.logTime, zone)
    } catch {
      hasWarned = true
      context.warn(.logNotWritten(error))
    }
  }
}
