import QueueModel
import SQLite
import SQLiteStore

/// The database's table `queue_mirror`: each row as it was when the file and the database
/// last agreed, and under the empty id, which no row has, what file that was.
struct MirrorTable {
  let connection: Connection

  private static let headID = ""

  // MARK: The file

  func head() throws(SQLiteError) -> MirrorHead? {
    try text(of: Self.headID).flatMap(MirrorHead.init)
  }

  /// Entries that left the same file changed no row.
  func set(_ head: MirrorHead) throws(SQLiteError) {
    var known = try self.head()
    if head.left != nil, known?.left == head.left { known?.through = head.through }
    if known != head { try set(head.text, for: Self.headID) }
  }

  // MARK: Rows

  func entry(_ id: String) throws(SQLiteError) -> MirrorEntry? {
    try text(of: id).flatMap { MirrorEntry($0) }
  }

  func entries() throws(SQLiteError) -> [String: MirrorEntry] {
    var entries: [String: MirrorEntry] = [:]
    let statement = try connection.statement("SELECT item_id, cells FROM queue_mirror")
    while try statement.step() {
      let id = statement.text(0)
      if id != Self.headID { entries[id] = MirrorEntry(statement.text(1)) }
    }
    return entries
  }

  /// The ids of rows that the database has not any more.
  func idsOfGone() throws(SQLiteError) -> [String] {
    try connection.statement(
      """
      SELECT item_id FROM queue_mirror
      WHERE item_id <> '' AND item_id NOT IN (SELECT id FROM queue_items)
      """
    ).rows { $0.text(0) }
  }

  func set(_ entry: MirrorEntry) throws(SQLiteError) { try set(entry.text, for: entry.row.id) }

  func remove(_ id: String) throws(SQLiteError) {
    try connection.statement("DELETE FROM queue_mirror WHERE item_id = ?").run(id)
  }

  // MARK: Both

  private func text(of id: String) throws(SQLiteError) -> String? {
    let statement = try connection.statement("SELECT cells FROM queue_mirror WHERE item_id = ?")
    try statement.bind(id)
    return try statement.first { $0.text(0) }
  }

  private func set(_ text: String, for id: String) throws(SQLiteError) {
    try connection.statement("INSERT OR REPLACE INTO queue_mirror(item_id, cells) VALUES(?, ?)")
      .run(id, text)
  }
}
