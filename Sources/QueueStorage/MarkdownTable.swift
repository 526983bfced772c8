import QueueDocument
import QueueModel

/// The table of a file, with what the sidecar knows of who took its rows.
struct MarkdownTable: QueueSnapshot {
  let document: QueueDocument
  private let source: Source

  var claims: Claims { source.claims }

  init(document: QueueDocument, claims: Claims) { self.init(document: document) { claims } }

  init(document: QueueDocument, readingClaims: @escaping () -> Claims) {
    self.document = document
    source = Source(document, readingClaims)
  }

  /// What is read once, when somebody asks for it: a plain list asks for none of it.
  private final class Source {
    private let read: () -> Claims
    private let document: QueueDocument
    private(set) lazy var claims = read()
    private(set) lazy var doneKeys = document.idempotencyKeys(.done)

    init(_ document: QueueDocument, _ read: @escaping () -> Claims) {
      self.document = document
      self.read = read
    }
  }

  private func claimed(_ item: QueueItem?) -> QueueItem? {
    guard var item, let claim = claims[item.id] else { return item }
    // Somebody may have finished it in the file: then nobody works on it any more.
    item.claim = item.status.isFinished ? claim.withoutLease : claim
    return item
  }

  // MARK: By id

  func item(_ id: String) throws(Refusal) -> QueueItem? { claimed(try document.item(id)) }

  func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) rethrows {
    try document.visit(status) { item in try visit(claimed(item) ?? item) }
  }

  func status(of id: String) -> Status? { document.status(of: id) }
  func contains(_ id: String) -> Bool { document.contains(id) }
  func rows(waitingFor id: String) -> [String] { document.rows(waitingFor: id) }
  var highestNumber: Int { document.highestNumber }
  var nextClaimNumber: Int { claims.last + 1 }
  func hasDone(idempotencyKey: String) -> Bool { source.doneKeys.contains(idempotencyKey) }

  // MARK: By place

  func item(at row: Int) -> QueueItem? { claimed(document.item(at: row)) }
  var rowCount: Int { document.rowCount }
  func status(at row: Int) -> Status? { document.status(at: row) }
  func priorityRank(at row: Int) -> Int { document.priorityRank(at: row) }
  func mayWait(at row: Int) -> Bool { document.mayWait(at: row) }
  var malformedRows: MalformedRows? { document.malformedRows }
  var rowsToMend: [MalformedRow] { document.rowsToMend }

  func append(
    _ columns: [Column], ofRow row: Int, separator: UInt8, to output: inout [UInt8]
  ) {
    document.append(columns, ofRow: row, separator: separator, to: &output)
  }
}
