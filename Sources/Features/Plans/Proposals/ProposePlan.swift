import Door
import Host
import Model
import Text
import Workers

/// Use case: asks a planner for the plan of a goal (`orch plan propose`, `revise`). The planner's
/// answer is checked, and mistakes in it are sent back. The result is a proposal; no row is made.
struct ProposePlan: UseCase {
  let queue: Queue
  let planner: WorkerProfile
  let clock: Clock
  /// Shows a person what the command waits for.
  let notice: WaitNotice

  /// The largest number of a model's answers that are read for a plan.
  private static let mostAnswers = 3

  /// - Throws: if the planner can't be asked now for this plan.
  func check(plan name: String) throws { try requests(for: name, 0).check() }

  /// The id under which the ledger books the requests for a plan.
  static func costID(of plan: String) -> String { "plan:\(plan)" }

  private func requests(for plan: String, _ number: Int) -> PlannerRequests {
    PlannerRequests(
      queue: queue, planner: planner, clock: clock, for: Self.costID(of: plan),
      token: "plan-\(number)", number: number)
  }

  /// Asks the planner.
  ///
  /// - Parameters:
  ///   - names: the names that the project defines.
  ///   - number: the number of the proposal, whose folder exists.
  /// - Throws: if the planner gives no answer, or a plan with mistakes. The folder keeps the
  ///   reason.
  func callAsFunction(
    _ messages: PlannerMessages, names: PlanNames, in folder: ProposalFolder, number: Int
  ) throws -> PlanProposal {
    do {
      return try ask(messages, names: names, in: folder, number: number)
    } catch {
      // The note is only an aid; the problem gives the reason.
      let message = requests(for: folder.name, number).redacted(Problem(error).message)
      try? folder.write(failure: message, of: number)
      throw error
    }
  }

  private func ask(
    _ told: PlannerMessages, names: PlanNames, in folder: ProposalFolder, number: Int
  ) throws -> PlanProposal {
    var requests = requests(for: folder.name, number)
    let endpoint = try requests.begin()
    var messages = told.messages.map { ChatRequest.Message($0.role, requests.redacted($0.text)) }
    var format = ChatRequest.Format.text
    if endpoint.form == .completions { format = .schema(PlannerMessages.schema) }
    var usage: AgentUsage?
    var (exchanges, answers) = (0, 0)
    let now = clock.monotonic()
    var wait = LongWait(notice, since: now - .seconds(2))
    wait.update(at: now, "asking \(planner.name)…")
    defer { withExtendedLifetime(wait) {} }
    while true {
      exchanges += 1
      let request = ChatRequest(to: endpoint, messages, format: format)
      let path = try folder.write("\(request.json)\n", .request(exchanges), of: number)
      let exchange = exchanges
      let answered = try requests.send(file: path) { json in
        try folder.write("\(JSONValue.object(json))\n", .answer(exchange), of: number)
      }
      switch answered {
      case .failure(let failure):
        if failure.mayBeOfFormat, let simpler = format.simpler {
          format = simpler
          continue
        }
        try requests.failed(failure)
        let place = folder.shownPath(of: number).escaped
        throw Problem.adapter(
          failure.isPassing ? .noAnswer : .endpoint, failure.sentence(of: planner.name),
          hint: Sentence(
            "\(failure.hint.english); \(place) has what was sent and received",
            "\(failure.hint.korean). 보낸 것과 받은 것은 \(place)에 있습니다"))
      case .success(let answer):
        answers += 1
        try requests.succeeded()
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
          messages.append(.init(.user, requests.redacted(correction)))
        }
      }
    }
  }

  private func read(
    _ text: String, _ names: PlanNames, _ rules: PlanRules
  ) -> Result<Plan, PlanMistakes> {
    Result { () throws(PlanMistakes) in
      try Plan(parsing: AnsweredPlan.json(in: text), names: names, keeping: rules)
    }
  }
}

extension AgentUsage {
  fileprivate func adding(_ other: AgentUsage) -> AgentUsage {
    var sum = self
    sum.add(other)
    return sum
  }
}
