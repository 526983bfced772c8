import Attempts
package import Door
package import Host
import Model
package import Text
package import Workers
import Worktrees

/// Sends requests to the endpoint of a planner: each within the budget, and booked before it is
/// sent. A pause of the planner is kept.
package struct PlannerRequests: UseCase {
  package let queue: Queue
  package let planner: WorkerProfile
  private let clock: Clock
  /// The id under which the ledger books the requests.
  private let costID: String
  private let token: String
  private let number: Int
  private var client: ChatClient?

  /// - Parameters:
  ///   - costID: the id under which the ledger books the requests: a row's id, or `plan:NAME`.
  ///   - token: the beginning of the tokens by which the ledger knows the requests.
  ///   - number: the number of the question or the proposal in the ledger.
  package init(
    queue: Queue, planner: WorkerProfile, clock: Clock, for costID: String, token: String,
    number: Int
  ) {
    (self.queue, self.planner, self.clock) = (queue, planner, clock)
    (self.costID, self.token, self.number) = (costID, token, number)
  }

  /// - Throws: if the planner can't be asked now.
  package func check() throws {
    if let problem = workspace.settings.problem { throw problem }
    try workspace.checkIsNoWorker()
    var preflight = Preflight(workspace, now: queue.clock.now, asksVersions: true)
    if let problem = preflight.obstacleBesideBudget(to: planner) { throw problem }
    try checkBudget(by: &preflight)
  }

  /// Prepares the first request. After a pause, only one start may try the endpoint again.
  ///
  /// - Returns: the endpoint that gets the requests.
  package mutating func begin() throws -> ChatEndpoint {
    let client = try newClient()
    self.client = client
    let breaker = workspace.breaker(of: planner.name)
    guard case .halfOpen(let pause) = breaker.state(now: queue.clock.now) else {
      return client.endpoint
    }
    let begins = try record { try breaker.beginTrial(now: queue.clock.now) }
    guard begins ?? true else {
      throw Problem.workerCannotStart(
        WorkerObstacle(
          planner, file: workspace.settingsPath,
          .paused(pause, day: queue.clock.now.beginningOfDay)))
    }
    return client.endpoint
  }

  /// Sends the contents of a file, and sends it again while the endpoint accepts no more requests
  /// for now.
  ///
  /// - Parameters:
  ///   - path: the absolute path of the file.
  ///   - keep: keeps the result of each request, without secrets.
  /// - Returns: the result of the last request, without secrets. If prices are set, it has the cost
  ///   in money.
  package mutating func send(
    file path: String, keeping keep: (JSONObject) throws -> Void
  ) throws -> Result<ChatAnswer, ChatFailure> {
    guard var client, client.mayAsk else { return .failure(.noRequestLeft) }
    defer { self.client = client }
    var entry = try bookRequest()
    var tries = 0
    while true {
      tries += 1
      let answered = Result { () throws(ChatFailure) in try client.send(file: path) }
      let noted = try note(answered, in: entry, keeping: keep)
      guard case .failure(let failure) = noted,
        let seconds = client.delay(after: failure, tries: tries)
      else { return noted }
      do {
        var preflight = Preflight(workspace, now: queue.clock.now)
        try checkBudget(by: &preflight)
        clock.sleep(.seconds(seconds))
        entry = try bookRequest()
      } catch {
        // The refusal of the endpoint explains more than that of the budget.
        if case .overBudget = Problem(error) { return noted }
        throw error
      }
    }
  }

  /// Books the cost of a request, and keeps its result. The result is kept even if booking fails.
  private func note(
    _ answered: Result<ChatAnswer, ChatFailure>, in request: CostEntry,
    keeping keep: (JSONObject) throws -> Void
  ) throws -> Result<ChatAnswer, ChatFailure> {
    var entry = request
    entry.time = queue.clock.now
    let json: JSONObject
    let noted: Result<ChatAnswer, ChatFailure>
    switch answered {
    case .failure(let failure):
      entry.count(failure.isFree ? .nothing : nil, calls: failure.calls, price: price(of: nil))
      let failure = failure.mapTexts(redacted)
      json = ["error": .string(failure.note)]
      noted = .failure(failure)
    case .success(var answer):
      answer.text = redacted(answer.text)
      answer.model = answer.model.map { WorkerRun.line(redacted($0)) }
      entry.model = answer.model
      entry.count(answer.usage, calls: 1, price: price(of: answer.model))
      answer.usage = entry.usage
      json = [
        "text": .string(answer.text), "model": JSONValue(answer.model),
        "usage": answer.usage?.usage ?? .null, "cost": answer.usage?.cost ?? .null,
        "cut": .bool(answer.isCut),
      ]
      noted = .success(answer)
    }
    let written = Result { try keep(json) }
    do { try workspace.costs.book(&entry) } catch { throw Problem(error, of: workspace.costs) }
    _ = try written.get()
    return noted
  }

  /// Records that the endpoint answered.
  package func succeeded() throws {
    let breaker = workspace.breaker(of: planner.name)
    try record { try breaker.succeeded(now: queue.clock.now) }
  }

  /// Records a failure, which may pause the planner.
  package func failed(_ failure: ChatFailure) throws {
    let now = queue.clock.now
    let breaker = workspace.breaker(of: planner.name)
    let retryAt = failure.retryAfter.map { now.epochSeconds + $0 }
    try record {
      try breaker.failed(
        failure.failureClass, reason: WorkerRun.line(redacted(failure.note)), until: retryAt,
        now: now)
    }
  }

  /// If another process holds the breaker's lock, asking continues without a record.
  @discardableResult
  private func record<Value>(_ body: () throws -> Value) throws -> Value? {
    do { return try body() } catch LockFile.Failure.held {
      return nil
    }
  }

  private func newClient() throws -> ChatClient {
    let endpoint: ChatEndpoint
    do throws(ChatEndpoint.Fault) {
      endpoint = try ChatEndpoint(of: planner, workspace.environment)
    } catch {
      throw Problem.workerCannotStart(
        WorkerObstacle(planner, file: workspace.settingsPath, .endpoint(error)))
    }
    let root = try workspace.projectRoot()
    let sandbox = try workspace.sandbox(of: planner, below: root, isWorker: true)
    for lack in sandbox.lacks { queue.warn(.sandboxLacks(worker: planner.name, lack)) }
    let secret = ChatEndpoint.Variable.allCases.map(\.rawValue)
    return ChatClient(
      endpoint, of: planner, behind: sandbox.words, in: root,
      environment: ChildEnvironment.variables(
        from: workspace.environment, passing: planner.env.filter { !secret.contains($0) }),
      removing: workspace.secretValues)
  }
}

// MARK: Costs and secrets

extension PlannerRequests {
  /// Books the next request if the budget allows it. The request is booked before it is sent,
  /// because a process may be killed after sending it. The ledger's lock keeps two processes from
  /// using the same rest of the budget.
  ///
  /// - Returns: the entry, which is still open.
  private func bookRequest() throws -> CostEntry {
    let costs = workspace.costs
    var entry = CostEntry(
      id: costID, claimToken: "\(token)-\(Randomness.hexDigits(12))", claimNumber: number,
      worker: planner.name, adapter: planner.adapter.rawValue, time: queue.clock.now)
    (entry.calls, entry.isOpen) = (1, true)
    let lock: LockFile
    do { lock = try costs.lock() } catch { throw Problem(error, of: costs) }
    var preflight = Preflight(workspace, now: queue.clock.now)
    try checkBudget(by: &preflight)
    do { try costs.book(&entry, under: lock) } catch { throw Problem(error, of: costs) }
    return entry
  }

  /// - Throws: if the budget does not allow a request in addition to what rows at work have
  ///   reserved.
  private func checkBudget(by preflight: inout Preflight) throws {
    var reserved = BudgetAmount()
    // If the budget can't be read, the obstacle below reports that.
    if let budget = try? preflight.budget(), var roster = workspace.profiles.roster {
      (roster.claimed, roster.budget) = (workspace.claimedWorkers, budget)
      reserved = roster.reserved(by: try queue.read { table in try table.items(.inProgress) })
    }
    let obstacle = preflight.budgetObstacle(to: planner, on: costID, beside: reserved)
    if let obstacle { throw obstacle }
  }

  private func price(of model: String?) -> TokenPrice? {
    workspace.profiles.price(of: planner.name, model: model)
  }

  /// Removes secrets, because the text leaves this machine, or comes from an endpoint that knows
  /// the key.
  package func redacted(_ text: String) -> String {
    Redactor.redacted(text, removing: workspace.secretValues)
  }
}
