import QueueModel
import SQLite
import SQLiteStore

/// What a database says of a queue at one moment, and what both said when it last agreed
/// with the table.
struct DatabaseRows {
  /// In the order in which they came.
  let rows: [StoredRow]
  private let places: [String: Int]
  let state: MirrorState
  let mirror: [String: MirrorEntry]
  let lastClaimNumber: Int
  let policy: Policy

  /// - Parameters:
  ///   - connection: within a transaction.
  ///   - state: what the mirror knows of the file in hand.
  ///   - policy: what holds for rows without a limit of their own.
  init(
    _ connection: Connection, _ state: MirrorState, _ policy: Policy
  ) throws(SQLiteError) {
    rows = try connection.rows()
    places = Dictionary(
      rows.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.state = state
    switch state {
    case .never, .anotherFile: mirror = [:]
    case .agreed: mirror = try MirrorTable(connection: connection).entries()
    }
    lastClaimNumber = try connection.lastClaim()
    self.policy = policy
  }

  /// Whether nothing is known of what the table said before.
  var isFirst: Bool { through == nil }

  var through: Int? {
    switch state {
    case .agreed(let through): through
    case .never, .anotherFile: nil
    }
  }

  func row(_ id: String) -> StoredRow? { places[id].map { rows[$0] } }

  /// What both said when they last agreed, with what was rendered since without the
  /// database being told: nobody typed that.
  func mirror(_ history: [HistoryEntry], hasAfterColumn: Bool) -> [String: MirrorEntry] {
    var mirror = mirror
    for entry in history where entry.command == HistoryEntry.renderCommand {
      guard let id = entry.id else { continue }
      if entry.isRemoval {
        mirror[id] = nil
      } else {
        let item = row(id)?.item
        var known =
          mirror[id] ?? MirrorEntry(row: ItemFields(), impliedAttempts: item?.maxAttempts)
        known.row.take(entry.after, hasAfterColumn: hasAfterColumn)
        mirror[id] = known
      }
    }
    return mirror
  }
}
