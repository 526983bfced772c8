import Host
import QueueDocument
import QueueModel
import QueueStore

extension Rewriter {
  func plan<W: Work>(_ work: W, _ round: Round) -> Result<Plan<W.Answer>, StoreError> {
    Result { () throws(StoreError) in
      let document: QueueDocument
      do throws(DocumentError) { document = try round.queue.document.get() } catch {
        throw .malformed(path: path, error)
      }
      let history = try history(work.history, before: round, at: work.time)
      let versions = try lifting { () throws(SystemError) in
        work.needsVersions ? try VersionHistory(journal, kept) : nil
      }
      do {
        let table = MarkdownTable(document: document, claims: claims)
        var plan = try work.plan(for: table, history: history, versions: versions)
        if plan.rewrite != nil || !plan.claims.isEmpty {
          plan.claims = claims.leftBehind(in: document).filter(plan.isSilent(on:)) + plan.claims
        }
        return plan
      } catch {
        throw StoreError(ofRule: error)
      }
    }
  }

  /// What happened up to the round's queue, saves included that no entry tells yet.
  private func history(
    _ scope: HistoryScope?, before round: Round, at time: QueueTime
  ) throws(StoreError) -> [HistoryEntry] {
    guard let scope else { return [] }
    let told = try lifting { () throws(SystemError) in
      try JournalHistory(sidecar: sidecar).entries(scope)
    }
    return saveEntries(for: round, at: time).reduce(told) { told, save in
      told + save.rows.map { HistoryEntry(save, $0) }
    }
  }
}
