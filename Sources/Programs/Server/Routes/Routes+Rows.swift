import Door
import HTTP
import Model
import Text
import Worktrees

extension Route {
  /// One change to rows that a person chose: all of them, or none.
  static var changingRows: [Route] {
    [
      .post(
        "v1/changes", .decide,
        [.text("change", isRequired: true), .texts("ids"), .text("notes"), .text("to")],
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
  case pick, done, fail, block, assign, release, cancel, retry, rm

  /// - Parameters:
  ///   - notes: what became of the row, or why.
  ///   - owner: the session of `assign`.
  func transition(of id: String, _ notes: String, to owner: String) -> Transition {
    switch self {
    case .pick: return .pick(id: id)
    case .done: return Self.finish(id, .done, notes)
    case .fail: return Self.finish(id, .failed(isPermanent: false), notes)
    case .block: return Self.finish(id, .blocked, notes)
    case .assign: return .assign(id: id, to: owner, from: nil, force: false)
    case .release: return .release(id: id, force: false)
    case .cancel: return .cancel(id: id, reason: notes.isEmpty ? nil : notes)
    case .retry: return .retry(id: id, force: false)
    case .rm: return .remove([id], force: false)
    }
  }

  private static func finish(
    _ id: String, _ ending: Transition.Finish.Ending, _ notes: String
  ) -> Transition {
    var finish = Transition.Finish(id: id, as: ending, notes: notes)
    // Without notes those of the row stay.
    finish.appends = notes.isEmpty
    return .finish(finish)
  }

  /// Whether the row's notes have to say why.
  var needsNotes: Bool { self == .fail || self == .block }
}

private func uniqued(_ ids: [String]) -> [String] {
  var seen: Set<String> = []
  return ids.filter { seen.insert($0).inserted }
}

extension Call {
  fileprivate func change(_ change: PersonsChange, _ ids: [String]) throws -> HTTPResponse {
    let notes = body.text("notes").flatMap(CellText.value) ?? ""
    let owner = body.text("to").flatMap(CellText.value) ?? ""
    if ids.isEmpty { throw RequestError.missing("ids") }
    if change.needsNotes, notes.isEmpty { throw RequestError.missing("notes") }
    if change == .assign, owner.isEmpty { throw RequestError.missing("to") }
    // A pause keeps rows from being claimed, one by one.
    if change == .pick {
      guard ids.count == 1 else { throw RequestError.severalPicks }
      let item = try queue.pick(ids[0], as: caller)
      let changes = item.map { [ZonedChange(unchanged: $0, in: zone)] } ?? []
      return answer(ChangedRows(changes: changes))
    }
    let transition =
      change == .rm
      ? .remove(ids, force: false)
      : Transition.several(ids.map { change.transition(of: $0, notes, to: owner) })
    let decision = try queue.perform(transition, as: caller)
    return answer(ChangedRows(changes: decision.answers(in: zone)))
  }
}

extension RequestError {
  fileprivate static func missing(_ member: String) -> RequestError {
    .usage(
      "the body has no '\(member)'", "본문에 '\(member)'이(가) 없습니다",
      hint: Sentence("send {\"\(member)\": …}", "{\"\(member)\": …} 형식으로 보내십시오"))
  }

  fileprivate static func unknownChange(_ name: String) -> RequestError {
    let known = PersonsChange.allCases.map(\.rawValue).joined(separator: ", ")
    return .usage(
      "'\(name.escaped)' is not a change", "'\(name.escaped)'은(는) 변경의 이름이 아닙니다",
      hint: Sentence("use one of \(known)", "\(known) 가운데 하나를 쓰십시오"))
  }

  fileprivate static var severalPicks: RequestError {
    .usage(
      "several rows can't be claimed in one request", "한 번에 여러 행을 맡을 수 없습니다",
      hint: Sentence("claim one row at a time", "한 행씩 맡으십시오"))
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
