package import Model

/// Checks the rows of a database.
package struct DatabaseCheck {
  /// The readable rows, in order of arrival.
  private let items: [QueueItem]
  private let byID: [String: QueueItem]
  /// The rows with an unknown status.
  private let unreadable: [(id: String, status: String)]

  private let lastClaim: Int?
  private let absences: [String: Absence]

  /// - Parameters:
  ///   - rows: all rows.
  ///   - lastClaim: the number of the last claim; `nil` if unknown.
  ///   - absences: why their `absentRows` do not exist.
  package init(_ rows: [StoredRow], lastClaim: Int?, absences: [String: Absence]) {
    (self.lastClaim, self.absences) = (lastClaim, absences)
    items = rows.compactMap(\.item)
    byID = Dictionary(items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    unreadable = rows.compactMap { row in
      if case .unreadable(let id, let status) = row { (id, status) } else { nil }
    }
  }

  /// `verification`, with the numbers of rows and events and with the problems found.
  package func completing(_ verification: Verification, _ log: LoggedRows) -> Verification {
    var found = verification
    found.rows = items.count + unreadable.count
    found.problems = unknownStatuses + illFormedIDs + dependencies + leases + claimNumbers
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
    let ids = Set(unreadable.map(\.id)).union(byID.keys)
    let unknown = items.flatMap { item in
      item.after.filter { !ids.contains($0) && absences[$0] != .archived(.done) }.map { id in
        let fate =
          switch absences[id] {
          case nil: "does not exist"
          case .removed?: "was removed"
          case .archived(let status)?: "is archived as \(status.rawValue)"
          }
        return Verification.Problem(
          .unknownDependency, item.id, "\(item.id) waits for \(id), which \(fate)")
      }
    }
    let cycles = Dependencies.cycles(among: items.map(\.id)) { byID[$0]?.after ?? [] }
    return unknown
      + cycles.map { cycle in
        let way = (cycle + [cycle[0]]).joined(separator: " -> ")
        return .init(.dependencyCycle, cycle[0], "rows wait for each other: \(way)")
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

  /// The claims whose number is above the last number that the database recorded. Such a number
  /// would be assigned again, and an old token would then match a new claim.
  private var claimNumbers: [Verification.Problem] {
    guard let last = lastClaim else { return [] }
    return items.compactMap { item in
      guard let number = item.claim?.number, number > last else { return nil }
      return .init(
        .claimNumber, item.id,
        "the claim of \(item.id) has number \(number), but the last claim was number \(last)")
    }
  }
}

/// The rows as the event log describes them.
package struct LoggedRows {
  /// A row after the events that were added so far.
  private struct Row {
    /// The row's cells after the last event that has cells; `nil` for a deleted row.
    var cells: [String: String]?
    /// Whether a later event has no cells.
    var hasEventWithoutCells = false
    /// Whether the row was moved to an archive, which may be this database.
    var isArchived = false
  }

  private var rows: [String: Row] = [:]
  private(set) var eventCount = 0

  package init() {}

  /// Adds the next event. Its columns are `HistoryEntry.eventColumns`.
  package mutating func add(_ event: some ResultRow) {
    eventCount += 1
    let isArchived = event.text(2) == Event.archived.rawValue
    apply(HistoryEntry(event, zone: .fixed(0)), isArchived: isArchived)
  }

  package mutating func add(_ entry: HistoryEntry) { apply(entry, isArchived: false) }

  private mutating func apply(_ entry: HistoryEntry, isArchived: Bool) {
    guard let id = entry.row?.id, !entry.isOfLease else { return }
    if entry.before.isEmpty, entry.after.isEmpty {
      if entry.changesBrief { return }
      rows[id]?.hasEventWithoutCells = true
    } else if entry.isRemoval {
      rows[id] = Row(cells: nil, isArchived: isArchived)
    } else {
      let before = entry.isAddition ? [:] : rows[id]?.cells ?? [:]
      rows[id] = Row(cells: before.merging(entry.after) { $1 })
    }
  }

  /// The differences between the log and the readable rows, by id. `unreadable` has the ids of the
  /// other rows.
  func differences(
    from items: [String: QueueItem], unreadable: Set<String>
  ) -> [Verification.Problem] {
    rows.sorted { $0.key < $1.key }.compactMap { id, row in
      if unreadable.contains(id) { return nil }
      guard let difference = difference(of: row, from: items[id], id) else { return nil }
      return row.hasEventWithoutCells
        ? .init(.changedByOthers, id, "\(difference): changed by a tool that logs no cells")
        : .init(.changedWithoutEvent, id, "\(difference): changed without an event")
    }
  }

  private func difference(of row: Row, from item: QueueItem?, _ id: String) -> String? {
    switch (row.cells, item) {
    case (nil, nil): return nil
    case (nil, .some): return row.isArchived ? nil : "\(id) exists, but the event log removed it"
    case (.some, nil): return "\(id) is in the event log, but no row has it"
    case (let cells?, let item?):
      let texts = Self.differing(cells, item).map { name, logged, text in
        "\(name) '\(Self.short(text))' (logged '\(Self.short(logged))')"
      }
      return texts.isEmpty ? nil : "\(id) has \(texts.joined(separator: ", "))"
    }
  }

  /// The differences between the log and the rows, as changes of the rows.
  package func changes(to items: [QueueItem]) -> [RowChange] {
    items.compactMap { item in
      guard let logged = rows[item.id]?.cells else { return nil }
      var (before, after): ([String: String], [String: String]) = ([:], [:])
      for (name, known, text) in Self.differing(logged, item) {
        (before[name], after[name]) = (known, text)
      }
      return before.isEmpty ? nil : RowChange(id: item.id, before: before, after: after)
    }
  }

  /// The cells of a row whose text differs in the log.
  private static func differing(
    _ cells: [String: String], _ item: QueueItem
  ) -> [(column: String, logged: String, text: String)] {
    Column.allCases.compactMap { column in
      let text = item.text(of: column) ?? "-"
      guard let logged = cells[column.name], logged != text else { return nil }
      return (column.name, logged, text)
    }
  }

  private static func short(_ text: String) -> String {
    text.count <= 40 ? text : "\(text.prefix(39))…"
  }
}
