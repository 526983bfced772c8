import Host
import Model
import SQLite
import Text

/// The database's table `queue_mirror`. It has the state of each row at the last agreement between
/// the file and the database. The state of the file itself is stored under the empty id, which no
/// row has.
struct MirrorTable {
  let connection: Connection

  private static let headID = ""

  // MARK: The file

  func head() throws(SQLiteError) -> MirrorHead? {
    try text(of: Self.headID).flatMap(MirrorHead.init)
  }

  /// Writes the head. Nothing is written if only `through` differs, because then the later entries
  /// did not change the file, and changed no row.
  func set(_ head: MirrorHead) throws(SQLiteError) {
    var known = try self.head()
    if head.identity != nil, known?.identity == head.identity { known?.through = head.through }
    if known != head { try set(head.text, for: Self.headID) }
  }

  // MARK: Rows

  func entry(_ id: String, _ policy: Policy) throws(SQLiteError) -> MirrorEntry? {
    var entry = try text(of: id).flatMap { MirrorEntry($0) }
    entry?.row.placeFields(namesWorkers: policy.namesWorkers)
    return entry
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

  /// The ids of mirrored rows that the database no longer has.
  func idsOfDeleted() throws(SQLiteError) -> [String] {
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

  private func text(of id: String) throws(SQLiteError) -> String? {
    try connection.first("SELECT cells FROM queue_mirror WHERE item_id = ?", id) { $0.text(0) }
  }

  private func set(_ text: String, for id: String) throws(SQLiteError) {
    try connection.statement("INSERT OR REPLACE INTO queue_mirror(item_id, cells) VALUES(?, ?)")
      .run(id, text)
  }
}

/// The file that the mirror describes, and the last journal entry that the mirror includes.
struct MirrorHead: Equatable {
  /// The file's path relative to the database's folder, because both may be moved together.
  let file: String
  /// The number of the last included entry. Later entries may come from interrupted renderings,
  /// which the database has not recorded.
  var through: Int
  /// The identity of the file that this entry left; `nil` if another file was read. The identity
  /// shows that it is the same entry, so only rows of later entries have changed since.
  let identity: FileIdentity?
  /// The id of the queue to which the database belongs; `nil` for a database of an older version or
  /// of the Python tool, and for a queue without an id.
  let queue: String?
  /// The database's last event that the file and the database both include; `nil` for a database of
  /// an older version.
  let event: Int?

  init(
    file: String, database: String, through: Int, identity: FileIdentity?, queue: String?,
    event: Int
  ) {
    self.event = event
    self.file = Path.relative(file, to: Path.parent(of: database))
    self.through = through
    self.identity = identity
    self.queue = queue
  }

  /// Whether the mirror describes the file at `file`. That is so if the relative path is the same,
  /// or if the file was moved, so that there is no file at the old path.
  func describes(_ file: String, database: String) -> Bool {
    let folder = Path.parent(of: database)
    if Path.relative(file, to: folder) == self.file { return true }
    do throws(SystemError) {
      return try FileStatus.ifExists(Path.join(folder, self.file)) == nil
    } catch {
      // The other file may be there, for example in a folder of another user.
      return false
    }
  }

  var text: String {
    let json: JSONValue = [
      "event": event.map(JSONValue.integer) ?? .null, "file": .string(file),
      "left": identity?.json ?? .null, "queue": JSONValue(queue),
      "through": .integer(through),
    ]
    return json.description
  }

  /// - Returns: `nil` if the text has another form.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let file = object["file"]?.stringValue, let through = object["through"]?.integerValue
    else { return nil }
    self.file = file
    self.through = through
    identity = JSONMembers(of: bytes)?.bytes(of: "left").flatMap(FileIdentity.init)
    queue = object["queue"]?.stringValue
    event = object["event"]?.integerValue
  }
}

/// The state of a row at the last agreement between the table and the database.
struct MirrorEntry: Equatable {
  var row: ItemFields
  /// The limit of attempts that the database has although the table has none; `nil` if the table
  /// has a limit.
  let impliedAttempts: Int?

  private static let impliedKey = "implied_attempts"

  init(row: ItemFields, impliedAttempts: Int?) {
    (self.row, self.impliedAttempts) = (row, impliedAttempts)
  }

  init(_ row: ItemFields, of item: QueueItem) {
    self.init(row: row, impliedAttempts: row[.maxAttempts] == nil ? item.maxAttempts : nil)
  }

  var text: String { text(row.json) }

  /// - Parameter json: the row's `json`, which the caller already has.
  func text(_ json: [UInt8]) -> String {
    var bytes = json
    if let impliedAttempts {
      bytes.removeLast()
      bytes += ",\"\(Self.impliedKey)\":\(impliedAttempts)}".utf8
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// - Returns: `nil` if the text has another form.
  init?(_ text: String) {
    guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.objectValue else { return nil }
    var cells: [String: String] = [:]
    for member in object.members { cells[member.key] = member.value.stringValue }
    row = ItemFields(cells: cells)
    impliedAttempts = object[Self.impliedKey]?.integerValue
  }
}

extension ItemFields {
  private static let sortedFields = Field.allCases.sorted { $0.name < $1.name }

  /// A JSON object of the fields with a value, sorted by name.
  ///
  /// It is written without making a tree of values, because an import writes one object for each
  /// row.
  var json: [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    for field in Self.sortedFields {
      guard let text = self[field] else { continue }
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      JSONValue.write(string: field.name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      JSONValue.write(string: text, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}
