import CommandLineKit
import Host
import RunLog

/// The two lines of the run log that one command writes.
public final class LoggedRun {
  private let context: CommandContext
  private let itemID: String?
  private let log: RunLog?
  /// Whether this command writes a log where it can.
  let isWanted: Bool
  private let start: Int
  private let startTime: Int
  private var hasWarned = false

  convenience init(_ context: CommandContext, isLogged: Bool, itemID: String?) {
    self.init(context, unwritten: isLogged, itemID: itemID)
    begin()
  }

  /// Nothing stands in the log before `begin`; it began now all the same.
  private init(_ context: CommandContext, unwritten isLogged: Bool, itemID: String?) {
    self.context = context
    self.itemID = itemID
    start = context.clock.monotonic()
    startTime = context.logTime
    isWanted = isLogged && context.shared.writesLog
    log = isWanted ? Self.log(of: context) : nil
  }

  /// A run that stands in the log only once it has ended; it begins now all the same.
  public convenience init(unwritten context: CommandContext) {
    self.init(context, unwritten: true, itemID: nil)
  }

  /// Writes down a run that is unwritten so far.
  ///
  /// - Parameter error: why it failed; `nil` where it succeeded.
  public func end(after error: CommandError?) {
    (context.changedID, context.routedTo) = (nil, nil)
    begin()
    end(error?.status ?? .success, error: error?.message)
  }

  func begin() {
    append { (log, run, _, offset) throws(SystemError) in
      if case .failed(let error) = try log.start(run, at: startTime, offset: offset) {
        context.warn(
          "\(error) (the run log grows beyond its limit; "
            + "mend that, or set ORCH_LOG_MAX_BYTES to 0)")
      }
    }
  }

  /// Where there is no queue no log is begun; the command says so itself.
  private static func log(of context: CommandContext) -> RunLog? {
    guard let queue = try? context.storePath(), let log = try? context.runLog() else { return nil }
    let isQueue = (try? FileStatus(of: queue))?.kind == .regular
    return isQueue || (try? FileStatus(of: log.path)) != nil ? log : nil
  }

  func end(_ status: ExitStatus, error: String?) {
    let elapsed = context.clock.monotonic() - start
    let end = RunLog.End(
      exitCode: status.rawValue, itemID: context.changedID ?? itemID, error: error,
      durationMilliseconds: elapsed / 1_000_000, routedTo: context.routedTo)
    append { (log, run, now, offset) throws(SystemError) in
      try log.end(run, end, at: now, offset: offset)
    }
  }

  /// Refuses a place that can't be read, or is none for a log. One that takes trust is not used,
  /// which is a warning.
  func checkPlace() throws(CommandError) {
    do throws(CommandError) { _ = try context.runLog() } catch {
      guard error.code == "untrusted" else { throw error }
      context.warn("\(error.sentence.dropLast()); the run log is not written)")
    }
  }

  /// A log that can't be written is told once and fails nothing.
  private func append(
    _ body: (RunLog, RunLog.Run, Int, Int) throws(SystemError) -> Void
  ) {
    guard let log, !hasWarned, let offset = try? context.offset() else { return }
    let run = RunLog.Run(command: context.command, traceID: context.traceID)
    do throws(SystemError) {
      try body(log, run, context.logTime, offset)
    } catch {
      hasWarned = true
      context.warn("\(error) (the run log is not written; --no-log switches it off)")
    }
  }
}
