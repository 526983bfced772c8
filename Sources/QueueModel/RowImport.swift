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
