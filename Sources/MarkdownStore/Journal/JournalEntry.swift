import Host
public import JSON
public import QueueModel
import QueueStore

/// One line of the journal: what was done, and the file that it left.
package struct JournalEntry: Equatable, Sendable {
  var sequence: Int
  var time: String
  var author: Author
  /// What `.git/HEAD` said, or `nil` outside a repository.
  var head: String?
  /// What was done to a row, where one command did it.
  var row: RowChange?
  /// The number of the entry that was taken back.
  var undoes: Int?
  /// What was done to several rows at once, or what a save by somebody else did.
  var rows: [RowChange] = []
  /// Who has the rows from now on.
  var claims: [ClaimChange] = []
  /// How far claims have come; `nil` where nobody ever took a row.
  var claimed: ClaimMark?
  /// The file that this entry left at the queue's path.
  var left: LastWritten
  /// The file that stood there before, which is now a generation.
  var displaced: FileIdentity?
  /// How the bytes that it left follow from those before; `nil` where an older orch wrote it.
  var version: VersionRecord?
  /// The number of the version, kept as a file, that the later ones follow from.
  var base: Int?
  /// For a save: the number of the entry that left the version it was edited from.
  var origin: Int?
  /// For a save that a rewrite took in: the number of that rewrite's entry, which comes behind
  /// it. Without that one it says nothing.
  var partOf: Int?
  /// What the merge of a save did beside taking what was typed.
  var merges: [RowMerge] = []
  /// How many conflicts there were in all, this entry's included.
  var conflicts = 0
  /// The queue's id; `nil` where there never was a database.
  var mark: QueueMark?
  /// Whether the file was rewritten in place, and whether that was ended.
  var inPlace: InPlace?

  package enum InPlace: String, Sendable { case begun, ended }

  package static let externalActor = "external"
  /// What an entry is called that only brings saves together.
  static let mergeCommand = "merge"
  /// The same of one that only says the queue's id.
  static let markCommand = "queue_id"
}

extension JournalEntry {
  /// The line, its checksum last, with the line feed.
  var line: [UInt8] { Self.line(of: object) }

  static func line(of object: JSONObject) -> [UInt8] {
    var bytes = Array(JSONValue.object(object).description.utf8.dropLast())
    bytes += seal(of: bytes)
    bytes.append(10)
    return bytes
  }

  /// The end of a line: the checksum of what stands before it.
  static func seal(of bytes: some Sequence<UInt8>) -> [UInt8] {
    Array(",\"crc\":\"".utf8) + Checksum.text(bytes) + Array("\"}".utf8)
  }

  /// How many bytes a seal has.
  static let sealLength = 18

  /// Whether a line, without its line feed, has the seal that belongs to it.
  static func isSealed(_ line: some BidirectionalCollection<UInt8>) -> Bool {
    let checked = line.dropLast(sealLength)
    return !checked.isEmpty && line.suffix(sealLength).elementsEqual(seal(of: checked))
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
    if let version { object.take(version) }
    if let base { object["base"] = .integer(base) }
    if let origin { object["origin"] = .integer(origin) }
    if let partOf { object["part_of"] = .integer(partOf) }
    if !merges.isEmpty { object["merges"] = .array(merges.map(\.json)) }
    if conflicts > 0 { object["conflicts"] = .integer(conflicts) }
    if let inPlace { object["in_place"] = .string(inPlace.rawValue) }
    if let place = row?.place { object["behind"] = place.json }
    if let judgement = row?.judgement { object.take(judgement) }
    if let undoes { object["undoes"] = .integer(undoes) }
    if !rows.isEmpty { object["rows"] = .array(rows.map(\.json)) }
    if !claims.isEmpty { object["claims"] = claims.json }
    if let claimed { object["claimed"] = claimed.json }
    object.take(mark)
    return object
  }

  fileprivate static func cells(_ texts: [String: String]) -> JSONValue {
    var cells: JSONObject = [:]
    for (name, text) in texts.inColumnOrder { cells[name] = .string(text) }
    return .object(cells)
  }
}

extension JSONObject {
  fileprivate mutating func take(_ version: VersionRecord) {
    switch version {
    case .patch(let patch): self["patch"] = patch.json
    case .unchanged: self["version"] = "unchanged"
    case .kept: self["version"] = "kept"
    }
  }
}

extension RowChange {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "id": .string(id), "before": JournalEntry.cells(before), "after": JournalEntry.cells(after),
    ]
    if let place { object["behind"] = place.json }
    if let judgement { object.take(judgement) }
    return .object(object)
  }
}

// How the journal writes what a merge did to a row, and programs are told of its cells.

extension RowMerge {
  var json: JSONValue {
    var object: JSONObject = ["id": .string(id), "fate": .string(fate.rawValue)]
    if !putBack.isEmpty { object["put_back"] = .array(putBack.map(\.json)) }
    if !lost.isEmpty { object["lost"] = .array(lost.map(\.json)) }
    return .object(object)
  }

  init?(_ json: JSONValue) {
    guard let object = json.objectValue, let id = object["id"]?.stringValue,
      let fate = object["fate"]?.stringValue.flatMap(Fate.init)
    else { return nil }
    self.init(
      id: id, fate: fate, putBack: [CellMerge](object["put_back"]),
      lost: [CellMerge](object["lost"]))
  }
}

extension [CellMerge] {
  fileprivate init(_ json: JSONValue?) {
    self = (json?.arrayValue ?? []).compactMap { value in
      guard let object = value.objectValue, let column = object["column"]?.stringValue else {
        return nil
      }
      return CellMerge(
        column: column, kept: object["kept"]?.stringValue,
        dropped: object["dropped"]?.stringValue)
    }
  }
}

extension CellMerge {
  /// `{"column","kept","dropped"}`, in the journal as in what programs are given.
  public var json: JSONValue {
    ["column": .string(column), "kept": JSONValue(kept), "dropped": JSONValue(dropped)]
  }
}

extension FileIdentity {
  package var json: JSONValue {
    // Device and inode are 64 bits without a sign; JSON numbers keep 53.
    [
      "dev": .string(String(device)), "ino": .string(String(inode)), "size": .integer(size),
      "mtime_ns": .integer(modified),
    ]
  }

  package init?(_ json: JSONValue) {
    guard let object = json.objectValue,
      let device = object["dev"]?.stringValue.flatMap({ UInt64($0) }),
      let inode = object["ino"]?.stringValue.flatMap({ UInt64($0) }),
      let size = object["size"]?.integerValue, let modified = object["mtime_ns"]?.integerValue
    else { return nil }
    self.init(device: device, inode: inode, size: size, modified: modified)
  }
}
