import Host
import JSON
import QueueDocument
package import QueueModel
import QueueStore
import TableMerge

extension JournalEntry {
  /// An entry as it was read. Most uses need few of its members: each is parsed when it is asked for.
  package struct Parsed: Equatable, Sendable {
    package let sequence: Int
    /// ISO 8601 with the offset.
    let time: String
    fileprivate let members: JSONMembers

    private static let unknown = FileIdentity(device: 0, inode: 0, size: -1, modified: 0)

    var command: String { members.text("command") ?? "" }

    /// That of the file that it put at the queue's path.
    var identity: FileIdentity { FileIdentity(members, "identity") ?? Self.unknown }

    package var written: LastWritten {
      LastWritten(
        identity: identity,
        endsWithLineEnd: members["line_end"]?.boolValue ?? true,
        hasTextAfterTable: members["text_after"]?.boolValue ?? false)
    }

    var displaced: FileIdentity? { FileIdentity(members, "displaced") }

    package var inPlace: InPlace? { members.text("in_place").flatMap(InPlace.init) }

    /// Time, author and command; the cells too, where the entry changed one row.
    package var header: HistoryEntry { HistoryEntry(self) }

    /// The first line of `.git/HEAD`.
    var head: String? { members.text("head") }

    /// The changed claims.
    package var claims: [ClaimChange] { [ClaimChange](members["claims"]) }

    /// The numbers of the ids of rows that are gone, up to this entry; `nil` where no command
    /// needed them yet.
    package var removedNumbers: RemovedNumbers? { members["ids"].map(RemovedNumbers.init) }

    /// The last claim up to this entry.
    var lastClaim: LastClaim? { members["claimed"].flatMap(LastClaim.init) }

    package var queueID: QueueID? { members.object(of: ["queue", "queue_offered"]).queueID }

    /// How the written bytes follow from those before.
    var version: VersionRecord? {
      switch members.text("version") {
      case "kept"?: .file
      case "unchanged"?: .unchanged
      default: [Edit](members["patch"]).map { .patch($0) }
      }
    }

    /// The number of the entry that this one undoes.
    var undoes: Int? { members.integer("undoes") }

    /// Whether it says how the written bytes follow from those before.
    var hasVersion: Bool { members.contains("version") || members.contains("patch") }

    /// The entry of the version on which the patches build.
    var patchBase: Int? { members.integer("base") }

    /// Of an external edit: the entry of the version that it was edited from.
    package var mergeBase: Int? { members.integer("origin") }

    /// Of an external edit that a rewrite merged: the entry of that rewrite, which follows.
    package var partOf: Int? { members.integer("part_of") }

    /// The number of conflicts up to and with this entry.
    var conflicts: Int { members.integer("conflicts") ?? 0 }

    /// Whether it changed only rows of the table. A rewrite that merged a save may have changed other
    /// lines, and follows the entry of that.
    var keepsLines: Bool { members.text("id") != nil && undoes == nil && inPlace == nil }

    /// The history, for the search for the base of a merge.
    var recordedChanges: [RecordedChange] {
      if members.contains("rows") || members.contains("merges") {
        return historyEntries.compactMap(RecordedChange.init)
      }
      guard let id = members.text("id") else { return [] }
      let (before, after) = (members.texts("before"), members.texts("after"))
      var cells = before.map { cell in
        RecordedChange.Cell(
          column: cell.key, before: cell.text, after: after.first { $0.key == cell.key }?.text)
      }
      for cell in after where !before.contains(where: { $0.key == cell.key }) {
        cells.append(.init(column: cell.key, before: nil, after: cell.text))
      }
      return [RecordedChange(id: id, cells: cells, merge: nil)]
    }

    /// The history, an entry a row; for an external edit that changed no row, one entry without.
    /// Entries that only merge edits or record the queue's id add nothing to it.
    package var historyEntries: [HistoryEntry] {
      let writtenAt = identity.modified
      return changes.map { change in
        var change = change
        change.writtenAt = writtenAt
        return change
      }
    }

    private var changes: [HistoryEntry] {
      if [JournalEntry.mergeCommand, JournalEntry.queueIDCommand].contains(command) {
        return []
      }
      let header = header
      var entries: [HistoryEntry] = []
      members.visitElements(of: "rows") { row in
        guard row.first == UInt8(ascii: "{"), let row = JSONMembers(of: Array(row)) else { return }
        entries.append(HistoryEntry(header, row: row))
      }
      var merges: [RowMerge] = []
      members.visitElements(of: "merges") { merge in
        guard merge.first == UInt8(ascii: "{"), let json = try? JSONValue(parsing: merge) else {
          return
        }
        RowMerge(json).map { merges.append($0) }
      }
      if entries.isEmpty, merges.isEmpty { return [header] }
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
      var ended = (try? JSONValue(parsing: members.bytes))?.objectValue ?? [:]
      ended["crc"] = nil
      ended["identity"] = identity.json
      ended["in_place"] = .string(InPlace.ended.rawValue)
      return JournalEntry.line(of: ended)
    }
  }

  /// The readable entries in the first `size` bytes of a journal, oldest first.
  static func entries(
    in journal: borrowing FileDescriptor, upTo size: Int
  ) throws(SystemError) -> [Parsed] {
    var entries: [Parsed] = []
    try journal.visitLines(upTo: size, longest: longestLine) { line in
      if case .bytes(let bytes) = line, let entry = parse(bytes) { entries.append(entry) }
    }
    return entries
  }

  /// - Returns: `nil` for a line that is torn, or was changed by hand.
  static func parse(_ line: ArraySlice<UInt8>) -> Parsed? {
    line.withUnsafeBytes { parse($0) }
  }

  /// - Returns: `nil` for a line that is torn, or was changed by hand.
  static func parse(_ line: UnsafeRawBufferPointer) -> Parsed? {
    guard isSealed(line), let members = JSONMembers(of: Array(line)),
      let sequence = members.integer("seq"), let time = members.text("ts"),
      members.contains("command"), members.contains("actor"), members.contains("identity")
    else { return nil }
    return Parsed(sequence: sequence, time: time, members: members)
  }
}

extension JSONMembers {
  /// Cells by column name.
  fileprivate func cells(_ key: StaticString) -> [String: String] {
    Dictionary(texts(key).map { ($0.key, $0.text) }, uniquingKeysWith: { _, last in last })
  }
}

extension FileIdentity {
  /// As `json` writes it, without a `JSONValue`: the search for the base of a merge asks each entry.
  fileprivate init?(_ members: JSONMembers, _ key: StaticString) {
    guard let bytes = members.bytes(of: key) else { return nil }
    var (device, inode): (UInt64?, UInt64?)
    var (size, modified): (Int?, Int?)
    bytes.withUnsafeBytes { bytes in
      _ = JSONMembers.visit(bytes) { key, value in
        if key.isText("dev") { device = JSONMembers.text(of: value).flatMap { UInt64($0) } }
        if key.isText("ino") { inode = JSONMembers.text(of: value).flatMap { UInt64($0) } }
        if key.isText("size") { size = JSONMembers.integer(of: value) }
        if key.isText("mtime_ns") { modified = JSONMembers.integer(of: value) }
      }
    }
    guard let device, let inode, let size, let modified else { return nil }
    self.init(device: device, inode: inode, size: size, modified: modified)
  }
}

extension HistoryEntry {
  fileprivate init(_ entry: JournalEntry.Parsed) {
    let members = entry.members
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: members.text("trace") ?? "",
      command: entry.command, actor: members.text("actor") ?? "", id: members.text("id"),
      before: members.cells("before"), after: members.cells("after"),
      undoes: members.integer("undoes"), place: RowPlace(members["behind"]))
    addFindings(of: members)
  }

  /// What the merge of the external edit `entry` did to a row that the edit did not change.
  fileprivate init(_ entry: HistoryEntry, _ merge: RowMerge) {
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: entry.traceID, command: entry.command,
      actor: entry.actor, id: merge.id, before: [:], after: [:])
    self.merge = merge
  }

  /// What the external edit `entry` did to a row.
  fileprivate init(_ entry: HistoryEntry, row: JSONMembers) {
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: entry.traceID, command: entry.command,
      actor: entry.actor, id: row.text("id"),
      before: row.cells("before"), after: row.cells("after"), place: RowPlace(row["behind"]))
    addFindings(of: row)
  }

  private mutating func addFindings(of members: JSONMembers) {
    let others = members.object(of: ["guardrail", "review_gate", "failure", "claim_before"])
    findings = ReportFindings(others)
    failure = FailureClass(others)
    formerClaim = FormerClaim(others)
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
