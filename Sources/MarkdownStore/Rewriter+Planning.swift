import Host
import QueueDocument
import QueueModel
import QueueStore

extension Rewriter {
  func plan<Operation: StoreOperation>(_ operation: Operation, _ attempt: RewriteAttempt) -> Result<
    Plan<Operation.Answer>, StoreError
  > {
    Result { () throws(StoreError) in
      let document: QueueDocument
      do throws(DocumentError) { document = try attempt.queue.document.get() } catch {
        throw .malformed(path: path, error)
      }
      let history = try history(operation.history, before: attempt, at: operation.time)
      let versions = try lifting { () throws(SystemError) in
        operation.needsVersions ? try VersionHistory(journal, kept) : nil
      }
      do {
        let table = MarkdownTable(document: document, claims: claims)
        var plan = try operation.plan(for: table, history: history, versions: versions)
        if plan.rewrite != nil || !plan.claims.isEmpty {
          plan.claims = claims.leftBehind(in: document).filter(plan.isSilent(on:)) + plan.claims
        }
        return plan
      } catch {
        throw StoreError(ofRule: error)
      }
    }
  }

  /// What happened up to the attempt's queue, saves included that no entry tells yet.
  private func history(
    _ scope: HistoryScope?, before attempt: RewriteAttempt, at time: QueueTime
  ) throws(StoreError) -> [HistoryEntry] {
    guard let scope else { return [] }
    let told = try lifting { () throws(SystemError) in
      try JournalHistory(sidecar: sidecar).entries(scope)
    }
    return saveEntries(for: attempt, at: time).reduce(told) { told, save in
      told + save.rows.map { HistoryEntry(save, $0) }
    }
  }
}
