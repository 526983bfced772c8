import Attempts
import Door
import HTTP
import Model
import Plans
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
        let (key, brief) = (try call.requestKey(), call.body.text("brief"))
        return try NewRow(call.body).apply(to: call.queue) { row in
          guard let key else {
            let rows = try call.queue.add(row, brief: brief, as: call.caller).changes
              .compactMap(\.after)
            call.warn(of: rows, row)
            return call.answer(AddedRowsAnswer(rows, in: call.zone), status: 201)
          }
          let added = try call.queue.add(row, brief: brief, key: key, as: call.caller)
          call.warn(of: added.rows, row)
          return call.answer(
            AddedRowsAnswer(added.rows, in: call.zone), status: added.isRepetition ? 200 : 201)
        }
      },
      .patch("v1/rows/{id}", .submit, [.objects("changed")], gives: EditAnswer.self) { call in
        let changes = try FieldChanges(parsing: call.request.body)
        let edited = try call.changedFields().apply(to: call.queue) {
          try call.queue.edit(call.parts[0], changes, as: call.caller)
        }
        for notice in edited.notices { call.warn(notice.sentence) }
        return call.answer(EditAnswer(edited, in: call.zone))
      },
      .post(
        "v1/plans", .submit, nil, gives: AppliedPlanAnswer.self, statuses: [200, 201],
        newIDs: true, isSubmit: true, takesKey: true
      ) { call in
        let file = try call.queue.readPlan(call.request.body)
        let applied = try call.queue.apply(
          file.plan, key: call.requestKey()?.text, as: call.caller)
        return call.answer(
          AppliedPlanAnswer(applied, costLimit: nil), status: applied.isRepeated ? 200 : 201)
      },
      .post(
        "v1/rows/{id}/answer", .decide,
        [.text("text", isRequired: true), .number("question", in: 1...(.max)), .text("digest")],
        gives: ZonedChange.self
      ) { call in
        let text = call.body.requiredText("text")
        let answer = Transition.Reply.Kind.answer(text, question: call.body.number("question"))
        return try call.reply(answer)
      },
      .post("v1/rows/{id}/approve", .decide, [.text("digest")], gives: ZonedChange.self) { call in
        try call.reply(.approve)
      },
      .post(
        "v1/rows/{id}/reject", .decide, [.text("reason", isRequired: true), .text("digest")],
        gives: ZonedChange.self
      ) { call in
        try call.reply(.reject(reason: call.body.requiredText("reason")))
      },
      .post("v1/rows/{id}/cancel", .decide, [.text("reason")], gives: ZonedChange.self) { call in
        try call.change(by: .cancel(reason: call.body.text("reason")))
      },
      .post(
        "v1/rows/{id}/retry", .decide, [.flag("force"), .flag("fresh")], gives: ZonedChange.self
      ) { call in
        try call.change(
          by: .retry(force: call.body.flag("force"), fresh: call.body.flag("fresh")))
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
        return call.answer(AppliedPlanAnswer(applied, costLimit: nil))
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

  /// The fields of an edit, whose form was checked.
  fileprivate func changedFields() throws -> RowFields {
    let changes = (body["changed"]?.arrayValue ?? []).compactMap(\.objectValue)
    var fields = RowFields(
      ofRow: parts[0], named: changes.compactMap { $0["field"]?.stringValue })
    for change in changes {
      guard let name = change["field"]?.stringValue, let field = EditableField(named: name),
        let value = try fields.read(name, { try field.checked(change["to"]?.stringValue ?? "") })
      else { continue }
      if field == .worker { fields.worker = value }
      if field == .repository { fields.repository = value }
      if field == .after { fields.after = Dependencies.ids(in: value) }
    }
    return fields
  }

  fileprivate func warn(of rows: [QueueItem], _ new: Transition.NewItem) {
    for notice in rows.flatMap(new.notices) { warn(notice.sentence) }
  }

  /// Makes a change, and answers with the new state of its rows.
  func perform(_ transition: Transition, of caller: Caller? = nil) throws -> HTTPResponse {
    let decision = try queue.perform(transition, as: caller ?? self.caller)
    guard let answer = decision.answers(in: zone).first else {
      preconditionFailure("a change is of a row")
    }
    return self.answer(answer)
  }

  /// Decides about the row's content with the given digest, or, without a digest, about its content
  /// when it began to wait.
  fileprivate func reply(_ kind: Transition.Reply.Kind) throws -> HTTPResponse {
    var reply = Transition.Reply(id: parts[0], kind)
    reply.digest = body.text("digest")
    reply.isUnseen = kind == .approve
    return try perform(.reply(reply))
  }

  fileprivate func change(by change: RowsChange) throws -> HTTPResponse {
    let results = try queue.change(.ids([parts[0]]), by: change, as: caller)
    for result in results {
      do throws(Refusal) {
        if let answer = try result.outcome.get().answers(in: zone).first {
          return self.answer(answer)
        }
      } catch {
        throw Problem.refused(error)
      }
    }
    throw Problem.refused(.notFound(parts[0]))
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
