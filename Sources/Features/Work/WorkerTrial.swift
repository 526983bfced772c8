public import Door
import Host
import Model
public import Workers
import Worktrees

/// A worker's answer to a task of one line.
public struct WorkerTrial: Sendable {
  public let profile: WorkerProfile
  /// The output of the worker and the lines of orch, without secrets.
  public let said: String
  public let result: WorkerResult

  /// The id of the row that the task names, which is in no queue.
  static let id = "WORKER-TEST"
  /// In bytes.
  fileprivate static let longestOutput = 1 << 20
}

extension TaskQueue {
  /// Sends a worker a task of one line, and reads its answer. No row, claim or record of an attempt
  /// is made for the test, and the worker's breaker does not change.
  ///
  /// - Parameters:
  ///   - beforeStart: called if the worker can start.
  ///   - retrying: called with a line for people when an agent's program says that it sends a request
  ///     to its service again, which may go on for minutes.
  /// - Throws: among others the reason why the worker can't start. Neither a pause nor a budget
  ///   prevents a test.
  public func tryWorker(
    _ name: String, beforeStart: (WorkerProfile) -> Void = { _ in },
    retrying: @escaping (String) -> Void = { _ in }
  ) throws(Problem) -> WorkerTrial {
    try asking {
      let profile = try worker(named: name)
      let queue = try queue(as: Caller())
      var preflight = Preflight(queue.workspace, now: queue.clock.now, asksVersions: true)
      if !profile.isPlanner { try preflight.checkAny() }
      let problem = preflight.obstacleBesideBudget(to: profile)
      if let problem, !problem.isPause { throw problem }
      let item = QueueItem(
        id: WorkerTrial.id, status: .inProgress, priority: Priority("P2"),
        task: "This is a test of the connection: change nothing, and send the report below as DONE",
        successCriteria: "the report is sent",
        claim: Claim(
          number: 0, nonce: Randomness.hexDigits(6), madeAt: queue.clock.now.epochSeconds,
          isForWorker: true))
      let folder = try TemporaryFolder(environment: queue.workspace.environment)
      let compose = ComposeOrder(queue: queue, folder: folder.path)
      let order = try compose(for: item, by: profile)
      for lack in order.sandboxLacks { queue.warn(.sandboxLacks(worker: profile.name, lack)) }
      let message = Path.join(folder.path, AttemptFolder.File.message.rawValue)
      let log = Path.join(folder.path, AttemptFolder.File.log.rawValue)
      try NewFile.create(message, text: order.message)
      if let file = order.requestFile,
        let request = profile.adapter.implementation.request(for: order)
      {
        try NewFile.create(file, text: request)
      }
      // A longer line is no retry.
      var lines = LineAssembly(longest: 1 << 16)
      let workerLog = try WorkerLog(
        at: log, like: FileStatus(of: message), limit: WorkerTrial.longestOutput
      ) { bytes in
        guard profile.adapter.isAgent else { return }
        bytes.withUnsafeBytes { piece in
          lines.append(piece) { line in
            guard case .bytes(let line) = line else { return }
            AgentLine.retry(in: String(decoding: line, as: UTF8.self)).map(retrying)
          }
        }
      }
      beforeStart(profile)
      var result = Supervisor(order, log: workerLog).run { _, _ in }
      // A planner has to answer, and not to report.
      if profile.isPlanner, result.transcript?.ending == .succeeded {
        (result.ending, result.report) = (.finished, result.transcript?.report)
      }
      let said = try? FileDescriptor(opening: log, for: .readingNoLink).readWhole()
      return WorkerTrial(
        profile: profile, said: String(decoding: said ?? [], as: UTF8.self), result: result)
    }
  }
}
