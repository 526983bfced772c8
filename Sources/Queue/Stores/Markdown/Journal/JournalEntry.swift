import Host
import Model
import QueueStore
package import Text

/// One line of the journal: a change, and the identity and version of the file that was written.
package struct JournalEntry: Equatable, Sendable {
  /// The largest number of bytes in a line. A command on a million rows writes a line that is half
  /// as long. A longer line was not written by this program, and is skipped.
  static let longestLine = 1 << 28

  var sequence: Int
  var time: String
  var author: Author
  /// The first line of `.git/HEAD`; `nil` outside a repository.
  var head: String?
  /// The commit that was checked out; `nil` if there was no commit, or the commit is unknown.
  var commit: String?
  /// The size in bytes of the reflog of `HEAD` at that time. It identifies the move of `HEAD`,
  /// because `HEAD` may point to one commit several times.
  var reflog: Int?
  /// The change of a command that changed one row.
  var row: RowChange?
  /// The number of the entry that this entry undoes.
  var undoes: Int?
  /// The changes of a command that changed several rows, or of an external edit.
  var rows: [RowChange] = []
  /// The facts that the entry records in addition to changes of rows.
  var facts: [QueueFact] = []
  /// The request with a key that added the entry's rows.
  var request: AddRequest?
  /// The highest numbers of ids of removed rows; `nil` if no command has needed them yet.
  var removedNumbers: RemovedNumbers?
  var claims: [ClaimChange] = []
  /// The last claim up to and including this entry; `nil` if there has been none.
  var lastClaim: LastClaim?
  /// The identity of the file that this entry put at the queue's path.
  var identity: FileIdentity
  /// Whether that file ends with a line end. If it does, a later file without a line end at its end
  /// counts as unfinished.
  var endsWithLineEnd: Bool
  /// Whether that file has lines after the table. If it has, a later file without such lines counts
  /// as unfinished.
  var hasTextAfterTable: Bool
  /// The identity of the file that was at the path before, which is now a generation.
  var displaced: FileIdentity?
  /// How the written bytes follow from the previous bytes; `nil` in entries of older releases.
  var version: VersionRecord?
  /// The entry of the version on which the patches are based.
  var patchBase: Int?
  /// For an external edit: the entry of the version from which it was edited.
  var mergeBase: Int?
  /// For a version that git brought: the entry of the common ancestor for the merge; 0 if the
  /// brought version replaced the queue.
  var gitBase: Int?
  /// For an external edit that a rewrite merged: the entry of the rewrite, which follows this one.
  /// If the rewrite's entry is missing, this entry is void.
  var partOf: Int?
  /// For an external edit: its conflicts, and the cells and rows that the merge put back.
  var merges: [RowMerge] = []
  /// The number of conflicts up to and including this entry.
  var conflicts = 0
  /// The queue's id; `nil` if the queue has never had a database, and its events were never read.
  var queueID: QueueID?
  /// For a rewrite in place: whether it is complete.
  var inPlace: InPlace?

  package enum InPlace: String, Sendable { case begun, ended }

  /// The command of an entry that only merges external edits.
  static let mergeCommand = "merge"
  /// The command of an entry that only records the queue's id.
  static let queueIDCommand = "queue_id"
  /// The command of an entry that adds rows to a new queue. The history of these rows is in the
  /// preceding entries.
  package static let copyCommand = "copy"
  /// The commands whose entries add nothing to the history.
  static let silentCommands: Set = [mergeCommand, queueIDCommand, copyCommand]
}

extension JournalEntry {
  /// The line, with its checksum and a line feed.
  var line: [UInt8] { Self.line(of: object) }

  static func line(of object: JSONObject) -> [UInt8] {
    var bytes: [UInt8] = []
    JSONValue.object(object).write(to: &bytes)
    bytes.removeLast()
    bytes += bytes.withUnsafeBytes(seal)
    bytes.append(10)
    return bytes
  }

  /// The end of a line: the checksum of the bytes before it.
  static func seal(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
    Array(",\"crc\":\"".utf8) + Checksum.text(bytes) + Array("\"}".utf8)
  }

  /// The length of the seal in bytes.
  static let sealLength = 18

  /// Whether a line, without its line feed, ends with its checksum.
  static func isSealed(_ line: UnsafeRawBufferPointer) -> Bool {
    guard line.count > sealLength else { return false }
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(rebasing: line[range])
    }
    let end = line.count - sealLength
    return part(end..<(end + 8)).isText(",\"crc\":\"")
      && part((end + 16)..<line.count).isText("\"}")
      && Checksum.isText(part((end + 8)..<(end + 16)), of: part(0..<end))
  }

  /// The members of a line before its checksum, in their order.
  package enum Field: String, CaseIterable, Sendable {
    case seq, ts, trace, run, head, commit, reflog, command, actor, id, before, after, identity
    case lineEnd = "line_end"
    case textAfter = "text_after"
    case displaced, patch, version, base, origin, git
    case partOf = "part_of"
    case merges, conflicts
    case inPlace = "in_place"
    case behind, guardrail
    case reviewGate = "review_gate"
    case failure
    case claimBefore = "claim_before"
    case digest, work, brief, source, undoes
    case undoesCommand = "undoes_command"
    case rows, facts, request, ids, claims, claimed, queue
    case queueOffered = "queue_offered"
  }

  private var object: JSONObject {
    var object: JSONObject = [:]
    for field in Field.allCases { object[field.rawValue] = value(of: field) }
    return object
  }

  /// The value of `field` in a line; `nil` if the line omits it.
  private func value(of field: Field) -> JSONValue? {
    switch field {
    case .seq: .integer(sequence)
    case .ts: .string(time)
    case .trace: .string(author.traceID)
    case .run: author.run.isEmpty ? nil : .string(author.run)
    case .head: JSONValue(head)
    case .commit: commit.map { .string($0) }
    case .reflog: reflog.map(JSONValue.integer)
    case .command: .string(author.command)
    case .actor: .string(author.actor)
    case .id: JSONValue(row?.id)
    case .before: Self.cells(row?.before ?? [:])
    case .after: Self.cells(row?.after ?? [:])
    case .identity: identity.json
    case .lineEnd: .bool(endsWithLineEnd)
    case .textAfter: .bool(hasTextAfterTable)
    case .displaced: displaced?.json ?? .null
    case .patch: if case .patch(let patch)? = version { patch.json } else { nil }
    case .version:
      switch version {
      case .unchanged?: "unchanged"
      case .file?: "kept"
      case .patch?, nil: nil
      }
    case .base: patchBase.map(JSONValue.integer)
    case .origin: mergeBase.map(JSONValue.integer)
    case .git: gitBase.map(JSONValue.integer)
    case .partOf: partOf.map(JSONValue.integer)
    case .merges: merges.isEmpty ? nil : .array(merges.map(\.json))
    case .conflicts: conflicts > 0 ? .integer(conflicts) : nil
    case .inPlace: inPlace.map { .string($0.rawValue) }
    case .behind, .guardrail, .reviewGate, .failure, .claimBefore, .digest, .work, .brief,
      .source, .undoesCommand:
      row?.value(of: field)
    case .undoes: undoes.map(JSONValue.integer)
    case .rows: rows.isEmpty ? nil : .array(rows.map(\.json))
    case .facts: facts.isEmpty ? nil : .array(facts.map(\.json))
    case .request: request?.json
    case .ids: removedNumbers?.json
    case .claims: claims.isEmpty ? JSONValue?.none : claims.json
    case .claimed: lastClaim?.json
    case .queue: queueID.flatMap { $0.isInDatabase ? .string($0.id) : nil }
    case .queueOffered: queueID.flatMap { $0.isInDatabase ? nil : .string($0.id) }
    }
  }

  fileprivate static func cells(_ texts: [String: String]) -> JSONValue {
    .object(JSONObject(members: texts.inColumnOrder.map { ($0.name, .string($0.text)) }))
  }
}

extension RowChange {
  fileprivate var json: JSONValue {
    let members = Self.fields.compactMap { field in
      value(of: field).map { (field.rawValue, $0) }
    }
    return .object(JSONObject(members: members))
  }

  private static let fields: [JournalEntry.Field] = [
    .id, .before, .after, .behind, .guardrail, .reviewGate, .failure, .claimBefore, .digest, .work,
    .brief, .source, .undoes, .undoesCommand,
  ]

  fileprivate func value(of field: JournalEntry.Field) -> JSONValue? {
    switch field {
    case .id: .string(id)
    case .before: JournalEntry.cells(before)
    case .after: JournalEntry.cells(after)
    case .behind: place?.json
    case .guardrail: (findings?.guardrail?.json).map(JSONValue.object)
    case .reviewGate: (findings?.verdict?.json).map(JSONValue.object)
    case .failure: failure.map { .string($0.rawValue) }
    case .claimBefore: formerClaim?.json
    case .digest: digest.map { .string($0) }
    case .work: (work?.json).map(JSONValue.object)
    case .brief: changesBrief ? .bool(true) : nil
    case .source: source?.json
    case .undoesCommand: undoneCommand.map { .string($0) }
    case .undoes: undoes.map(JSONValue.integer)
    default: nil
    }
  }
}

extension AddRequest {
  /// `{"key","digest"}`
  fileprivate var json: JSONValue { ["key": .string(key.text), "digest": .string(digest)] }

  init?(_ json: JSONValue?) {
    guard let object = json?.objectValue,
      let key = object["key"]?.stringValue.flatMap(RequestKey.init),
      let digest = object["digest"]?.stringValue
    else { return nil }
    self.init(key: key, digest: digest)
  }
}

extension AddRequest {
  /// Bytes that each journal line with a request contains, and no cell can contain.
  static let journalText = Array("\"request\":{\"key\":".utf8)
}

extension RequestKey {
  /// Bytes that each journal line with a request of this key contains.
  var journalText: [UInt8] {
    var text = AddRequest.journalText
    JSONValue.write(string: self.text, to: &text)
    return text
  }
}

extension FileIdentity {
  package var json: JSONValue {
    // Device and inode are written as texts, because they are unsigned numbers of 64 bits, and JSON
    // numbers keep only 53 bits.
    [
      "dev": .string(String(device)), "ino": .string(String(inode)), "size": .integer(size),
      "mtime_ns": .integer(modified),
    ]
  }
}
