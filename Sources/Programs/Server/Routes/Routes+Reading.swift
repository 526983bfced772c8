import Attempts
import Door
import Git
import HTTP
import Host
import Model
import Monitoring
import Plans
import QueueStore
import Text
import Work
import Workers
import Worktrees

extension Route {
  /// The routes that answer with what commands print with `--json`.
  static var reading: [Route] {
    [
      .get("v1/rows", RowPage.parameters, gives: RowPage.self) { call in
        call.answer(try RowPage(for: call))
      },
      .get("v1/rows/{id}", gives: RowDetails.self) { call in
        return call.answer(try call.queue.details(ofRow: call.parts[0]))
      },
      .get("v1/rows/{id}/message", gives: WorkerMessage.self) { call in
        let id = call.parts[0]
        return call.answer(WorkerMessage(id: id, message: try call.queue.task(for: id).text))
      },
      .get("v1/rows/{id}/attempts", gives: AttemptsAnswer.self) { call in
        let id = call.parts[0]
        return call.answer(
          AttemptsAnswer(
            ofRow: id, try call.queue.attempts(ofRow: id), home: try call.queue.home()))
      },
      .get(
        "v1/rows/{id}/attempts/{claim}/log", gives: nil, text: "text/plain",
        statuses: [200, 206, 416], log),
      .get(
        "v1/rows/{id}/attempts/{claim}/report", ["or_none"], gives: nil, text: "text/plain",
        statuses: [200, 204]
      ) { call in try answer(call, orNone: report) },
      .get(
        "v1/rows/{id}/diff", ["base", "claim", "or_none"], gives: DiffAnswer.self,
        text: "text/x-diff", statuses: [200, 204]
      ) { call in try answer(call, orNone: diff) },
      .get("v1/plans", gives: PlanList.self) { call in
        return call.answer(PlanList(try call.queue.plans()))
      },
      .get("v1/plans/{name}", gives: PlanDetailsAnswer.self) { call in
        let plan = try call.queue.plan(call.parts[0])
        return call.answer(
          PlanDetailsAnswer(
            plan, at: try call.queue.now(), in: call.zone, language: call.language
          ) {
            (try? call.queue.brief(ofRow: $0)) ?? nil
          })
      },
      .get("v1/waiting", ["plan"], gives: OwedRepliesAnswer.self) { call in
        let owed = try call.queue.owedReplies(ofPlan: call.request.value("plan"))
        return call.answer(OwedRepliesAnswer(owed, language: call.language, call.commandLine))
      },
      .get("v1/why", ["id"], gives: WhyAnswer.self) { call in
        let answer = try call.queue.why(call.request.value("id"), as: call.caller)
        return call.answer(
          WhyAnswer(
            answer, of: answer.explanations, in: call.zone, language: call.language,
            call.commandLine))
      },
      .get(
        "v1/costs", ["by", "since", "until", "plan", "worker"], gives: CostsAnswer.self
      ) { call in
        let grouping = try call.request.choices("by", CostSummary.Grouping.self).last ?? .day
        let costs = try call.queue.costSummary(
          by: grouping, since: call.request.value("since"), until: call.request.value("until"),
          ofPlan: call.request.value("plan"), worker: call.request.value("worker"))
        return call.answer(CostsAnswer(costs, budget: try call.queue.budgetOfToday()))
      },
      .get("v1/workers", gives: WorkersAnswer.self) { call in
        call.answer(
          WorkersAnswer(try call.queue.workers(), language: call.language, call.commandLine))
      },
      .get("v1/overview", gives: OverviewAnswer.self) { call in
        let limit = try call.queue.value(Settings.topInProgress)
        return call.answer(
          OverviewAnswer(
            try call.queue.overview(limit: limit), in: call.zone, language: call.language,
            call.commandLine))
      },
      .get(
        "v1/history",
        ["id", "limit", "since", "who", "plan", "trace", "kind", "before"], gives: HistoryPage.self
      ) { call in call.answer(try HistoryPage(call)) },
      .get("v1/lint", gives: LintAnswer.self) { call in
        call.answer(LintAnswer(try call.queue.lint(), call.language))
      },
      .get("v1/doctor", gives: Checkup.self) { call in
        call.answer(call.queue.checkup())
      },
      .get("metrics", gives: nil, text: "text/plain") { call in
        .text(
          Array(try call.queue.figures().prometheusText(version: call.version).utf8),
          type: "text/plain; version=0.0.4; charset=utf-8")
      },
    ]
  }

  /// The output of an attempt as it is kept, with secrets redacted; a part for `Range`.
  private static func log(_ call: Call) throws -> HTTPResponse {
    guard let claim = Int(call.parts[1]) else { throw RequestError.noRoute }
    let attempt = try call.queue.attempt(
      ofRow: call.parts[0], claim: claim, lacking: .output, where: \.hasLog)
    let file = try attempt.openLog()
    let size = try file.status().identity.size
    guard let start = call.request.rangeStart else {
      return .text(try file.read(min(size, longestPart), at: max(0, size - longestPart)))
    }
    // An empty log has no bytes that a range could name.
    if size == 0, start == 0 { return .text([]) }
    guard start < size else {
      return HTTPResponse(416, [("Content-Range", "bytes */\(size)")])
    }
    let bytes = try file.read(min(size - start, longestPart), at: start)
    var response = HTTPResponse.text(bytes)
    response.status = 206
    response.headers.append(
      ("Content-Range", "bytes \(start)-\(start + bytes.count - 1)/\(size)"))
    return response
  }

  /// How many bytes of a log are sent at once; without `Range`, they are its end.
  private static let longestPart = 4 << 20

  /// The answer of `body`, or 204 if the row has no such thing and the request has `or_none`.
  private static func answer(
    _ call: Call, orNone body: (Call) throws -> HTTPResponse
  ) throws -> HTTPResponse {
    let takesNone = try call.request.flag("or_none")
    do { return try body(call) } catch let problem as Problem
      where takesNone && problem.isOfNothing
    {
      return HTTPResponse(204)
    }
  }

  /// The report of an attempt, as it was received.
  private static func report(_ call: Call) throws -> HTTPResponse {
    guard let claim = Int(call.parts[1]) else { throw RequestError.noRoute }
    let id = call.parts[0]
    guard let found = try call.queue.lastReport(ofRow: id, claim: claim) else {
      // This throws an error that says what there is instead.
      _ = try call.queue.attempt(ofRow: id, claim: claim, lacking: .report) { _ in false }
      throw RequestError.noRoute
    }
    return .text(found.message.bytes)
  }

  private static func diff(_ call: Call) throws -> HTTPResponse {
    let (id, base) = (call.parts[0], call.request.value("base"))
    let claim = try call.request.number("claim")
    if call.request[header: "accept"]?.hasPrefix("text/x-diff") ?? false {
      let diff = try call.queue.diff(ofRow: id, claim: claim, against: base, .patch)
      return .text(Array(diff.text.utf8), type: "text/x-diff; charset=utf-8")
    }
    return call.answer(
      DiffAnswer(
        try call.queue.diff(ofRow: id, claim: claim, against: base, nil)))
  }
}

extension Problem {
  /// Whether a row or its attempt has no report, commit or branch.
  fileprivate var isOfNothing: Bool {
    if case .attempt(.lacks, id: _) = self { return true }
    return [.noWorktree, .noRepository, .noGit].contains(kind)
  }
}

extension HTTPRequest {
  /// The first byte of `Range: bytes=N-`, the only form that is supported; `nil` for the default
  /// part.
  fileprivate var rangeStart: Int? {
    guard let range = self[header: "range"], range.hasPrefix("bytes="), range.hasSuffix("-") else {
      return nil
    }
    return Int(range.dropFirst(6).dropLast()).flatMap { $0 >= 0 ? $0 : nil }
  }
}

private struct WorkerMessage: Shaped {
  let id, message: String

  static var shapeName: StaticString { "message of a row" }
  static func shape(_ fields: inout Fields<WorkerMessage>) {
    fields.add("id", \.id)
    fields.add("message", \.message, "what a worker of the row is sent")
  }
}
