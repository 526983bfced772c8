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
