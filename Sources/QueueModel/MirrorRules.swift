/// What becomes of a row of the table when the database takes the table over.
/// Source: `docs/storage.md`, "Two copies".
public enum RowImport: Equatable, Sendable {
  /// Both say the same.
  case agreed
  /// The database gets the row.
  case added
  /// The database gets these fields.
  case changed([ItemFields.Field])
  /// The database changed the row since both last agreed; it says something else in these
  /// fields, and goes on to do so.
  case kept([ItemFields.Field])
  /// The row went from the database, which had it when both last agreed; it stays away.
  case gone

  /// Decides by three versions of the row.
  ///
  /// - Parameters:
  ///   - file: what the table says.
  ///   - database: what the database says; `nil` where it has no such row.
  ///   - mirror: what both said when they last agreed; `nil` where they never did.
  ///   - isChanged: for a row without `mirror`, whether the database tells of any change of it.
  ///   - force: takes what the table says, whatever the database does.
  public init(
    _ file: ItemFields, database: ItemFields?, mirror: ItemFields?, isChanged: Bool,
    force: Bool
  ) {
    guard let database else {
      self = mirror == nil || force ? .added : .gone
      return
    }
    let fields = file.differing(from: database)
    if fields.isEmpty {
      self = .agreed
    } else if force || (mirror.map { $0 == database } ?? !isChanged) {
      self = .changed(fields)
    } else {
      self = .kept(fields)
    }
  }
}

/// What becomes of a row that the table and the database have when the table is written
/// from the database. Source: `docs/storage.md`, "Two copies".
///
/// What somebody wrote into the table since both last agreed wins, but for what only
/// commands say: how far the row is, and who has it.
public struct RowRendering: Equatable, Sendable {
  /// What both say afterwards.
  public let row: ItemFields
  /// The fields that the database gets from the table.
  public let taken: [ItemFields.Field]
  /// Those that somebody wrote into the table, and that the database does not get.
  public let refused: [ItemFields.Field]
  /// Those that the table gets, without the refused ones.
  public let changed: [ItemFields.Field]

  /// - Parameters:
  ///   - file: what the table says.
  ///   - database: what the database says.
  ///   - mirror: what both said when they last agreed; `nil` where they never did.
  public init(_ file: ItemFields, database: ItemFields, mirror: ItemFields?) {
    let differing = file.differing(from: database)
    let edited = mirror.map { mirror in differing.filter { file[$0] != mirror[$0] } } ?? []
    taken = edited.filter(\.isFreeToEdit)
    refused = edited.filter { !$0.isFreeToEdit }
    var row = database
    for field in taken { row[field] = file[field] }
    if taken.contains(.notes), let mirror {
      var notes = Notes(row[.notes] ?? "")
      notes.keepControl(of: Notes(database[.notes] ?? ""), since: Notes(mirror[.notes] ?? ""))
      row[.notes] = notes.text.isEmpty ? nil : notes.text
    }
    self.row = row
    let (taken, refused) = (taken, refused)
    changed = differing.filter { !taken.contains($0) && !refused.contains($0) }
  }

  /// A row that somebody wrote into the table: it comes as one that waits.
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
