import Attempts
import Door
import HTTP
import Model
import Plans
import Requests
import Text
import Work
import Worktrees

extension Route {
  /// The routes with which people and programs change the queue.
  static var changing: [Route] {
    [
      .post(
        "v1/rows", .submit, NewRow.members, gives: AddedRowsAnswer.self, statuses: [200, 201],
        newIDs: true, isSubmit: true, takesKey: true, gathersFaults: true
      ) { call in
        let added = try call.rowRequest.add(key: call.requestKey())
        for notice in added.notices { call.warn(notice.sentence) }
        return call.answer(
          AddedRowsAnswer(added.rows, in: call.zone), status: added.isRepetition ? 200 : 201)
      },
      .post(
        "v1/rows/{id}/split", .submit, [.texts("tasks"), .flag("in_sequence")],
        gives: AddedRowsAnswer.self, statuses: [201], newIDs: true, isSubmit: true
      ) { call in
        let tasks = (call.body.texts("tasks") ?? []).filter { CellText.value($0) != nil }
        if tasks.isEmpty { throw Problem.missingMember("tasks") }
        let rows = try call.queue.split(
          call.parts[0], into: tasks, inSequence: call.body.flag("in_sequence"), as: call.caller)
        return call.answer(AddedRowsAnswer(rows, in: call.zone), status: 201)
      },
      .patch("v1/rows/{id}", .submit, RowRequest.editing, gives: EditAnswer.self) { call in
        let changes = try FieldChanges(parsing: call.request.body)
        let edited = try call.rowRequest.edit(call.parts[0], changes)
        for notice in edited.notices { call.warn(notice.sentence) }
        return call.answer(EditAnswer(edited, in: call.zone))
      },
      .post(
        "v1/plans", .submit, nil, gives: AppliedPlanAnswer.self, statuses: [200, 201],
        newIDs: true, isSubmit: true, takesKey: true
      ) { call in
        let file = try call.queue.readPlan(call.request.body)
        for warning in try call.queue.warnings(of: file) { call.warn(warning.sentence) }
        let applied = try call.queue.apply(
          file.plan, key: call.requestKey()?.text, as: call.caller)
        let limit = try call.queue.costLimit(of: applied)
        return call.answer(
          AppliedPlanAnswer(applied, costLimit: limit), status: applied.isRepeated ? 200 : 201)
      },
      .post(
        "v1/rows/{id}/answer", .decide, RowRequest.answering, gives: ZonedChange.self
      ) { call in
        try call.answer(to: call.rowRequest.answer(call.parts[0]))
      },
      .post("v1/rows/{id}/approve", .decide, [.text("digest")], gives: ZonedChange.self) { call in
        try call.answer(to: call.rowRequest.reply(.approve, to: call.parts[0]))
      },
      .post(
        "v1/rows/{id}/reject", .decide, [.text("reason", isRequired: true), .text("digest")],
        gives: ZonedChange.self
      ) { call in
        let reason = call.body.requiredText("reason")
        return try call.answer(
          to: call.rowRequest.reply(.reject(reason: reason), to: call.parts[0]))
      },
      .post(
        "v1/rows/{id}/cancel", .decide, RowRequest.cancelling, gives: ZonedChange.self
      ) { call in
        try call.answer(to: call.rowRequest.cancel(call.parts[0]))
      },
      .post(
        "v1/rows/{id}/retry", .decide, [.flag("force"), .flag("fresh")], gives: ZonedChange.self
      ) { call in
        let retry = RowsChange.retry(
          force: call.body.flag("force"), fresh: call.body.flag("fresh"))
        return try call.answer(to: call.rowRequest.change(call.parts[0], by: retry))
      },
      .post(
        "v1/undo", .decide, [.text("command"), .flag("skip_changed")], gives: UndoneAnswer.self
      ) { call in
        let command = UndoneCommand(
          key: call.body.text("command"), skipsChanged: call.body.flag("skip_changed"))
        let work = try call.queue.undo(command, as: call.caller)
        return call.answer(UndoneAnswer(work, in: call.zone))
      },
      .post(
        "v1/plans/{name}/approve", .decide, [.text("hash", isRequired: true)],
        gives: AppliedPlanAnswer.self, newIDs: true
      ) { call in
        let applied = try call.queue.approve(
          proposalOf: call.parts[0], hash: call.body.requiredText("hash"), as: call.caller)
        let limit = try call.queue.costLimit(of: applied)
        return call.answer(AppliedPlanAnswer(applied, costLimit: limit))
      },
      .post(
        "v1/plans/{name}/reject", .decide, [.text("reason")], gives: ProposalAnswer.self
      ) { call in
        let proposal = try call.queue.reject(
          proposalOf: call.parts[0], reason: call.body.text("reason"), as: call.caller)
        return call.answer(ProposalAnswer(proposal))
      },
      .post("v1/pause", .decide, [.text("reason")], gives: Pause.self) { call in
        call.answer(try call.queue.pause(reason: call.body.text("reason"), as: call.caller))
      },
      .post("v1/resume", .decide, [], gives: Resumed.self) { call in
        call.answer(Resumed(was: try call.queue.resume(as: call.caller)))
      },
      .post("v1/workers/{name}/resume", .decide, [], gives: WorkerResumed.self) { call in
        let name = call.parts[0]
        let pause = try call.queue.resumeWorker(name, as: call.caller)
        return call.answer(WorkerResumed(name: name, pause: pause))
      },
    ]
  }

  /// The routes for work on another machine.
  static var working: [Route] {
    [
      .post("v1/claims", .work, [.text("id")], gives: ClaimAnswer.self) { call in
        let item = try call.queue.pick(call.body.text("id"), as: call.caller)
        return call.answer(ClaimAnswer(item, in: call.zone))
      },
      .post(
        "v1/claims/{token}/renew", .work, [.number("seconds", in: Settings.leaseLifetimes)],
        gives: ZonedChange.self
      ) {
        call in
        let token = call.parts[0]
        guard let item = try call.queue.item(ofClaim: token) else { throw RequestError.noClaim }
        let renewal = Transition.LeaseRequest(
          id: item.id, .renew(seconds: call.body.number("seconds")))
        return try call.perform(.lease(renewal), of: call.caller.claiming(token))
      },
      .post("v1/claims/{token}/report", .work, nil, gives: ReviewAnswer.self) { call in
        let text = String(decoding: call.request.body, as: UTF8.self)
        let outcome = try call.queue.report(text, as: call.caller.claiming(call.parts[0]))
        if case .refused(_, let problem, _) = outcome {
          // If the claim is over, that is the reason.
          if try call.queue.item(ofClaim: call.parts[0]) == nil { throw RequestError.noClaim }
          throw problem
        }
        return call.answer(ReportAnswer(outcome))
      },
    ]
  }
}

extension Call {
  /// The key of the request; `nil` if it has none.
  fileprivate func requestKey() throws(RequestError) -> RequestKey? {
    guard let text = request[header: "idempotency-key"] else { return nil }
    guard let key = RequestKey(text) else {
      throw .usage(
        "'idempotency-key' is not a key", "'idempotency-key'가 키의 형식이 아닙니다",
        hint: RequestKey.rule)
    }
    return key
  }

  fileprivate var rowRequest: RowRequest { RowRequest(body, to: queue, as: caller) }

  /// Makes a change, and answers with the new state of its rows.
  func perform(_ transition: Transition, of caller: Caller? = nil) throws -> HTTPResponse {
    answer(to: try queue.perform(transition, as: caller ?? self.caller))
  }

  /// The answer to the change of a row.
  func answer(to decision: Decision) -> HTTPResponse {
    guard let answer = decision.answers(in: zone).first else {
      preconditionFailure("a change is of a row")
    }
    return self.answer(answer)
  }
}

extension RequestError {
  static var noClaim: RequestError {
    RequestError(
      404, "no_claim",
      Sentence("no row is at work under this claim", "이 배정으로 작업 중인 행이 없습니다"),
      hint: Sentence(
        "it has ended, or the row was taken back: claim a row again",
        "배정이 끝났거나 행이 회수되었습니다. 행을 다시 배정받으십시오"))
  }
}

private struct UndoneAnswer: Shaped {
  let changes: [ZonedChange]
  let skipped: [String]

  init(_ work: UndoneWork, in zone: QueueZone?) {
    (changes, skipped) = (work.changes.map { ZonedChange($0, in: zone) }, work.skipped)
  }

  static var shapeName: StaticString { "undone command" }
  static func shape(_ fields: inout Fields<UndoneAnswer>) {
    fields.add("changes", \.changes, "what became of the rows")
    fields.add("skipped", \.skipped, "the rows that stay, because they were changed since")
  }
}

private struct Resumed: Shaped {
  let was: Pause?

  static var shapeName: StaticString { "resume" }
  static func shape(_ fields: inout Fields<Resumed>) {
    fields.add("was", \.was, "the pause that ended; null if there was none")
  }
}
