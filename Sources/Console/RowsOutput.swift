import CommandLineKit
import Engine
public import Facts
public import JSON
public import QueueModel
import Representation
import Wording

extension CommandContext {
  /// Makes changes of several rows at once, and prints what became of each: lines, or one JSON
  /// document. A row that is refused stops none of the others.
  ///
  /// - Parameters:
  ///   - changes: the rows, and the change of each.
  ///   - isDryRun: whether only to say what would become of them.
  ///   - json: what became of a row; `nil` for nothing.
  ///   - lines: the same, as text.
  public func change(
    _ changes: [(id: String, transition: Transition)], isDryRun: Bool = false,
    json: (Decision) -> JSONValue?, lines: (Decision) throws -> [String]
  ) throws -> RowsOutcome {
    let decisions = try ChangeRows(queue: queue())(changes.map(\.transition), isDryRun: isDryRun)
    var outcome = RowsOutcome()
    var (documents, refused): ([JSONValue], [JSONValue]) = ([], [])
    for (row, decision) in zip(changes, decisions) {
      switch decision {
      case .success(let decision):
        outcome.changed.append(row.id)
        if shared.isJSON { documents += json(decision).map { [$0] } ?? [] }
        if !shared.isJSON { for line in try lines(decision) { try print(line) } }
      case .failure(let refusal):
        let error = addingSuggestion(to: .refused(refusal))
        outcome.refused += 1
        refused.append(error.json(ofRow: row.id))
        if !shared.isJSON { printError(error) }
      }
    }
    if shared.isJSON {
      try print(["changes": .array(documents), "refused": .array(refused)])
    } else if changes.isEmpty {
      try print("NOOP")
    }
    return outcome
  }
}

/// Which of several rows changed, or were so already.
public struct RowsOutcome: Sendable {
  public fileprivate(set) var changed: [String] = []
  fileprivate var refused = 0

  /// - Throws: where a row was refused.
  public func check() throws {
    if refused > 0 { throw Problem.rowsRefused(refused, of: changed.count + refused) }
  }
}

extension Problem {
  fileprivate func json(ofRow id: String) -> JSONValue {
    [
      "id": .string(id), "code": .string(code), "message": .string(message),
      "hint": .string(hint.english),
    ]
  }
}

extension TransitionCommand {
  /// The JSON of a command that takes one row or several.
  public static var jsonOfSeveral: String {
    """
    as change

    several rows
    as several changes
    """
  }

  /// Makes changes of several rows, prints `ID -> STATUS` of each, and ends their workers.
  public func change(
    _ changes: [(id: String, transition: Transition)], isDryRun: Bool = false,
    in context: CommandContext
  ) throws -> ExitStatus {
    let zone = context.taskQueue.zoneOfJSON
    let outcome = try context.change(
      changes, isDryRun: isDryRun, json: { $0.json(in: zone) },
      lines: { $0.item.map { [$0.statusLine] } ?? [] })
    if endsWorker, !isDryRun { try endWorkers(of: outcome.changed, in: context) }
    try outcome.check()
    return .success
  }
}
