import Host
import JSON
package import QueueModel
import QueueStore

extension JournalEntry {
  /// What a line says; `nil` when it is torn or was changed by hand.
  package struct Parsed: Equatable, Sendable {
    package let sequence: Int
    package let left: LastWritten
    let displaced: FileIdentity?
    package let inPlace: InPlace?
    package let history: HistoryEntry
    fileprivate let object: JSONObject

    /// What `.git/HEAD` said.
    var head: String? { object["head"]?.stringValue }

    /// Who had the rows from then on.
    package var claims: [ClaimChange] { [ClaimChange](object["claims"]) }

    /// How far claims had come.
    var claimed: ClaimMark? { object["claimed"].flatMap(ClaimMark.init) }

    /// The queue's id.
    package var mark: QueueMark? { object.queueMark }

    /// How the bytes that it left follow from those before.
    var version: VersionRecord? {
      switch object["version"]?.stringValue {
      case "kept"?: .kept
      case "unchanged"?: .unchanged
      default: Patch(object["patch"]).map { .patch($0) }
      }
    }

    /// The number of the version, kept as a file, that the later ones follow from.
    var base: Int? { object["base"]?.integerValue }

    /// For a save: the number of the entry that left the version it was edited from.
    package var origin: Int? { object["origin"]?.integerValue }

    /// The number of the entry, behind this one, of the rewrite that took this save in.
    package var partOf: Int? { object["part_of"]?.integerValue }

    /// How many conflicts there were in all, this entry's included.
    var conflicts: Int { object["conflicts"]?.integerValue ?? 0 }

    /// What happened, an entry a row; for a save that changed no row, one without. That a save
    /// was merged is told with the save, and the queue's id is nothing that happened.
    package var histories: [HistoryEntry] {
      changes.map { change in
        var change = change
        change.writtenAt = left.identity.modified
        return change
      }
    }

    private var changes: [HistoryEntry] {
      if [JournalEntry.mergeCommand, JournalEntry.markCommand].contains(history.command) {
        return []
      }
      let rows = (object["rows"]?.arrayValue ?? []).compactMap(\.objectValue)
      let merges = (object["merges"]?.arrayValue ?? []).compactMap { RowMerge($0) }
      if rows.isEmpty, merges.isEmpty { return [history] }
      var entries = rows.map { HistoryEntry(history, row: $0) }
      for merge in merges {
        if let index = entries.firstIndex(where: { $0.id == merge.id }) {
          entries[index].merge = merge
        } else {
          entries.append(HistoryEntry(history, merge))
        }
      }
      return entries
    }

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
    guard isSealed(line), let object = (try? JSONValue(parsing: Array(line)))?.objectValue,
      let sequence = object["seq"]?.integerValue, let history = HistoryEntry(object),
      let identity = object["identity"].flatMap(FileIdentity.init)
    else { return nil }
    return Parsed(
      sequence: sequence,
      left: LastWritten(
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

  /// What the merge of a save, told by `entry`, did to a row that the save left as it was.
  fileprivate init(_ entry: HistoryEntry, _ merge: RowMerge) {
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: entry.traceID, command: entry.command,
      actor: entry.actor, id: merge.id, before: [:], after: [:])
    self.merge = merge
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

extension HistoryEntry {
  /// What a save, told by `entry`, did to one row.
  init(_ entry: JournalEntry, _ row: RowChange) {
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: entry.author.traceID,
      command: entry.author.command, actor: entry.author.actor, id: row.id, before: row.before,
      after: row.after, place: row.place)
    judgement = row.judgement
  }
}
