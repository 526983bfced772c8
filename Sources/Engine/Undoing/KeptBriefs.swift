import Facts
import Host
import JSON
import QueueModel
import QueueStore
import TeamProtocol

/// What a command did to briefs, kept so that it can be taken back: `undo/TIME-COMMAND.json` in the
/// sidecar.
struct KeptBriefs: Equatable, Sendable {
  /// That of the command.
  let key: String
  var changes: [Change] = []
  /// Of a command that may have changed no row: what the history would say of it.
  var entry: Entry?

  struct Entry: Equatable, Sendable {
    /// The number of the last entry before it.
    let sequence: Int
    let time, command, actor: String
  }

  struct Change: Equatable, Sendable {
    /// The row.
    let id: String
    /// The text before; `nil` for no brief.
    let old: String?
    /// What stands for the text after; `nil` for no brief.
    let new: String?

    init(id: String, old: String?, newText: String?) {
      self.init(id: id, old: old, new: newText.map(Self.digest))
    }

    fileprivate init(id: String, old: String?, new: String?) {
      (self.id, self.old, self.new) = (id, old, new)
    }

    static func digest(_ text: String) -> String { SHA256.hexDigest(of: Array(text.utf8)) }
  }

  var json: JSONValue {
    let changes = changes.map { change in
      JSONValue.object([
        "id": .string(change.id), "from": JSONValue(change.old), "to": JSONValue(change.new),
      ])
    }
    var object: JSONObject = ["key": .string(key), "briefs": .array(changes)]
    if let entry {
      object["seq"] = .integer(entry.sequence)
      object["ts"] = .string(entry.time)
      object["command"] = .string(entry.command)
      object["actor"] = .string(entry.actor)
    }
    return .object(object)
  }

  init(key: String, _ changes: [Change] = []) { (self.key, self.changes) = (key, changes) }

  init?(json bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let key = object["key"]?.stringValue, let list = object["briefs"]?.arrayValue
    else { return nil }
    self.key = key
    changes = list.compactMap { change in
      guard let change = change.objectValue, let id = change["id"]?.stringValue,
        ItemID.isWellFormed(id)
      else { return nil }
      return Change(id: id, old: change["from"]?.stringValue, new: change["to"]?.stringValue)
    }
    if let sequence = object["seq"]?.integerValue, let time = object["ts"]?.stringValue,
      let command = object["command"]?.stringValue, let actor = object["actor"]?.stringValue
    {
      entry = Entry(sequence: sequence, time: time, command: command, actor: actor)
    }
  }

  /// An entry for each row, as the history would have it.
  var entries: [HistoryEntry] {
    guard let entry else { return [] }
    return changes.map { change in
      HistoryEntry(
        sequence: entry.sequence, time: entry.time, traceID: "", command: entry.command, run: key,
        actor: entry.actor, row: RowChange(id: change.id, before: [:], after: [:]))
    }
  }
}

// MARK: Files

extension KeptBriefs {
  static let folder = "undo"
  /// A command that is older can't be taken back with its briefs.
  private static let mostFiles = 100

  /// Keeps what a command is about to do, durably, besides what it did before.
  ///
  /// - Parameters:
  ///   - changes: of briefs.
  ///   - queue: the queue as the command works on it.
  ///   - workspace: the folder of the queue.
  static func keep(
    _ changes: [Change], of queue: Queue, in workspace: Workspace
  ) throws(Problem) {
    if changes.isEmpty { return }
    let (files, key) = (workspace.sharedFiles, queue.commandKey)
    let (now, author) = (queue.clock.now, queue.contextWithoutPolicy.author)
    let last = (try? queue.store.latestHistory(1))?.last?.sequence ?? 0
    do throws(SystemError) {
      try files.makeFolder(folder)
      let names = try files.names(in: folder).filter { $0.hasSuffix(".json") && $0 != pending }
      let before = names.first { $0.hasSuffix("-\(key).json") }
      var kept =
        try before.flatMap { name throws(SystemError) in
          try files.bytes(of: "\(folder)/\(name)").flatMap(KeptBriefs.init)
        } ?? KeptBriefs(key: key)
      kept.changes = kept.changes.filter { old in !changes.contains { $0.id == old.id } } + changes
      kept.entry =
        kept.entry
        ?? Entry(
          sequence: last, time: now.iso8601, command: author.command, actor: author.actor)
      let name = before ?? "\(now.epochSeconds)-\(key).json"
      try files.replace("\(folder)/\(name)", with: "\(kept.json)\n")
      for name in names.sorted().dropLast(mostFiles) { try files.remove("\(folder)/\(name)") }
    } catch { throw .system(error) }
  }

  /// What a command did to briefs; nothing where that is not kept.
  static func kept(of key: String, in workspace: Workspace) -> [Change] {
    name(of: key, in: workspace).flatMap { read($0, in: workspace) }?.changes ?? []
  }

  /// What commands did that changed briefs alone, newest first.
  ///
  /// - Parameters:
  ///   - history: what has the commands that changed rows.
  ///   - workspace: the folder of the queue.
  static func ofBriefsAlone(
    besides history: [HistoryEntry], in workspace: Workspace
  ) -> [KeptBriefs] {
    let names = ((try? workspace.sharedFiles.names(in: folder)) ?? [])
      .filter { $0.hasSuffix(".json") && $0 != pending }
    if names.isEmpty { return [] }
    let known = Set(history.map(\.commandKey))
    return names.sorted().reversed().compactMap { read($0, in: workspace) }.filter { kept in
      // A command that was refused took its briefs back.
      !known.contains(kept.key) && kept.changes.contains { $0.isAsLeft(in: workspace) }
    }
  }

  /// Forgets a command, which was taken back.
  static func forget(_ key: String, in workspace: Workspace) throws(SystemError) {
    guard let name = name(of: key, in: workspace) else { return }
    try workspace.sharedFiles.remove("\(folder)/\(name)")
  }

  private static func name(of key: String, in workspace: Workspace) -> String? {
    (try? workspace.sharedFiles.names(in: folder))?.first { $0.hasSuffix("-\(key).json") }
  }

  private static func read(_ name: String, in workspace: Workspace) -> KeptBriefs? {
    (try? workspace.sharedFiles.bytes(of: "\(folder)/\(name)")).flatMap { $0 }
      .flatMap(KeptBriefs.init)
  }

  /// The name of the file with what a command that takes another one back is about to do.
  private static let pending = "pending.json"

  static func hasPending(in workspace: Workspace) -> Bool {
    (try? FileStatus.ifExists("\(workspace.sidecar)/\(folder)/\(pending)")) != nil
  }

  static func pending(in workspace: Workspace) throws(SystemError) -> KeptBriefs? {
    try workspace.sharedFiles.bytes(of: "\(folder)/\(pending)").flatMap(KeptBriefs.init)
  }

  func writePending(in workspace: Workspace) throws(SystemError) {
    try workspace.sharedFiles.replace("\(Self.folder)/\(Self.pending)", with: "\(json)\n")
  }

  static func removePending(in workspace: Workspace) throws(SystemError) {
    try workspace.sharedFiles.remove("\(folder)/\(pending)")
  }
}

// MARK: Back

extension KeptBriefs.Change {
  /// Whether the brief is as the command left it.
  func isAsLeft(in workspace: Workspace) -> Bool {
    workspace.wholeBrief(of: id).map(Self.digest) == new
  }

  /// Gives the row its brief of before, where it is as the command left it.
  func takeBack(in workspace: Workspace) throws(Problem) {
    guard isAsLeft(in: workspace) else { return }
    switch (old, new) {
    case (nil, nil): return
    case (nil, _?): try workspace.removeBrief(of: id)
    case (let old?, nil): _ = try workspace.keepBrief(old, of: id)
    case (let old?, _?): try workspace.replaceBrief(old, of: id)
    }
  }
}
