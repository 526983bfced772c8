package import Model

// Converts the events of a queue's contents to the history that any store has.

extension QueueContents {
  /// The history in one of the event tables, the oldest first.
  package func history(in table: Table, zone: QueueZone) -> [HistoryEntry] {
    self[table].map { HistoryEntry(TextRow($0), zone: zone) }
  }

  /// Adds a history to one of the event tables. The events get the next numbers.
  package mutating func add(_ history: [HistoryEntry], to table: Table, zone: QueueZone) {
    let known = (self[.events] + self[.archivedEvents]).compactMap { $0[0].flatMap { Int($0) } }
    var number = known.max() ?? 0
    // In a file, several rows of one change share a number.
    var numbers: [Int: Int] = [:]
    for entry in history {
      number += 1
      if numbers[entry.sequence] == nil { numbers[entry.sequence] = number }
      let event = StoredEvent(entry, undoing: entry.undoes.flatMap { numbers[$0] })
      let time = QueueTime(iso8601: entry.time).map {
        QueueTime(epochSeconds: $0.epochSeconds, zone: zone).text
      }
      self[table].append(
        [String(number), event.itemID, event.type, event.payload, time ?? entry.time])
    }
  }

  /// The rows in one of the item tables, without unreadable ones.
  package func items(in table: Table) -> [QueueItem] {
    let places = QueueItem.storedColumns.map { table.columns.firstIndex(of: $0) }
    return self[table].compactMap { row in
      QueueItem(TextRow(places.map { place in place.flatMap { row[$0] } }))
    }
  }
}

/// A row of contents.
private struct TextRow: ResultRow {
  private let cells: [String?]

  init(_ cells: [String?]) { self.cells = cells }

  func text(_ column: Int) -> String { cells[column] ?? "" }
  func optionalText(_ column: Int) -> String? { cells[column] }
  func int(_ column: Int) -> Int { optionalInt(column) ?? 0 }
  func optionalInt(_ column: Int) -> Int? { cells[column].flatMap { Int($0) } }
}

extension Event {
  /// The event of a change that another store recorded, from its command and its cells.
  init(of entry: HistoryEntry) {
    if let named = Event(rawValue: entry.command) ?? Self.ofCommands[entry.command] {
      self = named
    } else if entry.isAddition {
      self = entry.command == HistoryEntry.restoreCommand ? .restored : .added
    } else if entry.isRemoval {
      self = entry.command == ArchiveRule.command ? .archived : .removed
    } else if entry.before.isEmpty, entry.after.isEmpty, let findings = entry.findings {
      self = findings.verdict == nil ? .guardrail : .reviewGate
    } else {
      switch entry.newStatus {
      case .pending: self = entry.before["status"] == "IN_PROGRESS" ? .released : .retried
      case .inProgress: self = .picked
      case .done: self = .done
      case .failed: self = .failed
      case .blocked: self = .blocked
      case nil: self = .edited
      }
    }
  }

  private static let ofCommands: [String: Event] = [
    "answer": .answered, "approve": .approved, "assign": .assigned, "cancel": .cancelled,
    "edit": .edited, "migrate": .migrated, "move": .moved, "reject": .rejected,
    "release": .released, "render": .rendered, "replan": .replanned, "retry": .retried,
    "undo": .undone,
  ]
}
