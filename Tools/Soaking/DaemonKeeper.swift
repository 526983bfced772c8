import Host
import Workload

/// Keeps the daemon under test running, and kills it from time to time.
struct DaemonKeeper {
  private let queue: SoakQueue
  private let log: SoakLog
  private let profile: SoakProfile
  private var process: DaemonProcess?
  private var kills = 0
  /// The number of daemons so far, including the present one.
  private(set) var starts = 0

  init(_ queue: SoakQueue, _ log: SoakLog, _ profile: SoakProfile) {
    (self.queue, self.log, self.profile) = (queue, log, profile)
  }

  /// The memory and the open files of the present daemon.
  var figures: ProcessFigures? { process?.figures }

  /// Starts the daemon if none runs, and kills it when a kill is due.
  ///
  /// - Parameter second: the second of the soak, by the queue's clock.
  mutating func keep(second: Int) throws {
    if let ending = process?.ending() {
      log.note(Fault(nil, "the daemon ended by itself: \(ending)"))
      process = nil
    }
    let minutes = profile.faults.daemonKilledEveryMinutes
    if let process, minutes > 0, second >= (kills + 1) * minutes * 60 {
      kills += 1
      process.signal(.kill)
      _ = process.waitForEnd()
      log.noteDaemonKill()
      self.process = nil
    }
    if process != nil { return }
    do { process = try DaemonProcess(queue.daemon(profile.work)) } catch {
      throw SoakError.command("orch daemon", "\(error)")
    }
    starts += 1
  }

  /// Asks the daemon to end, and waits until it has ended.
  mutating func stop() {
    process?.signal(.terminate)
    if let process, !process.waitForEnd() {
      log.note(Fault(nil, "the daemon did not end within half a minute of SIGTERM"))
      process.signal(.kill)
    }
    process = nil
  }
}

/// A daemon that runs until it is ended.
private final class DaemonProcess {
  private var process: DetachedProcess

  init(_ command: Subprocess) throws { process = try command.startDetached() }

  var figures: ProcessFigures? { ProcessFigures(of: process.id) }

  /// How the daemon ended; `nil` if it still runs.
  func ending() -> Subprocess.Ending? { process.reapIfEnded() }

  func signal(_ signal: ProcessIdentity.Signal) {
    ProcessIdentity(of: process.id)?.signal(signal)
  }

  /// - Returns: whether the daemon has ended within half a minute.
  func waitForEnd() -> Bool {
    for _ in 0..<300 {
      if ending() != nil { return true }
      Clock.system.sleep(.milliseconds(100))
    }
    return false
  }
}
