import Engine
public import JSON
public import QueueModel
public import QueueStore

/// A PENDING row that can't start before a person acts: it waits for a row that is FAILED, BLOCKED or
/// missing, maybe over others, or what may be spent on it is spent.
public struct StuckRow: Equatable, Sendable {
  public let id: String
  /// The rows without which it can't start: those that are FAILED, BLOCKED or missing, or wait for
  /// such a row themselves.
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

  /// The stuck rows, in the order of the table, by the rule of `ops why`.
  public static func rows(
    in snapshot: some QueueSnapshot, _ context: TransitionContext
  ) throws -> [StuckRow] {
    let waiting = (0..<snapshot.rowCount).compactMap { row in
      snapshot.status(at: row) == .pending && snapshot.mayWait(at: row)
        ? snapshot.item(at: row) : nil
    }
    if waiting.isEmpty { return [] }
    let obstructions = try WaitAnalysis(maxWorkers: 0, context: context)
      .obstructions(of: waiting, in: snapshot)
    return waiting.compactMap { item in
      obstructions[item.id].map { StuckRow(id: item.id, blockers: $0) }
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
  /// Warns of rows that are stuck, where there is a FAILED or BLOCKED row.
  public func warn(ofStuckRowsIn snapshot: some QueueSnapshot) throws {
    let hasStopped = (0..<snapshot.rowCount).contains {
      snapshot.status(at: $0)?.isStopped ?? false
    }
    guard hasStopped else { return }
    let stuck = try StuckRow.rows(in: snapshot, try queue().context())
    guard let first = stuck.first else { return }
    warn(.stuckRow(id: first.id.escaped, blockers: first.blockers, more: stuck.count - 1))
  }
}
