/// What becomes of a row that the table and the database have when the table is written
/// from the database. Source: `docs/storage.md`, "Mirror".
///
/// What somebody wrote into the table since both last agreed wins, but for what only
/// commands say: how far the row is, and who has it.
public struct RowRendering: Equatable, Sendable {
  /// What both say afterwards.
  public let row: PortableRow
  /// The fields that the database gets from the table.
  public let taken: [PortableRow.Field]
  /// Those that somebody wrote into the table, and that the database does not get.
  public let refused: [PortableRow.Field]
  /// Those that the table gets, without the refused ones.
  public let changed: [PortableRow.Field]

  /// - Parameters:
  ///   - file: what the table says.
  ///   - database: what the database says.
  ///   - mirror: what both said when they last agreed; `nil` where they never did.
  public init(_ file: PortableRow, database: PortableRow, mirror: PortableRow?) {
    let differing = file.differing(from: database)
    let edited = mirror.map { mirror in differing.filter { file[$0] != mirror[$0] } } ?? []
    taken = edited.filter(\.isFreeToEdit)
    refused = edited.filter { !$0.isFreeToEdit }
    var row = database
    for field in taken { row[field] = file[field] }
    if taken.contains(.notes), let mirror { row.keepControl(of: database, since: mirror) }
    self.row = row
    let (taken, refused) = (taken, refused)
    changed = differing.filter { !taken.contains($0) && !refused.contains($0) }
  }

  /// A row that somebody wrote into the table: it comes as one that waits.
  public init(new file: PortableRow) {
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

extension PortableRow {
  /// Notes that somebody typed keep what commands wrote meanwhile for other commands: until
  /// when the row waits, and what for.
  fileprivate mutating func keepControl(of database: PortableRow, since mirror: PortableRow) {
    var notes = Notes(self[.notes] ?? "")
    let (new, old) = (Notes(database[.notes] ?? ""), Notes(mirror[.notes] ?? ""))
    for key in Notes.ControlKey.allCases.filter({ $0 != .after }) + [.after] {
      let isTyped = notes.value(of: key) != old.value(of: key)
      guard let value = (isTyped ? notes : new).value(of: key) ?? notes.value(of: key) else {
        continue
      }
      let isGone = !isTyped && new.value(of: key) == nil
      notes.remove(key)
      if !isGone { notes.append(key, value) }
    }
    self[.notes] = notes.text.isEmpty ? nil : notes.text
  }
}
