import Host
import JSON
import QueueModel

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

    /// Who had the rows from then on.
    var claims: [ClaimChange] { [ClaimChange](object["claims"]) }

    /// How far claims had come.
    var claimed: ClaimMark? { object["claimed"].flatMap(ClaimMark.init) }

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
    let checked = line.dropLast(sealLength)
    guard !checked.isEmpty, line.suffix(sealLength).elementsEqual(seal(of: checked)),
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
      before: [String: String](cells: object["before"]),
      after: [String: String](cells: object["after"]),
      undoes: object["undoes"]?.integerValue, place: RowPlace(object["behind"]))
    judgement = Judgement(object)
  }

  /// What a save, told by `entry`, did to one row.
  fileprivate init(_ entry: HistoryEntry, row: JSONObject) {
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: entry.traceID, command: entry.command,
      actor: entry.actor, id: row["id"]?.stringValue,
      before: [String: String](cells: row["before"]),
      after: [String: String](cells: row["after"]), place: RowPlace(row["behind"]))
    judgement = Judgement(row)
  }
}
