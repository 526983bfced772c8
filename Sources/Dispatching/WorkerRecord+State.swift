public import Host

// A record may have come with a clone, and name any process: none is signalled but one that was
// started for the record's own claim.

extension WorkerRecord {
  /// What can be said of the supervisor from here. A process that supervises something else
  /// counts as gone.
  public enum State: Equatable, Sendable {
    case running
    /// It said how the work ended, and is gone, or soon will be.
    case ended
    /// It is gone, and said nothing.
    case killed
    /// It was started on another machine, in another container, or before this machine's last
    /// start.
    case elsewhere
  }

  public var state: State {
    if isSupervising { return .running }
    if ending != nil { return .ended }
    return supervisor.isVisible ? .killed : .elsewhere
  }

  /// Asks the supervisor to end, or makes it.
  ///
  /// - Returns: `false` when it has ended, or supervises something else.
  @discardableResult
  public func signalSupervisor(_ signal: ProcessIdentity.Signal) -> Bool {
    isSupervising && supervisor.signal(signal)
  }

  /// Whether the supervisor runs, by what it was started with.
  private var isSupervising: Bool {
    guard supervisor.isAlive, let words = ProcessTable.commandLine(of: supervisor)?.dropFirst(),
      words.first == "supervise"
    else { return false }
    return zip(words, words.dropFirst()).contains { $0 == ("--attempt", attempt) }
  }

  /// Ends what is left of a worker whose supervisor was killed, where it is wanted.
  public func endRemains(where isWanted: (ProcessIdentity) -> Bool = { _ in true }) {
    let own = CurrentProcess.id
    for process in remains where process.id != own && isWanted(process) { process.signal(.kill) }
  }

  /// What runs in the worker's session, or was started with its variables. Who holds only the
  /// token, as a person's shell may, is not the worker.
  private var remains: Set<ProcessIdentity> {
    let marked = Set(
      ProcessTable.processes(with: ["ORCH_ATTEMPT": attempt, "ORCH_LABEL": label]))
    // Its id names the session as long as it runs; later it may be another's.
    guard let worker, marked.contains(worker) else { return marked }
    return marked.union(ProcessTable.members(ofSession: worker.id))
  }
}
