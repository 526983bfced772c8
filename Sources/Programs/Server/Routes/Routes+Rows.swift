import Attempts
import Door
import HTTP
import Model
import QueueStore
import Requests
import Text
import Worktrees

extension Route {
  /// One change to rows that a person chose: all of them, or none.
  static var changingRows: [Route] {
    [
      .post(
        "v1/changes", .decide,
        [
          .text("change", isRequired: true), .texts("ids"), .text("notes"), .text("to"),
          .text("worker"), .text("above"), .text("below"), .flag("force"),
        ],
        gives: ChangedRows.self
      ) { call in
        guard let change = PersonsChange(rawValue: call.body.requiredText("change")) else {
          throw RequestError.unknownChange(call.body.requiredText("change"))
        }
        return try call.change(change, uniqued(call.body.texts("ids") ?? []))
      }
    ]
  }
}

/// A change that a person makes to rows, by the name of its command.
private enum PersonsChange: String, CaseIterable {
  case pick, done, fail, block, assign, release, cancel, retry, reopen, move, rm

  /// - Parameters:
  ///   - ids: the rows.
  ///   - notes: what became of them, or why.
  ///   - body: has the session or worker of `assign`, and the place of `move`.
  /// - Returns: `nil` if the rows are claimed, which a pause prevents.
  /// - Throws: if the body lacks what the change needs.
  func transition(
    of ids: [String], _ notes: String, _ body: Body
  ) throws(RequestError) -> Transition? {
    if notes.isEmpty, [.fail, .block, .reopen].contains(self) {
      throw RequestError(.missingMember("notes"))
    }
    switch self {
    case .rm: return .remove(ids, force: false)
    case .move: return .move(ids, to: try Self.target(body))
    case .pick: return nil
    case .done: return Self.finish(ids, .done, notes)
    case .fail: return Self.finish(ids, .failed(isPermanent: false), notes)
    case .block: return Self.finish(ids, .blocked, notes)
    case .assign:
      if body.session != nil { return nil }
      guard let worker = body.text("worker").flatMap(CellText.value) else {
        throw RequestError(.missingMember("to"))
      }
      return .several(ids.map { .edit(Transition.Edit(id: $0, [.worker: worker])) })
    case .release: return .several(ids.map { .release(id: $0, force: body.flag("force")) })
    case .cancel:
      return .several(ids.map { .cancel(id: $0, reason: notes.isEmpty ? nil : notes) })
    case .retry: return .several(ids.map { .retry(id: $0, force: false) })
    case .reopen:
      return .several(ids.map { .replan(id: $0, from: .done, reason: notes, force: true) })
    }
  }

  private static func finish(
    _ ids: [String], _ ending: Transition.Finish.Ending, _ notes: String
  ) -> Transition {
    .several(
      ids.map { id in
        var finish = Transition.Finish(id: id, as: ending, notes: notes)
        // A note is added to those that the row has.
        finish.appends = true
        return .finish(finish)
      })
  }

  private static func target(_ body: Body) throws(RequestError) -> Transition.Target {
    switch (body.text("above"), body.text("below"), body.text("to")) {
    case (let id?, nil, nil): return .above(id)
    case (nil, let id?, nil): return .below(id)
    case (nil, nil, "top"): return .top
    case (nil, nil, "bottom"): return .bottom
    case (_, _, _):
      throw .usage(
        "'move' needs one place", "'move'에는 자리 하나가 필요합니다",
        hint: Sentence(
          "send 'above' or 'below' with an id, or 'to' with top or bottom",
          "'above'나 'below'에 id를, 또는 'to'에 top이나 bottom을 보내십시오"))
    }
  }
}

extension Body {
  /// The session to which `assign` gives the rows.
  fileprivate var session: String? { text("to").flatMap(CellText.value) }
}

private func uniqued(_ ids: [String]) -> [String] {
  var seen: Set<String> = []
  return ids.filter { seen.insert($0).inserted }
}

extension Call {
  fileprivate func change(_ change: PersonsChange, _ ids: [String]) throws -> HTTPResponse {
    let notes = body.text("notes").flatMap(CellText.value) ?? ""
    if ids.isEmpty { throw Problem.missingMember("ids") }
    guard let transition = try change.transition(of: ids, notes, body) else {
      if change == .assign || ids.count > 1 {
        let claims = try queue.claim(ids, for: change == .assign ? body.session : nil, as: caller)
        return answer(ChangedRows(changes: claims.answers(in: zone)))
      }
      let before = try queue.snapshot().status(of: ids[0])
      let item = try queue.pick(ids[0], as: caller)
      let changes = item.map { [ZonedChange($0, from: before, in: zone)] } ?? []
      return answer(ChangedRows(changes: changes))
    }
    let decision = try queue.perform(transition, as: caller)
    let changed = Set(decision.changes.map(\.id))
    let snapshot = try queue.snapshot()
    let others = ids.filter { !changed.contains($0) }.compactMap { id in
      ((try? snapshot.item(id)) ?? nil).map { ZonedChange($0, from: $0.status, in: zone) }
    }
    let changes = decision.changes.map { ZonedChange($0, in: zone) } + others
    return answer(ChangedRows(changes: changes))
  }
}

extension RequestError {
  fileprivate static func unknownChange(_ name: String) -> RequestError {
    let known = PersonsChange.allCases.map(\.rawValue).joined(separator: ", ")
    return .usage(
      "'\(name.escaped)' is not a change", "'\(name.escaped)'은(는) 변경의 이름이 아닙니다",
      hint: Sentence("use one of \(known)", "\(known) 가운데 하나를 쓰십시오"))
  }
}

/// The rows of one change.
private struct ChangedRows: Shaped {
  let changes: [ZonedChange]

  static var shapeName: StaticString { "changed rows" }
  static func shape(_ fields: inout Fields<ChangedRows>) {
    fields.add("changes", \.changes, "what became of the rows; empty while the queue is paused")
  }
}
