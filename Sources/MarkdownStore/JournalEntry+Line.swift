import JSON
import QueueModel
import QueueStore

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
