import Engine
import Facts
import HTTPServer
import JSON
import Plans
import QueueModel
import Representation
import Settings
import Shaping
import Wording

extension Route {
  /// What people and programs change.
  static var changing: [Route] {
    [
      .change(.post, "v1/rows", .submit, need: .writing(times: true, newIDs: true), isSubmit: true)
      {
        call in
        let row = try NewRow(call.request).item()
        guard let key = try call.requestKey() else {
          let rows = try call.queue.add(row, as: call.caller).changes.compactMap(\.after)
          return call.answer(AddedRowsAnswer(rows, in: call.zone), status: 201)
        }
        let added = try call.queue.add(row, key: key, as: call.caller)
        return call.answer(
          AddedRowsAnswer(added.rows, in: call.zone), status: added.isRepetition ? 200 : 201)
      },
      .change(.post, "v1/plans", .submit, need: .writing(times: true, newIDs: true), isSubmit: true)
      {
        call in
        let file = try call.queue.readPlan(call.request.body)
        let applied = try call.queue.apply(
          file.plan, key: call.request[header: "idempotency-key"], as: call.caller)
        return call.answer(
          AppliedPlanAnswer(applied, costLimit: nil), status: applied.isRepeated ? 200 : 201)
      },
      .change(.post, "v1/rows/*/answer", .decide) { call in
        let body = try Body(call.request, ["text", "question"])
        let (text, question) = (try body.requiredText("text"), try body.number("question"))
        return try call.perform(
          .reply(.init(id: call.parameters[0], .answer(text, question: question))))
      },
      .change(.post, "v1/rows/*/approve", .decide) { call in
        _ = try Body(call.request, [])
        return try call.perform(.reply(.init(id: call.parameters[0], .approve)))
      },
      .change(.post, "v1/rows/*/reject", .decide) { call in
        let reason = try Body(call.request, ["reason"]).requiredText("reason")
        return try call.perform(.reply(.init(id: call.parameters[0], .reject(reason: reason))))
      },
      .change(.post, "v1/rows/*/cancel", .decide) { call in
        let reason = try Body(call.request, ["reason"]).text("reason")
        return try call.change(by: .cancel(reason: reason))
      },
      .change(.post, "v1/rows/*/retry", .decide) { call in
        let body = try Body(call.request, ["force", "fresh"])
        return try call.change(
          by: .retry(force: try body.flag("force"), fresh: try body.flag("fresh")))
      },
      .change(.post, "v1/plans/*/approve", .decide, need: .writing(times: true, newIDs: true)) {
        call in
        let hash = try Body(call.request, ["hash"]).requiredText("hash")
        let applied = try call.queue.approve(
          proposalOf: call.parameters[0], hash: hash, as: call.caller)
        return call.answer(AppliedPlanAnswer(applied, costLimit: nil))
      },
      .change(.post, "v1/plans/*/reject", .decide) { call in
        let reason = try Body(call.request, ["reason"]).text("reason")
        return call.answer(
          ProposalAnswer(
            try call.queue.reject(
              proposalOf: call.parameters[0], reason: reason, as: call.caller)))
      },
      .change(.post, "v1/pause", .decide) { call in
        let reason = try Body(call.request, ["reason"]).text("reason")
        return call.answer(try call.queue.pause(reason: reason, as: call.caller))
      },
      .change(.post, "v1/resume", .decide) { call in
        _ = try Body(call.request, [])
        return call.answer(Resumed(was: try call.queue.resume(as: call.caller)))
      },
    ]
  }

  /// Work from another machine.
  static var working: [Route] {
    [
      .change(.post, "v1/claims", .work) { call in
        let id = try Body(call.request, ["id"]).text("id")
        return call.answer(ClaimAnswer(try call.queue.pick(id, as: call.caller), in: call.zone))
      },
      .change(.post, "v1/claims/*/renew", .work) { call in
        let seconds = try Body(call.request, ["seconds"]).number("seconds")
        let token = call.parameters[0]
        guard let item = try call.queue.item(ofClaim: token) else { throw RequestError.noClaim }
        return try call.perform(
          .lease(.init(id: item.id, .renew(seconds: seconds))), of: call.session(claimToken: token))
      },
      .change(.post, "v1/claims/*/report", .work, need: .all) { call in
        let token = call.parameters[0]
        let text = String(decoding: call.request.body, as: UTF8.self)
        let outcome = try call.queue.report(
          .init(text), as: call.session(claimToken: token))
        if case .refused(_, let problem, _) = outcome { throw problem }
        return call.answer(ReportAnswer(outcome))
      },
    ]
  }
}

extension Call {
  /// The name of the request; `nil` without one.
  fileprivate func requestKey() throws(RequestError) -> RequestKey? {
    guard let text = request[header: "idempotency-key"] else { return nil }
    guard let key = RequestKey(text) else {
      throw .usage(
        "'idempotency-key' is no key", "'idempotency-key'가 키의 형식이 아닙니다",
        hint: RequestKey.rule)
    }
    return key
  }

  /// Makes a change, and answers with what became of its rows.
  func perform(_ transition: Transition, of caller: Caller? = nil) throws -> HTTPResponse {
    let decision = try queue.perform(transition, as: caller ?? self.caller)
    guard let answer = decision.answers(in: zone).first else {
      preconditionFailure("a change is of a row")
    }
    return self.answer(answer)
  }

  /// Cancels the row, or puts it back.
  fileprivate func change(by change: RowsChange) throws -> HTTPResponse {
    let results = try queue.change(.ids([parameters[0]]), by: change, as: caller)
    for result in results {
      do throws(Refusal) {
        if let answer = try result.outcome.get().answers(in: zone).first {
          return self.answer(answer)
        }
      } catch {
        throw Problem.refused(error)
      }
    }
    throw Problem.refused(.notFound(parameters[0]))
  }

  /// The same caller, for a claim.
  fileprivate func session(claimToken: String) -> Caller {
    caller.session.map { .session($0, claimToken: claimToken) } ?? caller
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

/// Rows that were added.
private struct AddedRowsAnswer: Shaped {
  let items: [ZonedItem]
  let ids: [String]

  init(_ rows: [QueueItem], in zone: QueueZone?) {
    ids = rows.map(\.id)
    items = rows.map { ZonedItem($0, in: zone) }
  }

  static var shapeName: StaticString { "added rows" }
  static func shape(_ fields: inout Fields<AddedRowsAnswer>) {
    fields.add("ids", \.ids)
    fields.add("items", \.items)
  }
}

private struct Resumed: Shaped {
  let was: Pause?

  static var shapeName: StaticString { "resume" }
  static func shape(_ fields: inout Fields<Resumed>) {
    fields.add("was", \.was, "the pause that ended; null where there was none")
  }
}
