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

  /// Prints rows on standard error even with `--quiet`, so that cron mails them.
  ///
  /// - Returns: whether all lines were written.
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
  /// Warns of rows that are stuck behind a FAILED or BLOCKED row.
  public func warn(ofStuckRowsIn snapshot: some QueueSnapshot) throws {
    let stuck = try taskQueue.rowsBehindStopped(in: snapshot)
    guard let first = stuck.first else { return }
    let (id, blockers, more) = (first.idText, first.reason.blockers.labels, stuck.count - 1)
    warn(
      "\(id) waits for \(blockers.english)"
        + (more > 0 ? ", and \(more) more (ops status lists them)" : ""),
      "\(id): 기다리는 행: \(blockers.korean)" + (more > 0 ? " 외 \(more)행 (ops status가 보여 줍니다)" : ""))
  }
}
