import Attempts
import Door
public import Model
public import Monitoring
public import QueueStore
package import Text

extension CommandContext {
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

  public func answer(of row: StoppedRow) -> StoppedAnswer { StoppedAnswer(row, commandLine) }

  /// `ORCH-7 asks: which one? (orch answer ORCH-7 TEXT)`.
  package func text(of row: StoppedRow, in language: Language = .english) -> String {
    "\(row.item.id.escaped) \(row.cause.shortSentence(language)) (\(commandLine(row.remedy)))"
  }
}

extension CommandContext {
  /// Warns of rows that are stuck, where there is a FAILED or BLOCKED row.
  public func warn(ofStuckRowsIn snapshot: some QueueSnapshot) throws {
    let stuck = try taskQueue.rowsBehindStopped(in: snapshot)
    guard let first = stuck.first else { return }
    warn(.stuckRow(id: first.idText, blockers: first.reason.blockers, more: stuck.count - 1))
  }
}
