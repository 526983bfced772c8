public import JSON
public import QueueModel
public import QueueStore

/// A PENDING row that waits for a FAILED or BLOCKED one: it can't start before a person moves that.
public struct StuckRow: Equatable, Sendable {
  public let id: String
  public let blockers: [Dependencies.Blocker]

  /// `ORCH-2 waits for ORCH-1 (FAILED)`.
  public var text: String {
    "\(id.escaped) waits for \(blockers.text)"
  }

  public var json: JSONValue {
    ["id": .string(id), "waits_for": .array(blockers.map(\.json))]
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
