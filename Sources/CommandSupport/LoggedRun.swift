import CommandLineKit
import Host
import RunLog

/// The two lines of the run log that one command writes.
public final class LoggedRun {
  private let session: Session
  private let itemID: String?
  private let log: RunLog?
  /// Whether this command writes a log where it can.
  let isWanted: Bool
  private let start: Int
  private let startTime: Int
  private var hasWarned = false

  convenience init(_ session: Session, isLogged: Bool, itemID: String?) {
    self.init(session, unwritten: isLogged, itemID: itemID)
    begin()
  }

  /// Nothing stands in the log before `begin`; it began now all the same.
  private init(_ session: Session, unwritten isLogged: Bool, itemID: String?) {
    self.session = session
    self.itemID = itemID
    start = session.clock.monotonic()
    startTime = session.logTime
    isWanted = isLogged && session.shared.writesLog
    log = isWanted ? Self.log(of: session) : nil
  }

  /// A run that stands in the log only once it has ended; it begins now all the same.
  public convenience init(unwritten session: Session) {
    self.init(session, unwritten: true, itemID: nil)
  }

  /// Writes down a run that is unwritten so far.
  ///
  /// - Parameter error: why it failed; `nil` where it succeeded.
  public func end(after error: CommandError?) {
    (session.changedID, session.routedTo) = (nil, nil)
    begin()
    end(error?.status ?? .success, error: error?.message)
  }

  func begin() {
    append { (log, run, _, offset) throws(SystemError) in
      if case .failed(let error) = try log.start(run, at: startTime, offset: offset) {
        session.warn(
          "\(error) (the run log grows beyond its limit; "
            + "mend that, or set ORCH_LOG_MAX_BYTES to 0)")
      }
    }
  }

  /// Where there is no queue no log is begun; the command says so itself.
  private static func log(of session: Session) -> RunLog? {
    guard let queue = try? session.storePath(), let log = try? session.runLog() else { return nil }
    let isQueue = (try? FileStatus(of: queue))?.kind == .regular
    return isQueue || (try? FileStatus(of: log.path)) != nil ? log : nil
  }

  func end(_ status: ExitStatus, error: String?) {
    let elapsed = session.clock.monotonic() - start
    let end = RunLog.End(
      exitCode: status.rawValue, itemID: session.changedID ?? itemID, error: error,
      durationMilliseconds: elapsed / 1_000_000, routedTo: session.routedTo)
    append { (log, run, now, offset) throws(SystemError) in
      try log.end(run, end, at: now, offset: offset)
    }
  }

  /// Refuses a place that can't be read, or is none for a log. One that takes trust is not used,
  /// which is a warning.
  func checkPlace() throws(CommandError) {
    do throws(CommandError) { _ = try session.runLog() } catch {
      guard error.code == "untrusted" else { throw error }
      session.warn("\(error.sentence.dropLast()); the run log is not written)")
    }
  }

  /// A log that can't be written is told once and fails nothing.
  private func append(
    _ body: (RunLog, RunLog.Run, Int, Int) throws(SystemError) -> Void
  ) {
    guard let log, !hasWarned, let offset = try? session.offset() else { return }
    let run = RunLog.Run(command: session.command, traceID: session.traceID)
    do throws(SystemError) {
      try body(log, run, session.logTime, offset)
    } catch {
      hasWarned = true
      session.warn("\(error) (the run log is not written; --no-log switches it off)")
    }
  }
}
