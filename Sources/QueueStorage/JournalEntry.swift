import Host
import JSON
import QueueModel

/// One line of the journal: what was done, and the file that it left.
struct JournalEntry: Equatable, Sendable {
  var sequence: Int
  var time: String
  var author: Author
  /// What `.git/HEAD` said, or `nil` outside a repository.
  var head: String?
  /// What was done to a row, where one command did it.
  var row: RowChange?
  /// The number of the entry that was taken back.
  var undoes: Int?
  /// What a save by somebody else did, row by row.
  var saved: [RowChange] = []
  /// The file that this entry left at the queue's path.
  var left: LeftFile
  /// The file that stood there before, which is now a generation.
  var displaced: FileIdentity?
  /// Whether the file was rewritten in place, and whether that was ended.
  var inPlace: InPlace?

  enum InPlace: String, Sendable { case begun, ended }

  static let externalActor = "external"
}

/// What is remembered of a file, to know it again and to see that a later one
/// is only half written.
struct LeftFile: Equatable, Sendable {
  var identity: FileIdentity
  var endsWithLineEnd: Bool
  var hasTextAfterTable: Bool
}

// MARK: - As a line

extension JournalEntry {
  /// The line, its checksum last, with the line feed.
  var line: [UInt8] { Self.line(of: object) }

  private static func line(of object: JSONObject) -> [UInt8] {
    var bytes = Array(JSONValue.object(object).description.utf8.dropLast())
    bytes += seal(of: bytes)
    bytes.append(10)
    return bytes
  }

  /// The end of a line: the checksum of what stands before it, 18 bytes.
  private static func seal(of bytes: some Sequence<UInt8>) -> [UInt8] {
    Array(",\"crc\":\"\(Checksum.text(bytes))\"}".utf8)
  }

  private var object: JSONObject {
    var object: JSONObject = [
      "seq": .integer(sequence), "ts": .string(time), "trace": .string(author.traceID),
      "head": JSONValue(head), "command": .string(author.command), "actor": .string(author.actor),
      "id": JSONValue(row?.id), "before": Self.cells(row?.before ?? [:]),
      "after": Self.cells(row?.after ?? [:]), "identity": left.identity.json,
      "line_end": .bool(left.endsWithLineEnd), "text_after": .bool(left.hasTextAfterTable),
      "displaced": displaced?.json ?? .null,
    ]
    if let inPlace { object["in_place"] = .string(inPlace.rawValue) }
    if let place = row?.place { object["behind"] = place.json }
    if let undoes { object["undoes"] = .integer(undoes) }
    if !saved.isEmpty { object["rows"] = .array(saved.map(\.json)) }
    return object
  }

  /// The nine columns first, in their order.
  fileprivate static func cells(_ texts: [String: String]) -> JSONValue {
    var cells: JSONObject = [:]
    for column in Column.allCases { cells[column.name] = texts[column.name].map { .string($0) } }
    let names = Column.allCases.map(\.name)
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) where !names.contains(name) {
      cells[name] = .string(text)
    }
    return .object(cells)
  }
}

extension RowChange {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "id": .string(id), "before": JournalEntry.cells(before), "after": JournalEntry.cells(after),
    ]
    if let place { object["behind"] = place.json }
    return .object(object)
  }
}

extension RowPlace {
  fileprivate var json: JSONValue {
    switch self {
    case .first: .null
    case .behind(let id): .string(id)
    }
  }

  fileprivate init?(_ json: JSONValue?) {
    guard let json else { return nil }
    self = json.stringValue.map(RowPlace.behind) ?? .first
  }
}

extension JournalEntry {
  /// What a line says; `nil` when it is torn or was changed by hand.
  struct Parsed: Equatable, Sendable {
    let sequence: Int
    let left: LeftFile
    let displaced: FileIdentity?
    let inPlace: InPlace?
    let history: HistoryEntry
    fileprivate let object: JSONObject

    /// What `.git/HEAD` said.
    var head: String? { object["head"]?.stringValue }

    /// What happened, an entry a row; for a save that changed no row, one without.
    var histories: [HistoryEntry] {
      let rows = object["rows"]?.arrayValue ?? []
      return rows.isEmpty
        ? [history] : rows.compactMap { $0.objectValue }.map { HistoryEntry(history, row: $0) }
    }

    /// Whether it only tells of a save that the next entry, of the same rewrite,
    /// goes on from.
    var isOfFoundSave: Bool { history.command == HistoryEntry.externalCommand && displaced == nil }

    /// The line that says that the rewrite in place which this line began has
    /// come to its end.
    func endedLine(leaving identity: FileIdentity) -> [UInt8] {
      var ended = object
      ended["crc"] = nil
      ended["identity"] = identity.json
      ended["in_place"] = .string(InPlace.ended.rawValue)
      return JournalEntry.line(of: ended)
    }
  }

  static func parse(_ line: some BidirectionalCollection<UInt8>) -> Parsed? {
    let checked = line.dropLast(18)
    guard !checked.isEmpty, line.suffix(18).elementsEqual(seal(of: checked)),
      let object = (try? JSONValue(parsing: Array(line)))?.objectValue,
      let sequence = object["seq"]?.integerValue, let history = HistoryEntry(object),
      let identity = object["identity"].flatMap(FileIdentity.init)
    else { return nil }
    return Parsed(
      sequence: sequence,
      left: LeftFile(
        identity: identity, endsWithLineEnd: object["line_end"]?.boolValue ?? true,
        hasTextAfterTable: object["text_after"]?.boolValue ?? false),
      displaced: object["displaced"].flatMap(FileIdentity.init),
      inPlace: object["in_place"]?.stringValue.flatMap(InPlace.init), history: history,
      object: object)
  }
}

extension HistoryEntry {
  fileprivate init?(_ object: JSONObject) {
    guard let sequence = object["seq"]?.integerValue, let time = object["ts"]?.stringValue,
      let command = object["command"]?.stringValue, let actor = object["actor"]?.stringValue
    else { return nil }
    self.init(
      sequence: sequence, time: time, traceID: object["trace"]?.stringValue ?? "",
      command: command, actor: actor, id: object["id"]?.stringValue,
      before: Self.texts(object["before"]), after: Self.texts(object["after"]),
      undoes: object["undoes"]?.integerValue, place: RowPlace(object["behind"]))
  }

  /// What a save, told by `entry`, did to one row.
  fileprivate init(_ entry: HistoryEntry, row: JSONObject) {
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: entry.traceID, command: entry.command,
      actor: entry.actor, id: row["id"]?.stringValue, before: Self.texts(row["before"]),
      after: Self.texts(row["after"]), place: RowPlace(row["behind"]))
  }

  private static func texts(_ value: JSONValue?) -> [String: String] {
    var texts: [String: String] = [:]
    for member in value?.objectValue?.members ?? [] { texts[member.key] = member.value.stringValue }
    return texts
  }
}

extension FileIdentity {
  fileprivate var json: JSONValue {
    // Device and inode are 64 bits without a sign; JSON numbers keep 53.
    [
      "dev": .string(String(device)), "ino": .string(String(inode)), "size": .integer(size),
      "mtime_ns": .integer(modified),
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let object = json.objectValue,
      let device = object["dev"]?.stringValue.flatMap({ UInt64($0) }),
      let inode = object["ino"]?.stringValue.flatMap({ UInt64($0) }),
      let size = object["size"]?.integerValue, let modified = object["mtime_ns"]?.integerValue
    else { return nil }
    self.init(device: device, inode: inode, size: size, modified: modified)
  }
}
