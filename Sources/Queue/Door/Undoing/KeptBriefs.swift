import Host
import Model
import Text

/// The changes that a command made to briefs, kept in `undo/TIME-COMMAND.json` in the sidecar, so
/// that the command can be undone. The history has the rows to which the briefs belong.
struct KeptBriefs: Equatable, Sendable {
  /// The key of the command.
  let key: String
  var changes: [Change] = []

  struct Change: Equatable, Sendable {
    let id: String
    /// The text before the command; `nil` for no brief.
    let old: String?
    /// A digest of the text after the command; `nil` for no brief.
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
    return ["key": .string(key), "briefs": .array(changes)]
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
  }
}

// MARK: Files

extension KeptBriefs {
  static let folder = "undo"
  /// The maximum number of kept files. An older command can't be undone together with its briefs.
  private static let mostFiles = 100

  /// Keeps the changes that a command is about to make, durably, in addition to its earlier
  /// changes.
  static func keep(
    _ changes: [Change], by key: String, at now: QueueTime, in workspace: Workspace
  ) throws {
    if changes.isEmpty { return }
    let files = workspace.sharedFiles
    try files.makeFolder(folder)
    let names = try names(in: workspace)
    let before = names.first { $0.hasSuffix("-\(key).json") }
    var kept =
      try before.flatMap { try files.bytes(of: "\(folder)/\($0)").flatMap(KeptBriefs.init) }
      ?? KeptBriefs(key: key)
    kept.changes = kept.changes.filter { old in !changes.contains { $0.id == old.id } } + changes
    let name = before ?? "\(now.epochSeconds)-\(key).json"
    try files.replace("\(folder)/\(name)", with: "\(kept.json)\n")
    for name in names.sorted().dropLast(mostFiles) { try files.remove("\(folder)/\(name)") }
  }

  /// The changes of briefs that a command made; empty if they are not kept.
  static func kept(of key: String, in workspace: Workspace) throws(SystemError) -> [Change] {
    let name = try names(in: workspace).first { $0.hasSuffix("-\(key).json") }
    guard let name, let bytes = try workspace.sharedFiles.bytes(of: "\(folder)/\(name)") else {
      return []
    }
    return KeptBriefs(json: bytes)?.changes ?? []
  }

  private static func names(in workspace: Workspace) throws(SystemError) -> [String] {
    try workspace.sharedFiles.names(in: folder).filter { $0.hasSuffix(".json") }
  }
}

// MARK: Pending undo

/// The command that undoes another command and may not have changed the briefs yet. Each store has
/// a separate file, because a table and a database may share a sidecar.
struct PendingUndo {
  private let files: SharedFiles
  private let path: String

  init(in workspace: Workspace) {
    files = workspace.sharedFiles
    let store = SHA256.hexDigest(of: Array(workspace.sharedStoreName.utf8)).prefix(16)
    path = "\(KeptBriefs.folder)/\(store).pending"
  }

  /// The command's `HistoryEntry.commandKey`; `nil` if no undo is pending.
  func key() throws(SystemError) -> String? {
    try files.bytes(of: path).map { String(decoding: $0, as: UTF8.self) }
  }

  func write(_ key: String) throws(SystemError) { try files.replace(path, with: key) }

  func remove() throws(SystemError) { try files.remove(path) }
}

// MARK: Undoing

extension KeptBriefs.Change {
  /// Whether the brief still has the text that the command gave it.
  func isAsLeft(in workspace: Workspace) -> Bool {
    workspace.wholeBrief(of: id).map(Self.digest) == new
  }

  /// The change that undoes this change, with the brief's current text as the text to restore
  /// later.
  func reversed(in workspace: Workspace) -> Self {
    Self(id: id, old: workspace.wholeBrief(of: id), newText: old)
  }

  /// Gives the row its earlier brief, if the brief still has the text that the command gave it.
  func takeBack(in workspace: Workspace) throws {
    guard isAsLeft(in: workspace) else { return }
    switch (old, new) {
    case (nil, nil): return
    case (nil, _?): try workspace.removeBrief(of: id)
    case (let old?, nil): _ = try workspace.keepBrief(old, of: id)
    case (let old?, _?): try workspace.replaceBrief(old, of: id)
    }
  }
}
