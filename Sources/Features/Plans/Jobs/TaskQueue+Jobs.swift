public import Door
import Host
import Model
import Text
import Workers

// Plans as the form `job` sees them.

extension TaskQueue {
  /// The state of the plan that a job became.
  ///
  /// - Parameter id: the id of the job, in any form, or the name of a plan.
  /// - Throws: `PlanProblem.unknown` if there is none.
  public func job(_ id: String) throws(Problem) -> JobStatus {
    try asking {
      try JobStatus(id: id, ofPlan: PlanName.fitting(id), try queue(as: Caller()))
    }
  }
}

extension JobStatus {
  /// - Parameter id: the id of the job; `nil` for the id that the plan has from its file.
  fileprivate init(id: String?, ofPlan name: String, _ queue: Queue) throws {
    let plan = try DescribePlans(queue: queue).plan(name)
    let kept = try PlanFolder(name, queue.workspace).result()
    self.init(
      id: id ?? plan.applied?.plan.foreignID ?? name, plan, kept?.times ?? PlanTimes(),
      at: queue.clock.now)
  }
}

/// Use case: posts the result of a plan that has ended to the plan's `callback_url`.
package struct PostCallback: UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// The name under which the deliveries are recorded, beside the hooks of `orch.json`.
  package static let name = "callback_url"
  /// In seconds.
  package static let timeout = 30

  package struct Failure: Error {
    package let reason: String
  }

  /// Sends the result, once. A version without an address needs nothing.
  ///
  /// - Parameters:
  ///   - name: the name of the plan.
  ///   - version: the version that has ended.
  package func callAsFunction(ofPlan name: String, version: Int) throws {
    let folder = PlanFolder(name, workspace)
    guard let address = try folder.plan(ofVersion: version).callback else { return }
    guard let host = ChatEndpoint.host(ofAllowed: address),
      PlanFileSettings(reading: workspace.settings.given).callbackHosts.contains(host)
    else {
      // The address may have a token.
      throw Failure(reason: "plans.callback_hosts does not allow the callback_url of \(name)")
    }
    let status = try JobStatus(id: nil, ofPlan: name, queue)
    // A plan that continues gets another end.
    guard let result = status.result else { return }
    let place = try TemporaryFolder(environment: workspace.environment)
    defer { withExtendedLifetime(place) {} }
    let body = Path.join(place.path, "result.json")
    try NewFile.create(body, text: result.jsonText)
    let call = CurlCall(
      url: address, headers: [], body: .file(body), timeoutSeconds: Self.timeout)
    let outcome = try call.run(
      in: try workspace.projectRoot(),
      environment: ChildEnvironment.variables(
        from: workspace.environment, passing: CurlCall.variables))
    guard case .exited(0) = outcome.ending, let answer = HTTPAnswer(outcome.output) else {
      throw Failure(reason: WorkerRun.line(outcome.errors))
    }
    guard (200..<300).contains(answer.status) else {
      let said = WorkerRun.line(answer.message)
      throw Failure(reason: "HTTP status \(answer.status)\(said.isEmpty ? "" : ": \(said)")")
    }
  }
}
