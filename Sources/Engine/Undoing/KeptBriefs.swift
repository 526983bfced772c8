import Facts
import Host
import JSON
import QueueModel
import TeamProtocol

/// What a command did to briefs, kept so that it can be taken back: `undo/TIME-COMMAND.json` in the
/// sidecar.
struct KeptBriefs: Equatable, Sendable {
  /// That of the command.
  let key: String
  var changes: [Change] = []

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
  /// A command that is older can't be taken back with its briefs.
  private static let mostFiles = 100

  /// Keeps what a command is about to do, durably, besides what it did before.
  ///
  /// - Parameters:
  ///   - changes: of briefs.
  ///   - key: that of the command.
  ///   - now: the time.
  ///   - workspace: the folder of the queue.
  static func keep(
    _ changes: [Change], of key: String, at now: QueueTime, in workspace: Workspace
  ) throws(Problem) {
    if changes.isEmpty { return }
    let files = workspace.sharedFiles
    do throws(SystemError) {
      try files.makeFolder(folder)
      let names = try files.names(in: folder).filter { $0.hasSuffix(".json") && $0 != pending }
      let before = names.first { $0.hasSuffix("-\(key).json") }
      var kept =
        try before.flatMap { name throws(SystemError) in
          try files.bytes(of: "\(folder)/\(name)").flatMap(KeptBriefs.init)
        } ?? KeptBriefs(key: key)
      kept.changes = kept.changes.filter { old in !changes.contains { $0.id == old.id } } + changes
      let name = before ?? "\(now.epochSeconds)-\(key).json"
      try files.replace("\(folder)/\(name)", with: "\(kept.json)\n")
      for name in names.sorted().dropLast(mostFiles) { try files.remove("\(folder)/\(name)") }
    } catch { throw .system(error) }
  }

  /// What a command did to briefs; nothing where that is not kept.
  static func kept(of key: String, in workspace: Workspace) -> [Change] {
    let files = workspace.sharedFiles
    guard
      let name = (try? files.names(in: folder))?.first(where: { $0.hasSuffix("-\(key).json") }),
      let bytes = try? files.bytes(of: "\(folder)/\(name)")
    else { return [] }
    return KeptBriefs(json: bytes)?.changes ?? []
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
