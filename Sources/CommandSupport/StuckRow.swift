public import JSON
public import QueueModel
public import QueueStore

/// A PENDING row that can't start before a person acts: it waits for a FAILED or BLOCKED one, or what
/// may be spent on it is spent.
public struct StuckRow: Equatable, Sendable {
  public let id: String
  /// The FAILED and BLOCKED rows that it waits for.
  public let blockers: [Dependencies.Blocker]
  /// What its own budget does not allow; `nil` for a row that waits for others.
  public let excess: BudgetExcess?

  init(id: String, blockers: [Dependencies.Blocker] = [], excess: BudgetExcess? = nil) {
    (self.id, self.blockers, self.excess) = (id, blockers, excess)
  }

  /// `ORCH-2 waits for ORCH-1 (FAILED)`.
  public var text: String {
    "\(id.escaped) \(excess == nil ? "waits for " : "")\(reason(in: .english))"
  }

  /// `ORCH-1 (FAILED)`, or the budget and what raises it.
  package func reason(in messages: Messages) -> String {
    guard let excess else { return blockers.text(in: messages) }
    return "\(messages.text(of: excess)) (\(messages.raising(excess.use.key)))"
  }

  public var json: JSONValue {
    var json: JSONObject = ["id": .string(id), "waits_for": .array(blockers.map(\.json))]
    if let excess { json["budget"] = excess.use.json }
    return .object(json)
  }

  /// The stuck rows, in the order of the table.
  public static func rows(in snapshot: some QueueSnapshot) -> [StuckRow] {
    let rows = 0..<snapshot.rowCount
    guard rows.contains(where: { snapshot.status(at: $0)?.isStopped ?? false }) else { return [] }
    return rows.compactMap { row in
      guard snapshot.status(at: row) == .pending, snapshot.mayWait(at: row),
        let item = snapshot.item(at: row)
      else { return nil }
      let blockers = Dependencies.blockers(of: item) { snapshot.status(of: $0) }
        .filter { $0.status?.isStopped ?? false }
      return blockers.isEmpty ? nil : StuckRow(id: item.id, blockers: blockers)
    }
  }
}

extension [Dependencies.Blocker] {
  /// `ORCH-1 (FAILED), ORCH-3 (PENDING)`.
  public var text: String { text(in: .english) }

  package func text(in messages: Messages) -> String {
    map { messages.text(of: $0) }.joined(separator: ", ")
  }
}

extension CommandContext {
  /// Warns of rows that are stuck.
  public func warn(ofStuckRowsIn snapshot: some QueueSnapshot) {
    let stuck = StuckRow.rows(in: snapshot)
    guard let first = stuck.first else { return }
    warn(.stuckRow(id: first.id.escaped, blockers: first.blockers, more: stuck.count - 1))
  }
}
