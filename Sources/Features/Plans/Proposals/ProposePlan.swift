import Attempts
import Door
import Host
import Model
import Text
import Workers
import Worktrees

/// Use case: asks a planner for the plan of a goal (`orch plan propose`, `revise`). Its answer is
/// checked, and mistakes are sent back to it. The result is a proposal; no row is made.
struct ProposePlan: UseCase {
  let queue: Queue
  let planner: WorkerProfile
  let clock: Clock
  /// Shows a person what the command waits for.
  let notice: WaitNotice

  /// How many answers of a model are read in all.
  private static let mostAnswers = 3

  /// - Throws: if the planner can't be asked now for this plan.
  func check(plan name: String) throws {
    if let problem = workspace.settings.problem { throw problem }
    try workspace.checkIsNoWorker()
    var preflight = Preflight(workspace, now: queue.clock.now, asksVersions: true)
    if let problem = preflight.obstacleBesideBudget(to: planner) { throw problem }
    try checkBudget(of: name, by: &preflight)
  }

  /// Asks the planner.
  ///
  /// - Parameters:
  ///   - names: the names that the project has.
  ///   - number: the number of the proposal, whose folder exists.
  /// - Throws: if the planner gives no answer, or a plan with mistakes; the folder keeps the reason.
  func callAsFunction(
    _ messages: PlannerMessages, names: PlanNames, in folder: ProposalFolder, number: Int
  ) throws -> PlanProposal {
    do {
      return try ask(messages, names: names, in: folder, number: number)
    } catch {
      // The note is only an aid; the problem gives the reason.
      try? folder.write(failure: redacted(Problem(error).message), of: number)
      throw error
    }
  }

  private func ask(
    _ told: PlannerMessages, names: PlanNames, in folder: ProposalFolder, number: Int
  ) throws -> PlanProposal {
    var client = try client()
    let breaker = workspace.breaker(of: planner.name)
    try begin(breaker)
    var messages = told.messages.map { ChatRequest.Message($0.role, redacted($0.text)) }
    var format = ChatRequest.Format.schema(PlannerMessages.schema)
    var usage: AgentUsage?
    var (exchanges, answers) = (0, 0)
    let now = clock.monotonic()
    var wait = LongWait(notice, since: now - .seconds(2))
    wait.update(at: now, "asking \(planner.name)…")
    defer { withExtendedLifetime(wait) {} }
    while true {
      exchanges += 1
      let request = ChatRequest(model: client.endpoint.model, messages: messages, format: format)
      let path = try folder.write("\(request.json)\n", .request(exchanges), of: number)
      switch try send(path, by: &client, exchange: exchanges, in: folder, number) {
      case .failure(let failure):
        if failure.mayBeOfFormat, let simpler = format.simpler {
          format = simpler
          continue
        }
        try end(breaker, failure)
        let place = folder.shownPath(of: number).escaped
        throw Problem.adapter(
          failure.isPassing ? .noAnswer : .endpoint, failure.sentence(of: planner.name),
          hint: Sentence(
            "\(failure.hint.english); \(place) has what was sent and received",
            "\(failure.hint.korean). 보낸 것과 받은 것은 \(place)에 있습니다"))
      case .success(let answer):
        answers += 1
        try record { try breaker.succeeded(now: queue.clock.now) }
        if let took = answer.usage { usage = (usage ?? AgentUsage()).adding(took) }
        switch read(answer.text, names, told.rules) {
        case .success(let plan):
          let proposal = PlanProposal(
            plan: plan, number: number, state: .proposed,
            hash: SHA256.hexDigest(of: plan.canonicalJSON), planner: planner.name,
            model: answer.model, usage: usage, folder: folder.shownPath(of: number))
          try folder.write(proposal)
          return proposal
        case .failure(let mistakes) where answers == Self.mostAnswers:
          let (answers, isCut, place) = (
            answers, answer.isCut, folder.shownPath(of: number).escaped
          )
          throw Problem.adapter(
            .badPlan,
            Sentence(
              "after \(answers.counted("answer")) the plan still has mistakes: "
                + mistakes.kept.map(\.sentence.english).joined(separator: "; ")
                + (isCut ? "; the last answer was cut at the model's limit of tokens" : ""),
              "답을 \(answers)번 받았지만 계획에 아직 잘못이 있습니다: "
                + mistakes.kept.map(\.sentence.korean).joined(separator: "; ")
                + (isCut ? "; 마지막 답은 모델의 토큰 한도에서 잘렸습니다" : "")),
            hint: isCut
              ? Sentence(
                "divide the goal, so that its plan is shorter; \(place) has the answers",
                "계획이 짧아지도록 목표를 나누십시오. 답은 \(place)에 있습니다")
              : Sentence(
                "say the goal in more detail; \(place) has the answers",
                "목표를 더 자세히 쓰십시오. 답은 \(place)에 있습니다"))
        case .failure(let mistakes):
          let correction = PlannerMessages.correction(of: mistakes, isCut: answer.isCut)
          messages.append(.init(.assistant, answer.text))
          messages.append(.init(.user, redacted(correction)))
        }
      }
    }
  }

  /// Sends the contents of a file, and repeats that while the endpoint accepts no more requests for
  /// now. Each request is booked before it is sent.
  ///
  /// - Returns: the result of the last request.
  private func send(
    _ path: String, by client: inout ChatClient, exchange: Int, in folder: ProposalFolder,
    _ number: Int
  ) throws -> Result<ChatAnswer, ChatFailure> {
    guard client.mayAsk else { return .failure(.noRequestLeft) }
    var entry = try bookRequest(for: folder.name, number)
    var tries = 0
    while true {
      tries += 1
      let answered = Result { () throws(ChatFailure) in try client.send(file: path) }
      let noted = try note(answered, in: entry, exchange: exchange, in: folder, number)
      guard case .failure(let failure) = noted,
        let seconds = client.delay(after: failure, tries: tries)
      else { return noted }
      do {
        var preflight = Preflight(workspace, now: queue.clock.now)
        try checkBudget(of: folder.name, by: &preflight)
        clock.sleep(.seconds(seconds))
        entry = try bookRequest(for: folder.name, number)
      } catch {
        // The endpoint's refusal says more than the budget's.
        if case .overBudget = Problem(error) { return noted }
        throw error
      }
    }
  }

  /// Writes the result of a request, and books its cost. The answer is kept even if booking fails.
  ///
  /// - Returns: the result without secrets, with its cost in money if there are prices.
  private func note(
    _ answered: Result<ChatAnswer, ChatFailure>, in request: CostEntry, exchange: Int,
    in folder: ProposalFolder, _ number: Int
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
    let written = Result {
      try folder.write("\(JSONValue.object(json))\n", .answer(exchange), of: number)
    }
    do { try workspace.costs.book(&entry) } catch { throw Problem(error, of: workspace.costs) }
    _ = try written.get()
    return noted
  }

  private func read(
    _ text: String, _ names: PlanNames, _ rules: PlanRules
  ) -> Result<Plan, PlanMistakes> {
    Result { () throws(PlanMistakes) in
      try Plan(parsing: AnsweredPlan.json(in: text), names: names, keeping: rules)
    }
  }
}

// MARK: The endpoint

extension ProposePlan {
  private func client() throws -> ChatClient {
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

  /// After a pause, only one start may try the endpoint again.
  private func begin(_ breaker: WorkerBreaker) throws {
    guard case .halfOpen(let pause) = breaker.state(now: queue.clock.now) else { return }
    let begins = try record { try breaker.beginTrial(now: queue.clock.now) }
    guard begins ?? true else {
      throw Problem.workerCannotStart(
        WorkerObstacle(
          planner, file: workspace.settingsPath,
          .paused(pause, day: queue.clock.now.beginningOfDay)))
    }
  }

  private func end(_ breaker: WorkerBreaker, _ failure: ChatFailure) throws {
    let now = queue.clock.now
    var end: Int?
    if case .busy(_, _, let seconds?) = failure.reason { end = now.epochSeconds + seconds }
    let retryAt = end
    try record {
      try breaker.failed(
        failure.failureClass, reason: WorkerRun.line(redacted(failure.note)), until: retryAt,
        now: now)
    }
  }

  /// If another process holds the breaker's lock, planning goes on without a record.
  @discardableResult
  private func record<Value>(_ body: () throws -> Value) throws -> Value? {
    do { return try body() } catch LockFile.Failure.held {
      return nil
    }
  }
}

// MARK: Costs and secrets

extension ProposePlan {
  /// The id under which the ledger books the requests for a plan.
  static func costID(of plan: String) -> String { "plan:\(plan)" }

  /// Books the next request if the budget allows it. It is booked first, since a process that is
  /// killed meanwhile may have sent it. The ledger's lock keeps two processes from taking the same
  /// rest of the budget.
  ///
  /// - Returns: the entry, which is open.
  private func bookRequest(for plan: String, _ number: Int) throws -> CostEntry {
    let costs = workspace.costs
    var entry = CostEntry(
      id: Self.costID(of: plan), claimToken: "plan-\(number)-\(Randomness.hexDigits(12))",
      claimNumber: number, worker: planner.name, adapter: planner.adapter.rawValue,
      time: queue.clock.now)
    (entry.calls, entry.isOpen) = (1, true)
    let lock: LockFile
    do { lock = try costs.lock() } catch { throw Problem(error, of: costs) }
    var preflight = Preflight(workspace, now: queue.clock.now)
    try checkBudget(of: plan, by: &preflight)
    do { try costs.book(&entry, under: lock) } catch { throw Problem(error, of: costs) }
    return entry
  }

  /// - Throws: if the budget does not allow a request beside what rows at work have reserved.
  private func checkBudget(of plan: String, by preflight: inout Preflight) throws {
    var reserved = BudgetAmount()
    // If the budget can't be read, the obstacle below says so.
    if let budget = try? preflight.budget(), var roster = workspace.profiles.roster {
      (roster.claimed, roster.budget) = (workspace.claimedWorkers, budget)
      reserved = roster.reserved(by: try queue.read { table in try table.items(.inProgress) })
    }
    let obstacle = preflight.budgetObstacle(
      to: planner, on: Self.costID(of: plan), beside: reserved)
    if let obstacle { throw obstacle }
  }

  private func price(of model: String?) -> TokenPrice? {
    workspace.profiles.price(of: planner.name, model: model)
  }

  /// Removes secrets: the text leaves this machine, or comes from one that knows the key.
  private func redacted(_ text: String) -> String {
    Redactor.redacted(text, removing: workspace.secretValues)
  }
}

extension AgentUsage {
  /// The usage of an endpoint that generated nothing.
  fileprivate static var nothing: AgentUsage {
    var usage = AgentUsage()
    (usage.inputTokens, usage.outputTokens) = (0, 0)
    return usage
  }

  fileprivate func adding(_ other: AgentUsage) -> AgentUsage {
    var sum = self
    sum.add(other)
    return sum
  }
}
