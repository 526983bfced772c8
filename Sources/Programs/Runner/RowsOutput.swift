public import Door
public import Model
public import Text
public import Worktrees

// What became of rows, as the commands that change them print it.

extension CommandContext {
  /// Prints what became of a row: a line, or its change as JSON.
  ///
  /// - Parameters:
  ///   - decision: what became of it.
  ///   - output: the line; `nil` for `ID -> STATUS`.
  public func show(
    _ decision: Decision, as output: (QueueItem) -> CommandOutput? = { _ in nil }
  ) throws {
    guard let item = decision.item else { return }
    if shared.isJSON {
      for change in decision.answers(in: taskQueue.zoneOfJSON) { try print(change) }
    } else if let output = output(item) {
      try print(output)
    } else {
      try print(item.statusLine + decision.changes.digestOfApproval)
    }
  }

  /// Makes changes of several rows, and prints `ID -> STATUS` of each. A row that is refused stops
  /// none of the others.
  public func change(
    _ changes: [(id: String, transition: Transition)], _ left: LeftWork = .refused
  ) throws -> ExitStatus {
    try taskQueue.change(changes, left, as: caller) { try show($0) }.check()
    return .success
  }

  /// Prints what became of several rows: `ID -> STATUS` of each, or one JSON document.
  public func show(_ results: [RowResult]) throws {
    let zone = taskQueue.zoneOfJSON
    try show(
      results, answers: { $0.answers(in: zone) },
      lines: { decision in
        let items = decision.changes.isEmpty ? [decision.item] : decision.changes.map(\.after)
        return items.compactMap { $0.map { $0.statusLine + decision.changes.digestOfApproval } }
      })
  }

  /// Prints what became of several rows.
  ///
  /// - Parameters:
  ///   - results: the rows.
  ///   - answers: what became of a row.
  ///   - lines: the same, as text.
  public func show<Answer: Shaped>(
    _ results: [RowResult], answers: (Decision) -> [Answer], lines: (Decision) throws -> [String]
  ) throws {
    var several = SeveralAnswers<Answer>()
    for result in results {
      switch result.outcome {
      case .success(let decision) where shared.isJSON: several.changes += answers(decision)
      case .success(let decision): for line in try lines(decision) { try print(line) }
      case .failure(let refusal):
        let error = addingSuggestion(to: .refused(refusal))
        several.refused.append(RefusedRow(id: result.id, error))
        if !shared.isJSON { printError(error) }
      }
    }
    if shared.isJSON {
      try print(several)
    } else if results.isEmpty {
      try print("NOOP")
    }
  }
}

extension [RowResult] {
  /// - Throws: where a row was refused.
  public func check() throws(Problem) {
    let refused = count(where: \.isRefused)
    if refused > 0 { throw .rowsRefused(refused, of: count) }
  }
}

/// What became of several rows.
public struct SeveralAnswers<Answer: Shaped>: Shaped {
  fileprivate var changes: [Answer] = []
  fileprivate var refused: [RefusedRow] = []

  public static var shapeName: StaticString {
    Answer.self == ZonedChange.self ? "several changes" : "several rows"
  }
  public static func shape(_ fields: inout Fields<SeveralAnswers>) {
    fields.add("changes", \.changes, "what became of the rows, in their order")
    fields.add("refused", \.refused, "the rows that stay as they are; the status is 1 then")
  }
}

extension QueueCommand {
  /// What a command prints that takes one row or several.
  public static var answersOfSeveral: [any Shaped.Type] {
    [ZonedChange.self, SeveralAnswers<ZonedChange>.self]
  }
}

extension [ItemChange] {
  /// ` (3f2a9c81d0e4)` of an approval; empty for other changes.
  fileprivate var digestOfApproval: String {
    lazy.filter { $0.event == .approved }.compactMap(\.decidedDigest).first.map { " (\($0))" } ?? ""
  }
}
