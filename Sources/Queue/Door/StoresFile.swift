import Host
package import Text

/// A JSON file in the sidecar that saves reading the history, with a member for each store: a table
/// and a database may share a sidecar. What a loss of power takes from the file is found in the
/// history again.
package struct StoresFile: Sendable {
  private let queue: String
  private let sidecar: String
  private let path: String
  /// In bytes; a longer file counts as none.
  private let longest: Int
  /// The name of this store's member.
  package let store: String

  /// - Parameter longest: in bytes: the file may have come with a clone.
  package init(_ name: String, upTo longest: Int, _ workspace: Workspace) {
    (queue, sidecar, store) = (workspace.storePath, workspace.sidecar, workspace.storeName)
    (path, self.longest) = ("\(workspace.sidecar)/\(name)", longest)
  }

  /// What each store has; nothing if there is no such file, or none that orch wrote.
  package var stores: JSONObject {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      (try? file.status().kind) == .regular, let bytes = try? file.readWhole(upTo: longest),
      let json = try? JSONValue(parsing: bytes)
    else { return [:] }
    return json.objectValue ?? [:]
  }

  /// Replaces the file, with another member of this store.
  package func write(_ member: JSONValue) throws {
    var stores = stores
    stores[store] = member
    try Path.checkNoLink(from: sidecar, to: sidecar)
    let model = try FileStatus(of: queue)
    // A database has no sidecar before its first file there.
    try Directory.create(sidecar, like: model)
    NewFile.removeAbandoned(in: sidecar, prefix: Path.name(of: path))
    try NewFile.replace(
      path, text: "\(JSONValue.object(stores))\n", permissions: model.companionPermissions,
      group: model.group, syncsFolder: false)
  }
}
