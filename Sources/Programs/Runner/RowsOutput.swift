public import Door
public import Model
public import Text
public import Worktrees

// The output of commands that change rows.

extension CommandContext {
  /// Prints the result for a row: a line, or its change as JSON.
  ///
  /// - Parameter output: the line; `nil` for `ID -> STATUS`.
  public func show(
    _ decision: Decision, as output: (QueueItem) -> Sentence? = { _ in nil }
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

  /// Changes several rows and prints `ID -> STATUS` for each. A refused row does not stop the
  /// others.
  public func change(
    _ changes: [(id: String, transition: Transition)], _ left: LeftWork = .refused
  ) throws -> ExitStatus {
    try taskQueue.change(changes, left, as: caller) { try show($0) }.check()
    return .success
  }

  /// Prints the results for several rows: `ID -> STATUS` for each, or one JSON document.
  public func show(_ results: [RowResult]) throws {
    let zone = taskQueue.zoneOfJSON
    try show(
      results, answers: { $0.answers(in: zone) },
      lines: { decision in
        let items = decision.changes.isEmpty ? [decision.item] : decision.changes.map(\.after)
        return items.compactMap { $0.map { $0.statusLine + decision.changes.digestOfApproval } }
      })
  }

  /// Prints the results for several rows, and the error of each refused one.
  ///
  /// - Parameters:
  ///   - answers: the result for a row in JSON.
  ///   - lines: the results as text.
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
  /// - Throws: if a row was refused.
  public func check() throws(Problem) {
    let refused = count(where: \.isRefused)
    if refused > 0 { throw .rowsRefused(refused, of: count) }
  }
}

/// The results for several rows.
public struct SeveralAnswers<Answer: Shaped>: Shaped {
  fileprivate var changes: [Answer] = []
  fileprivate var refused: [RefusedRow] = []

  public static var shapeName: StaticString {
    Answer.self == ZonedChange.self ? "several changes" : "several rows"
  }
  public static func shape(_ fields: inout Fields<SeveralAnswers>) {
    fields.add("changes", \.changes, "what became of the rows, in their order")
    fields.add(
      "refused", \.refused,
      "the refused rows, which stay as they are; if there are any, the status is 1")
  }
}

extension QueueCommand {
  /// The answers of a command that takes one row or several.
  public static var answersOfSeveral: [any Shaped.Type] {
    [ZonedChange.self, SeveralAnswers<ZonedChange>.self]
  }
}

extension [ItemChange] {
  /// ` (3f2a9c81d0e4)` for an approval; empty for other changes.
  fileprivate var digestOfApproval: String {
    lazy.filter { $0.event == .approved }.compactMap(\.decidedDigest).first.map { " (\($0))" } ?? ""
  }
}
