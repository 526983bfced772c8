import Host

/// Keeps a daemon going, and kills it now and then.
struct DaemonKeeper {
  private let tool: Tool
  private let record: Record
  private let profile: SoakProfile
  private var process: DaemonProcess?
  private var kills = 0
  /// How many daemons there were, with the present one.
  private(set) var starts = 0

  init(_ tool: Tool, _ record: Record, _ profile: SoakProfile) {
    (self.tool, self.record, self.profile) = (tool, record, profile)
  }

  /// What the present one takes.
  var figures: ProcessFigures? { process?.figures }

  /// Starts it where there is none, and kills it where it is time for that.
  ///
  /// - Parameter second: of the soak, by the queue's clock.
  mutating func keep(second: Int) throws(Soak.Failure) {
    if let ending = process?.ending() {
      record.note(.daemon("the daemon ended by itself: \(ending)"))
      process = nil
    }
    killIfDue(second)
    if process != nil { return }
    do { process = try DaemonProcess(tool, profile) } catch {
      throw .command("orch daemon", "\(error)")
    }
    starts += 1
  }

  private mutating func killIfDue(_ second: Int) {
    let minutes = profile.faults.daemonKilledEveryMinutes
    guard minutes > 0, let process, second >= (kills + 1) * minutes * 60 else { return }
    kills += 1
    process.signal(.kill)
    _ = process.awaitEnd()
    record.noteDaemonKill()
    self.process = nil
  }

  /// Asks it to end, and waits for that.
  mutating func stop() {
    process?.signal(.terminate)
    if let process, process.awaitEnd() == nil {
      record.note(.daemon("the daemon did not end within half a minute of SIGTERM"))
      process.signal(.kill)
    }
    process = nil
  }
}
