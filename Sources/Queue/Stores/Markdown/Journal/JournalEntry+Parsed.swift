package import Host
package import Model
import QueueStore
import Table
import Text

extension JournalEntry {
  /// An entry that was read, with the members of `JournalEntry`. Most uses need few members, so
  /// each member is parsed on first use.
  package struct Parsed: Equatable, Sendable {
    package let sequence: Int
    /// The time in ISO 8601, with the offset from UTC.
    let time: String
    fileprivate let members: JSONMembers

    private static let unknown = FileIdentity(device: 0, inode: 0, size: -1, modified: 0)

    var command: String { members.text("command") ?? "" }

    package var identity: FileIdentity {
      members.bytes(of: "identity").flatMap(FileIdentity.init) ?? Self.unknown
    }
    var endsWithLineEnd: Bool { members["line_end"]?.boolValue ?? true }
    var hasTextAfterTable: Bool { members["text_after"]?.boolValue ?? false }
    var displaced: FileIdentity? { members.bytes(of: "displaced").flatMap(FileIdentity.init) }
    package var inPlace: InPlace? { members.text("in_place").flatMap(InPlace.init) }
    var head: String? { members.text("head") }
    var branch: String? { head.map { GitPosition.branch(of: $0) } }
    var commit: String? { members.text("commit") }
    var reflog: Int? { members.integer("reflog") }
    package var claims: [ClaimChange] { [ClaimChange](members["claims"]) }
    package var removedNumbers: RemovedNumbers? { members["ids"].map(RemovedNumbers.init) }
    var lastClaim: LastClaim? { members["claimed"].flatMap(LastClaim.init) }
    package var queueID: QueueID? { members.object(of: ["queue", "queue_offered"]).queueID }
    var undoes: Int? { members.integer("undoes") }
    var patchBase: Int? { members.integer("base") }
    package var mergeBase: Int? { members.integer("origin") }
    var gitBase: Int? { members.integer("git") }
    package var partOf: Int? { members.integer("part_of") }
    var conflicts: Int { members.integer("conflicts") ?? 0 }

    var version: VersionRecord? {
      switch members.text("version") {
      case "kept"?: .file
      case "unchanged"?: .unchanged
      default: [Edit](members["patch"]).map { .patch($0) }
      }
    }

    /// Whether the entry records how the written bytes follow from the previous bytes.
    var hasVersion: Bool { members.contains("version") || members.contains("patch") }

    /// Whether the entry comes from a command that changed a row. Such a command read the branch
    /// and commit that were checked out.
    var isOfCommand: Bool {
      command != HistoryEntry.externalCommand && !JournalEntry.silentCommands.contains(command)
        && (members.text("id") != nil || members.contains("rows"))
    }

    /// Whether the entry changed only rows of the table. A rewrite that merged a save may have
    /// changed other lines, too. Its entry follows the entry of that save.
    var keepsLines: Bool {
      let isOfFacts = members.contains("facts") && !members.contains("rows")
      return (members.text("id") != nil || isOfFacts) && undoes == nil && inPlace == nil
    }

    /// The rows that the entry changed.
    ///
    /// - Parameter isWhole: whether to read more than the cells: the place of each removed row, the
    ///   findings on a report, the reason for a failed attempt, and the data of an ended claim. The
    ///   search for the base of a merge reads each entry, and needs only the cells.
    func rows(isWhole: Bool = false) -> [RowChange] {
      guard members.contains("rows") else {
        return RowChange(members, isWhole: isWhole).map { [$0] } ?? []
      }
      var rows: [RowChange] = []
      members.visitElements(of: "rows") { row in
        guard row.first == UInt8(ascii: "{") else { return }
        JSONMembers(of: Array(row)).flatMap { RowChange($0, isWhole: isWhole) }
          .map { rows.append($0) }
      }
      return rows
    }

    var merges: [RowMerge] {
      var merges: [RowMerge] = []
      members.visitElements(of: "merges") { merge in
        guard merge.first == UInt8(ascii: "{") else { return }
        (try? JSONValue(parsing: merge)).flatMap(RowMerge.init).map { merges.append($0) }
      }
      return merges
    }

    var facts: [QueueFact] {
      var facts: [QueueFact] = []
      members.visitElements(of: "facts") { fact in
        (try? JSONValue(parsing: fact)).flatMap { QueueFact($0) }.map { facts.append($0) }
      }
      return facts
    }

    /// The request with a key that added rows, and the ids of these rows; `nil` if the entry has no
    /// such request.
    package var addition: (request: AddRequest, ids: [String])? {
      guard let request = AddRequest(members["request"]) else { return nil }
      return (request, rows().filter(\.isAddition).map(\.id))
    }

    private var author: Author {
      Author(
        command: command, traceID: members.text("trace") ?? "", run: members.text("run") ?? "",
        actor: members.text("actor") ?? "")
    }

    /// The time, author and command and, if the entry changed exactly one row, the row's cells.
    package var header: HistoryEntry {
      HistoryEntry(sequence, time, author, RowChange(members, isWhole: true), undoes: undoes)
    }

    /// The entries of the history: one for each changed row, and then one for each fact. For an
    /// external edit that changed no row, there is one entry without a row. An entry that only
    /// merges edits, records the queue's id or brings rows gives no entries.
    package var historyEntries: [HistoryEntry] {
      if JournalEntry.silentCommands.contains(command) { return [] }
      var entries: [HistoryEntry] = []
      if members.contains("rows") || members.contains("merges") {
        let author = author
        entries = rows(isWhole: true).map {
          HistoryEntry(sequence, time, author, $0, undoes: $0.undoes)
        }
        for merge in merges {
          let index = entries.firstIndex { $0.id == merge.id } ?? entries.count
          if index == entries.count {
            let row = RowChange(id: merge.id, before: [:], after: [:])
            entries.append(HistoryEntry(sequence, time, author, row))
          }
          entries[index].merge = merge
        }
      }
      let facts = facts
      if entries.isEmpty, facts.isEmpty || members.text("id") != nil { entries = [header] }
      for fact in facts {
        var entry = HistoryEntry(sequence, time, author, nil)
        entry.fact = fact
        entries.append(entry)
      }
      let writtenAt = identity.modified == 0 ? nil : identity.modified
      for index in entries.indices { entries[index].writtenAt = writtenAt }
      return entries
    }

    /// The line that records the completion of the rewrite in place that this entry began.
    func endedLine(leaving identity: FileIdentity) -> [UInt8] {
      var ended = (try? JSONValue(parsing: members.bytes))?.objectValue ?? [:]
      ended["crc"] = nil
      ended["identity"] = identity.json
      ended["in_place"] = .string(InPlace.ended.rawValue)
      return JournalEntry.line(of: ended)
    }
  }

  /// The readable entries in the first `size` bytes of a journal, the oldest first.
  static func entries(
    in journal: borrowing FileDescriptor, upTo size: Int
  ) throws(SystemError) -> [Parsed] {
    var entries: [Parsed] = []
    try journal.visitLines(upTo: size, longest: longestLine) { line in
      if case .bytes(let bytes) = line, let entry = parse(bytes) { entries.append(entry) }
    }
    return entries
  }

  /// - Returns: `nil` if the line is torn, or was changed by hand.
  static func parse(_ line: ArraySlice<UInt8>) -> Parsed? {
    line.withUnsafeBytes { parse($0) }
  }

  /// - Returns: `nil` if the line is torn, or was changed by hand.
  static func parse(_ line: UnsafeRawBufferPointer) -> Parsed? {
    guard isSealed(line), let members = JSONMembers(of: Array(line)),
      let sequence = members.integer("seq"), sequence >= 0, let time = members.text("ts"),
      members.contains("command"), members.contains("actor"), members.contains("identity")
    else { return nil }
    return Parsed(sequence: sequence, time: time, members: members)
  }
}

extension FileIdentity {
  /// Reads the form that `json` writes, without making a `JSONValue`, because the search for the
  /// base of a merge reads each entry.
  package init?(_ bytes: ArraySlice<UInt8>) {
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

extension RowChange {
  /// - Returns: `nil` if the members name no row.
  fileprivate init?(_ members: JSONMembers, isWhole: Bool) {
    guard let id = members.text("id") else { return nil }
    self.init(
      id: id, before: members.texts("before"), after: members.texts("after"),
      place: isWhole ? RowPlace(members["behind"]) : nil)
    guard isWhole else { return }
    let others = members.object(of: [
      "guardrail", "review_gate", "failure", "claim_before", "digest", "work", "brief", "source",
      "undoes_command",
    ])
    findings = ReportFindings(others)
    failure = FailureClass(others)
    formerClaim = FormerClaim(others)
    digest = others["digest"]?.stringValue
    work = JudgedWork(others["work"]?.objectValue)
    changesBrief = others["brief"]?.boolValue ?? false
    source = RowSource(others["source"])
    undoneCommand = others["undoes_command"]?.stringValue
    undoes = members.integer("undoes")
  }
}

extension HistoryEntry {
  init(
    _ sequence: Int, _ time: String, _ author: Author, _ row: RowChange?, undoes: Int? = nil
  ) {
    self.init(
      sequence: sequence, time: time, traceID: author.traceID, command: author.command,
      run: author.run, actor: author.actor, row: row, undoes: undoes)
  }
}
