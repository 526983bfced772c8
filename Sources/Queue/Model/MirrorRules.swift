/// The rule by which a database imports a row of the table.
/// Source: `docs/storage.md`, "Two copies".
public enum RowImport: Equatable, Sendable {
  /// The table and the database agree.
  case agreed
  /// The row is added to the database.
  case added
  /// The database takes over these fields.
  case changed([ItemFields.Field])
  /// The database changed the row since both last agreed, and keeps its values of these fields.
  case kept([ItemFields.Field])
  /// The row was removed from the database since both last agreed, and is not added again.
  case gone

  /// Decides by three versions of the row.
  ///
  /// - Parameters:
  ///   - file: the row in the table.
  ///   - database: the row in the database; `nil` if it has none.
  ///   - agreed: the row when both last agreed; `nil` if they never did.
  ///   - isChanged: for a row without `agreed`, whether the database's history has a change of the
  ///     row.
  ///   - force: takes the table's row in any case.
  public init(
    _ file: ItemFields, database: ItemFields?, agreed: ItemFields?, isChanged: Bool,
    force: Bool
  ) {
    guard let database else {
      self = agreed == nil || force ? .added : .gone
      return
    }
    let fields = file.differing(from: database)
    if fields.isEmpty {
      self = .agreed
    } else if force || (agreed.map { $0 == database } ?? !isChanged) {
      self = .changed(fields)
    } else {
      self = .kept(fields)
    }
  }
}

/// The rule by which a row of the table is rendered from the database. Source: `docs/storage.md`,
/// "Two copies".
///
/// An edit of the table since both last agreed wins, except for fields that only commands set:
/// status, owner and attempts.
public struct RowRendering: Equatable, Sendable {
  /// The row that both have afterwards.
  public let row: ItemFields
  /// The fields that the database takes from the table.
  public let taken: [ItemFields.Field]
  /// The edited fields that the database does not take.
  public let refused: [ItemFields.Field]
  /// The fields that the table takes from the database, without the refused ones.
  public let changed: [ItemFields.Field]

  /// - Parameters:
  ///   - file: the row in the table.
  ///   - database: the row in the database.
  ///   - agreed: the row when both last agreed; `nil` if they never did.
  ///   - policy: decides which fields are in the notes.
  public init(
    _ file: ItemFields, database: ItemFields, agreed: ItemFields?, _ policy: Policy = Policy()
  ) {
    let differing = file.differing(from: database)
    let edited = agreed.map { agreed in differing.filter { file[$0] != agreed[$0] } } ?? []
    refused = edited.filter { !$0.isFreeToEdit }
    var row = database
    for field in edited where field.isFreeToEdit { row[field] = file[field] }
    if edited.contains(.notes), let agreed {
      var notes = Notes(row[.notes] ?? "")
      notes.keepChanges(
        of: Notes(database[.notes] ?? ""), since: Notes(agreed[.notes] ?? ""), policy.controlKeys)
      row[.notes] = notes.text.isEmpty ? nil : notes.text
    }
    taken = edited.filter { $0.isFreeToEdit && row[$0] != database[$0] }
    self.row = row
    let (taken, refused) = (taken, refused)
    changed = differing.filter { !taken.contains($0) && !refused.contains($0) }
  }

  /// Renders a row that was added in the table. It becomes PENDING.
  public init(new file: ItemFields) {
    var row = file
    row[.status] = Status.pending.rawValue
    row[.ownerSession] = nil
    row[.startedAt] = nil
    self.row = row
    taken = []
    refused = file.differing(from: row)
    changed = []
  }
}
