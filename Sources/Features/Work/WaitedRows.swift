import Door
package import Model
import QueueStore
import Worktrees

/// The rows to wait for: named rows, and the rows of named plans. Rows that are added to a plan
/// later are included.
struct WaitedRows {
  private let words: [String]
  /// The rows that were found so far: in the order of the words, and then of the table.
  private var ids: [String] = []
  private var known: Set<String> = []
  /// The words that are names of plans.
  private var plans: [String] = []
  /// The archived rows among those that are no longer in the queue.
  private var archived: [String: QueueItem] = [:]
  private var isResolved = false

  /// - Parameter words: ids of rows and names of plans.
  init(_ words: [String]) { self.words = words }

  struct Look {
    let rows: [Explanation]
    /// What will happen to each row without a person.
    let outlooks: [WaitOutlook]
    /// The rows that are no longer in the queue or in its archive.
    let deleted: [String]
    let now: QueueTime
    /// Whether a save seems to be in progress, so that the rows may soon change.
    let isProvisional: Bool

    /// The outcome; `nil` while something may still happen without a person.
    var outcome: WaitOutcome? { WaitOutcome(of: outlooks) }

    /// Whether the next tick or pick will change a row.
    var hasNext: Bool { outlooks.contains(.isNext) }
  }

  /// Reads the rows.
  ///
  /// - Throws: among others a refusal if a word is neither a row's id nor a plan's name.
  mutating func look(in queue: Queue) throws -> Look {
    let snapshot = try queue.snapshot()
    if isResolved { addRowsOfPlans(in: snapshot) } else { try resolve(in: snapshot, queue) }
    let found = try ExplainWaiting(queue: queue)(ofRows: ids, in: snapshot)
    let context = try queue.context()
    var rows = Dictionary(
      found.explanations.compactMap { row in row.id.map { ($0, row) } },
      uniquingKeysWith: { first, _ in first })
    var outlooks = rows.mapValues { $0.reason.outlook(by: context.policy) }
    let missing = ids.filter { rows[$0] == nil }
    try readArchive(for: missing, queue)
    for item in missing.compactMap({ archived[$0] }) {
      let row = Explanation(archived: item, context)
      rows[item.id] = row
      // No watchdog retries archived rows.
      outlooks[item.id] = row.reason.outlook(by: Policy())
    }
    return Look(
      rows: ids.compactMap { rows[$0] }, outlooks: ids.compactMap { outlooks[$0] },
      deleted: ids.filter { rows[$0] == nil }, now: found.now,
      isProvisional: snapshot.isProvisional)
  }

  // MARK: Words

  /// Finds what each word names: a row, a plan, or both. The queue is searched before its archive.
  private mutating func resolve(in snapshot: any QueueSnapshot, _ queue: Queue) throws {
    plans = words.filter(PlanName.isWellFormed)
    let planRows = snapshot.rows(ofPlans: Set(plans)).mapValues { $0.map(\.id) }
    let needsArchive = words.contains { !snapshot.contains($0) || planRows[$0] != nil }
    let archive = needsArchive ? try queue.archive() : nil
    let archivedRows =
      archive?.rows(ofPlans: Set(plans)).mapValues { $0.map(\.id) } ?? [:]
    for word in words {
      let ofPlan = (planRows[word] ?? []) + (archivedRows[word] ?? [])
      if snapshot.contains(word) {
        add([word] + ofPlan)
      } else if planRows[word] == nil, archive?.contains(word) ?? false {
        plans.removeAll { $0 == word }
        add([word])
      } else if ofPlan.isEmpty {
        throw Problem.refused(.notFound(word))
      } else {
        add(ofPlan)
      }
    }
    isResolved = true
  }

  private mutating func addRowsOfPlans(in snapshot: any QueueSnapshot) {
    let rows = snapshot.rows(ofPlans: Set(plans))
    for plan in plans { add((rows[plan] ?? []).map(\.id)) }
  }

  private mutating func add(_ found: [String]) {
    for id in found where known.insert(id).inserted { ids.append(id) }
  }

  // MARK: The archive

  /// Reads from the archive the rows that the queue does not have. The archive is read after the
  /// queue, because a row is added to the archive before it leaves the queue.
  private mutating func readArchive(for missing: [String], _ queue: Queue) throws {
    let unknown = missing.filter { archived[$0] == nil }
    guard !unknown.isEmpty, let archive = try queue.archive() else { return }
    for id in unknown { archived[id] = try archive.item(id) }
  }
}

extension Explanation {
  /// Explains a row of the archive, whose rows are all DONE or FAILED.
  package init(archived item: QueueItem, _ context: TransitionContext) {
    let stop = StoppedRow(item, context)
    self.init(
      item.id, item.status, stop.map { .stopped($0) } ?? .done, stop.map { _ in .restore(item.id) })
  }
}
