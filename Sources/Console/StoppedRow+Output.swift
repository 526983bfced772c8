import Engine
import Facts
public import JSON
public import QueueModel
public import QueueStore
import TextWidth
package import Wording

/// The first FAILED or BLOCKED rows of a queue, and how many there are.
public struct StoppedRows: Sendable {
  public let status: Status
  public let first: [StoppedRow]
  public let count: Int

  /// How many rows are not among the first.
  public var more: Int { count - first.count }
}

extension CommandContext {
  /// The most urgent rows with a status. Only these become items, so that the cost does not depend
  /// on how many there are.
  ///
  /// - Parameters:
  ///   - status: FAILED or BLOCKED.
  ///   - snapshot: the queue.
  ///   - count: how many rows have that status.
  ///   - limit: how many of them at most.
  public func stoppedRows(
    _ status: Status, in snapshot: some QueueSnapshot, count: Int, limit: Int
  ) throws -> StoppedRows {
    var rows: [StoppedRow] = []
    if count > 0, limit > 0 {
      // The settings decide only whether a retry needs force.
      let context =
        try (try? transitionContext())
        ?? TransitionContext(
          session: session, now: taskQueue.now(), author: Author(actor: session ?? ""))
      snapshot.visit(status) { item in
        if let row = StoppedRow(item, context) { rows.append(row) }
        return rows.count < limit ? .more : .enough
      }
    }
    return StoppedRows(status: status, first: rows, count: count)
  }

  /// `ORCH-7 FAILED worker: exit 3 (ops retry ORCH-7)`.
  package func news(of row: StoppedRow, in language: Language = .english) -> String {
    let news = row.cause.awaitsReply ? row.news : StoppedRow.Cause.cut(row.news)
    return "\(row.item.id.escaped) \(news(language)) (\(commandLine(row.remedy)))"
  }

  /// Prints rows on standard error, so that cron mails them, also with `--quiet`.
  ///
  /// - Returns: whether all were written.
  package func printNews(of rows: [StoppedRow]) -> Bool {
    rows.allSatisfy { console.printError(news(of: $0, in: languageForErrors)) }
  }

  /// `{"id","status","reason","command"}`.
  public func json(of row: StoppedRow) -> JSONValue {
    [
      "id": .string(row.item.id), "status": .string(row.item.status.rawValue),
      "reason": .string(row.cause.sentence.english),
      "command": .string(commandLine(row.remedy)),
    ]
  }

  /// `ORCH-7 asks: which one? (orch answer ORCH-7 TEXT)`.
  package func text(of row: StoppedRow, in language: Language = .english) -> String {
    "\(row.item.id.escaped) \(row.cause.shortSentence(language)) (\(commandLine(row.remedy)))"
  }
}
