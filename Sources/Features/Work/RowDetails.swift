public import Attempts
public import Door
import Host
public import Model
import QueueStore
public import Workers
import Worktrees

/// A row, with its history, files and attempts.
public struct RowDetails: Sendable {
  public let item: QueueItem
  /// What a PENDING row waits for.
  public let blockers: [Dependencies.Blocker]
  /// The history, oldest first.
  public let history: [HistoryEntry]
  /// The time of the reading.
  public let now: QueueTime
  /// The names of the columns with times in the row's table.
  public let headings: TimeHeadings
  /// The name of the row's worker, if orch starts workers by name.
  public let worker: String?
  /// The name of the repository that the row names; `nil` for the project's repository.
  public let repository: String?
  /// The text of `tasks/ID.md`.
  public let brief: String?
  /// The folder with the row's reports and the findings of proofs, relative to home.
  public let evidence: String?
  /// The log of the row's last worker, relative to home.
  public let log: String?
  /// The attempts, oldest first.
  public let attempts: [RowAttempt]
  /// The changes that a person can make to the row now, as names of commands.
  public let allowed: [String]
  /// The digest of the state about which a person decides; `nil` if there is nothing to decide.
  public let approvalDigest: String?
  /// The costs of the row's attempts together; `nil` if the ledger has no entries.
  public let costs: CostSum?

  /// The number of attempts of each kind, in the order in which the kinds first occur.
  public var kindsOfAttempts: [(kind: String, count: Int)] {
    var kinds: [(kind: String, count: Int)] = []
    for attempt in attempts {
      if let place = kinds.firstIndex(where: { $0.kind == attempt.kind }) {
        kinds[place].count += 1
      } else {
        kinds.append((attempt.kind, 1))
      }
    }
    return kinds
  }
}

extension TaskQueue {
  /// - Throws: among others if there is no such row.
  public func details(ofRow id: String) throws(Problem) -> RowDetails {
    try asking {
      let policy = try policy()
      let changes = try PersonsChanges(in: queue(as: Caller()))
      let (item, blockers, allowed) = try read { table in
        let item = try table.existing(id)
        let isPending = item.status == .pending
        let plan = try isPending ? Dependencies.plan(holding: item, in: table, policy) : nil
        let after = try isPending ? Dependencies.blockers(of: item, in: table, policy) : []
        return (
          item, try Dependencies.named(after, in: table) + (plan?.blockers ?? []),
          changes.allowed(of: item, in: table)
        )
      }
      let history = try store().history(of: id)
      let (workspace, now, headings) = (try workspace(), try now(), try timeHeadings())
      let attempts = try attempts(at: item)
      let home = workspace.home
      // The folder of an archived attempt has the files that were archived with the row.
      let folders = attempts.compactMap(\.kept.folder).suffix(1).map {
        $0.hasFolder ? Path.parent(of: $0.path) : $0.place
      }
      let evidence = [workspace.sidecar, archive(of: workspace)].compactMap {
        EvidenceFolder(sidecar: $0, id: id)?.path
      }
      return RowDetails(
        item: item, blockers: blockers, history: history, now: now, headings: headings,
        worker: workspace.workerName(of: item), repository: workspace.repositoryName(of: item),
        brief: try workspace.brief(of: id),
        evidence: (folders + evidence)
          .first { (try? FileStatus.ifExists($0)) != nil }.map { Path.relative($0, to: home) },
        log: attempts.last { $0.kept.hasLog }.map { Path.relative($0.kept.log, to: home) },
        attempts: attempts, allowed: allowed,
        approvalDigest: item.hasDecision
          ? try decidedContents(policy).digest(of: item, item.matter) : nil,
        costs: try costs(ofRow: id))
    }
  }
}
