public import Dispatching
public import Facts

extension TaskQueue {
  /// The records of this queue's workers that run on this machine, by row.
  public func runningWorkers() throws(Problem) -> [String: WorkerRecord] {
    try asking { try workspace().runningWorkers() }
  }
}
