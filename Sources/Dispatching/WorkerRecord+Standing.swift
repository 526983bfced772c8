import Host

extension WorkerRecord {
  /// What can be said of the supervisor from here.
  public enum Standing: Equatable, Sendable {
    case running
    /// It said how the work ended, and is gone, or soon will be.
    case ended
    /// It is gone, and said nothing.
    case killed
    /// It was started on another machine, in another container, or before this machine's last
    /// start.
    case elsewhere
  }

  public var standing: Standing {
    if supervisor.isAlive { return .running }
    if ending != nil { return .ended }
    return supervisor.isVisible ? .killed : .elsewhere
  }

  /// Ends what is left of a worker whose supervisor was killed.
  public func endRemains() {
    let own = CurrentProcess.id
    for process in remains where process.id != own { process.signal(.kill) }
  }

  /// What runs in the worker's session, or was started with its variables. Who holds only the
  /// token, as a person's shell may, is not the worker.
  private var remains: Set<ProcessIdentity> {
    let marked = Set(
      ProcessTable.processes(with: ["ORCH_ATTEMPT": attempt, "ORCH_LABEL": label]))
    guard let worker else { return marked }
    // Its id names the session as long as anything runs there; later it may be another's.
    return marked.union(worker.isAlive ? ProcessTable.members(ofSession: worker.id) : [])
  }
}
