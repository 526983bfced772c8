import QueueModel
import QueueStore
import SQLite

/// What the rows of a database say that they should not.
struct DatabaseCheck {
  private let connection: Connection
  /// The readable rows, in the order of arrival.
  private let items: [QueueItem]
  private let byID: [String: QueueItem]
  /// Rows with a status that nobody knows, by id.
  private let unreadable: [(id: String, status: String)]

  init(_ connection: Connection) throws(SQLiteError) {
    self.connection = connection
    let rows = try connection.statement(
      "SELECT \(connection.selection) FROM queue_items ORDER BY rowid"
    ).rows { (item: StoredItem.read($0), id: $0.text(0), status: $0.text(1)) }
    items = rows.compactMap(\.item)
    byID = Dictionary(items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    unreadable = rows.filter { $0.item == nil }.map { ($0.id, $0.status) }
  }

  func filling(_ verification: Verification) throws(SQLiteError) -> Verification {
    var found = verification
    found.rows = items.count + unreadable.count
    found.problems = unknownStatuses + illFormedIDs + dependencies + leases
    found.problems += try claimNumbers()
    let log = try LoggedRows(connection)
    found.events = log.eventCount
    found.problems += log.differences(from: byID, unreadable: Set(unreadable.map(\.id)))
    return found
  }

  private var unknownStatuses: [Verification.Problem] {
    let known = Status.allCases.map(\.rawValue).joined(separator: ", ")
    return unreadable.map {
      .init(.unknownStatus, $0.id, "unknown status '\($0.status)' of \($0.id): use \(known)")
    }
  }

  private var illFormedIDs: [Verification.Problem] {
    (items.map(\.id) + unreadable.map(\.id)).filter { !ItemID.isWellFormed($0) }.map {
      .init(.illFormedID, $0, "the id '\($0)' is ill-formed: \(ItemID.rule)")
    }
  }

  private var dependencies: [Verification.Problem] {
    let there = Set(unreadable.map(\.id)).union(byID.keys)
    let unknown = items.flatMap { item in
      item.after.filter { !there.contains($0) }.map {
        Verification.Problem(
          .unknownDependency, item.id, "\(item.id) waits for \($0), which no row has")
      }
    }
    let cycles = Dependencies.cycles(among: items.map(\.id)) { byID[$0]?.after ?? [] }
    return unknown
      + cycles.map { cycle in
        let way = (cycle + [cycle[0]]).joined(separator: " -> ")
        return .init(.dependencyCycle, cycle[0], "rows that wait for each other: \(way)")
      }
  }

  private var leases: [Verification.Problem] {
    items.compactMap { item in
      guard item.status.isFinished, let lease = item.claim?.lease else { return nil }
      return .init(
        .leaseOnFinished, item.id,
        "\(item.id) is \(item.status.rawValue), and \(lease.owner) has a lease on it")
    }
  }

  /// A number that was not counted would be given again, and an old token fit a new claim.
  private func claimNumbers() throws(SQLiteError) -> [Verification.Problem] {
    guard connection.has("queue_meta") else { return [] }
    let last = try connection.lastClaim()
    return items.compactMap { item in
      guard let number = item.claim?.number, number > last else { return nil }
      return .init(
        .claimNumber, item.id,
        "the claim of \(item.id) has number \(number), and only \(last) were given")
    }
  }
}

extension Connection {
  /// Whether there is such a table, which older versions lack.
  func has(_ table: String) -> Bool {
    let found = try? database.prepare(
      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '\(table)'"
    ).first { _ in true }
    return found != nil
  }
}
