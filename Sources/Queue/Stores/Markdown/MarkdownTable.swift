import Host
package import Model
package import QueueStore
package import Table

/// The table of a file, with the claims of its sidecar.
package struct MarkdownTable: QueueSnapshot {
  package let document: QueueDocument
  private let source: Source
  /// Reads the numbers of removed rows. Called only for a new id with this prefix.
  var readingRemoved: (_ prefix: String) throws(StoreError) -> RemovedNumbers = { _ in
    RemovedNumbers()
  }

  /// Reads the rows that a request added. Called only for a request with a key.
  var readingAddition: (_ key: RequestKey) throws(StoreError) -> RecordedAddition? = { _ in nil }

  /// The absences of missing rows. Read only if a row waits for a missing one.
  var absentRows: AbsentRows?

  package internal(set) var isProvisional = false

  /// The claims; none if they could not be read.
  package var claims: Claims { source.claims }
  /// Why the claims could not be read when they were needed.
  var claimsError: SystemError? { source.claimsError }

  package init(document: QueueDocument, claims: Claims) { self.init(document: document) { claims } }

  init(
    document: QueueDocument, readingClaims: @escaping () throws(SystemError) -> Claims
  ) {
    self.document = document
    source = Source(document, readingClaims)
  }

  /// Values that are read one time, on first use. A plain list of rows needs none of them.
  private final class Source {
    private let read: () throws(SystemError) -> Claims
    private let document: QueueDocument
    private(set) var claimsError: SystemError?
    private(set) lazy var claims = readClaims()
    private(set) lazy var doneKeys = document.idempotencyKeys(.done)

    init(_ document: QueueDocument, _ read: @escaping () throws(SystemError) -> Claims) {
      self.document = document
      self.read = read
    }

    private func readClaims() -> Claims {
      do { return try read() } catch {
        claimsError = error
        return Claims()
      }
    }
  }

  private func withClaim(_ item: consuming QueueItem) -> QueueItem {
    guard let claim = claims[item.id] else { return item }
    // A row that a person finished in the file has no worker any more, so its lease is ignored.
    item.claim = item.status.isFinished ? claim.withoutLease : claim
    return item
  }

  // MARK: By id

  package func item(_ id: String) throws(Refusal) -> QueueItem? {
    try document.item(id).map(withClaim)
  }

  package var ids: [String] { document.ids }

  package func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) rethrows {
    try document.visit(status) { item in try visit(withClaim(item)) }
  }

  package func scan(
    _ status: Status, _ body: (PlainRow?, _ item: () -> QueueItem?) throws -> Visit
  ) rethrows {
    try document.visitRows(status) { row in
      try body(document.plainRow(at: row)) { item(at: row) }
    }
  }

  package var leasedPending: [QueueItem] {
    claims.leased.compactMap { id in
      document.status(of: id) == .pending ? (try? item(id)) ?? nil : nil
    }.sorted { ($0.priority.rank, $0.line ?? 0) < ($1.priority.rank, $1.line ?? 0) }
  }

  package func count(_ status: Status) -> Int {
    var count = 0
    document.visitRows(status) { _ in
      count += 1
      return .more
    }
    return count
  }

  /// Searches the whole file, whatever the status of the row is.
  package func mayHave(note: String, _ status: Status) -> Bool {
    document.bytes.withBytes { $0.contains(Array(note.utf8)) }
  }

  package func status(of id: String) -> Status? { document.status(of: id) }
  package func contains(_ id: String) -> Bool { document.contains(id) }
  package func archivedStatus(of id: String) throws(StoreError) -> Status? {
    try absentRows?.archivedStatus(of: id)
  }
  package func wasRemoved(_ id: String) throws(StoreError) -> Bool {
    try absentRows?.wasRemoved(id) ?? false
  }
  package func rows(waitingFor ids: Set<String>) -> [String] {
    document.rows(waitingFor: ids)
  }
  package func highestNumber(of prefix: String) throws(StoreError) -> Int {
    max(document.highestNumber(of: prefix), try readingRemoved(prefix)[prefix])
  }
  package var nextClaimNumber: Int { claims.highestNumber + 1 }
  package func addition(withKey key: RequestKey) throws(StoreError) -> RecordedAddition? {
    try readingAddition(key)
  }
  package func hasDone(idempotencyKey: String) -> Bool { source.doneKeys.contains(idempotencyKey) }

  // MARK: By place

  package func item(at row: Int) -> QueueItem? {
    guard let item = document.item(at: row) else { return nil }
    return withClaim(consume item)
  }
  package var rowCount: Int { document.rowCount }
  package func status(at row: Int) -> Status? { document.status(at: row) }
  package func priorityRank(at row: Int) -> Int { document.priorityRank(at: row) }
  package func mayWait(at row: Int) -> Bool { document.mayWait(at: row) }
  package var malformedRows: MalformedRows? { document.malformedRows }
  package func line(at row: Int) -> UnsafeRawBufferPointer? { document.lineBytes(row) }

  package var rowsToMend: [MalformedRow] { document.rowsToMend }

  package func append(
    _ columns: [Column], ofRow row: Int, separator: UInt8, to output: inout [UInt8]
  ) {
    document.append(columns, ofRow: row, separator: separator, to: &output)
  }
}

extension QueueDocument {
  package var malformedRows: MalformedRows? {
    firstProblem.map { MalformedRows(count: malformedRowCount, first: $0) }
  }
}
