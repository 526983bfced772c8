import Host
import JSON
package import QueueModel
import QueueStore

extension JournalEntry {
  /// An entry as it was read.
  package struct Parsed: Equatable, Sendable {
    package let sequence: Int
    package let written: LastWritten
    let displaced: FileIdentity?
    package let inPlace: InPlace?
    /// Time, author and command; the cells too, where the entry changed one row.
    package let header: HistoryEntry
    fileprivate let object: JSONObject

    /// The first line of `.git/HEAD`.
    var head: String? { object["head"]?.stringValue }

    /// The changed claims.
    package var claims: [ClaimChange] { [ClaimChange](object["claims"]) }

    /// The numbers of the ids of rows that are gone, up to this entry; `nil` where no command
    /// needed them yet.
    package var removedNumbers: RemovedNumbers? { object["ids"].map(RemovedNumbers.init) }

    /// The last claim up to this entry.
    var lastClaim: LastClaim? { object["claimed"].flatMap(LastClaim.init) }

    package var queueID: QueueID? { object.queueID }

    /// How the written bytes follow from those before.
    var version: VersionRecord? {
      switch object["version"]?.stringValue {
      case "kept"?: .file
      case "unchanged"?: .unchanged
      default: Patch(object["patch"]).map { .patch($0) }
      }
    }

    /// The entry of the version on which the patches build.
    var patchBase: Int? { object["base"]?.integerValue }

    /// Of an external edit: the entry of the version that it was edited from.
    package var mergeBase: Int? { object["origin"]?.integerValue }

    /// Of an external edit that a rewrite merged: the entry of that rewrite, which follows.
    package var partOf: Int? { object["part_of"]?.integerValue }

    /// The number of conflicts up to and with this entry.
    var conflicts: Int { object["conflicts"]?.integerValue ?? 0 }

    /// The history, an entry a row; for an external edit that changed no row, one entry without.
    /// Entries that only merge edits or record the queue's id add nothing to it.
    package var historyEntries: [HistoryEntry] {
      changes.map { change in
        var change = change
        change.writtenAt = written.identity.modified
        return change
      }
    }

    private var changes: [HistoryEntry] {
      if [JournalEntry.mergeCommand, JournalEntry.queueIDCommand].contains(header.command) {
        return []
      }
      let rows = (object["rows"]?.arrayValue ?? []).compactMap(\.objectValue)
      let merges = (object["merges"]?.arrayValue ?? []).compactMap { RowMerge($0) }
      if rows.isEmpty, merges.isEmpty { return [header] }
      var entries = rows.map { HistoryEntry(header, row: $0) }
      for merge in merges {
        if let index = entries.firstIndex(where: { $0.id == merge.id }) {
          entries[index].merge = merge
        } else {
          entries.append(HistoryEntry(header, merge))
        }
      }
      return entries
    }

    /// The line that records the completion of the rewrite in place which this entry began.
    func endedLine(leaving identity: FileIdentity) -> [UInt8] {
      var ended = object
      ended["crc"] = nil
      ended["identity"] = identity.json
      ended["in_place"] = .string(InPlace.ended.rawValue)
      return JournalEntry.line(of: ended)
    }
  }

  /// - Returns: `nil` for a line that is torn, or was changed by hand.
  static func parse(_ line: some BidirectionalCollection<UInt8>) -> Parsed? {
    guard isSealed(line), let object = (try? JSONValue(parsing: Array(line)))?.objectValue,
      let sequence = object["seq"]?.integerValue, let header = HistoryEntry(object),
      let identity = object["identity"].flatMap(FileIdentity.init)
    else { return nil }
    return Parsed(
      sequence: sequence,
      written: LastWritten(
        identity: identity, endsWithLineEnd: object["line_end"]?.boolValue ?? true,
        hasTextAfterTable: object["text_after"]?.boolValue ?? false),
      displaced: object["displaced"].flatMap(FileIdentity.init),
      inPlace: object["in_place"]?.stringValue.flatMap(InPlace.init), header: header,
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
    findings = ReportFindings(object)
    failure = FailureClass(object)
    formerClaim = FormerClaim(object)
  }

  /// What the merge of the external edit `entry` did to a row that the edit did not change.
  fileprivate init(_ entry: HistoryEntry, _ merge: RowMerge) {
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: entry.traceID, command: entry.command,
      actor: entry.actor, id: merge.id, before: [:], after: [:])
    self.merge = merge
  }

  /// What the external edit `entry` did to a row.
  fileprivate init(_ entry: HistoryEntry, row: JSONObject) {
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: entry.traceID, command: entry.command,
      actor: entry.actor, id: row["id"]?.stringValue,
      before: [String: String](cells: row["before"]),
      after: [String: String](cells: row["after"]), place: RowPlace(row["behind"]))
    findings = ReportFindings(row)
    failure = FailureClass(row)
    formerClaim = FormerClaim(row)
  }
}

extension HistoryEntry {
  /// What an external edit did to a row.
  init(_ entry: JournalEntry, _ row: RowChange) {
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: entry.author.traceID,
      command: entry.author.command, actor: entry.author.actor, id: row.id, before: row.before,
      after: row.after, place: row.place)
    findings = row.findings
    failure = row.failure
    formerClaim = row.formerClaim
  }
}
