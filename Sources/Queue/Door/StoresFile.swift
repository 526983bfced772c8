import Host
package import Text

/// A JSON file in the sidecar that makes it unnecessary to read the whole history. The file has a
/// member for each store, because a table and a database may share a sidecar. If a loss of power
/// damages the file, the data is read from the history again.
package struct StoresFile: Sendable {
  private let queue: String
  private let sidecar: String
  private let path: String
  /// The maximum size in bytes; a larger file is ignored.
  private let longest: Int
  /// The name of this store's member.
  package let store: String

  /// - Parameter longest: the maximum size in bytes, because the file may come from a clone.
  package init(_ name: String, upTo longest: Int, _ workspace: Workspace) {
    (queue, sidecar, store) = (workspace.storePath, workspace.sidecar, workspace.storeName)
    (path, self.longest) = ("\(workspace.sidecar)/\(name)", longest)
  }

  /// The members of all stores; empty if the file is missing or was not written by orch.
  package var stores: JSONObject {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      (try? file.status().kind) == .regular, let bytes = try? file.readWhole(upTo: longest),
      let json = try? JSONValue(parsing: bytes)
    else { return [:] }
    return json.objectValue ?? [:]
  }

  /// Replaces the member of this store in the file.
  package func write(_ member: JSONValue) throws {
    var stores = stores
    stores[store] = member
    try Path.checkNoLink(from: sidecar, to: sidecar)
    let model = try FileStatus(of: queue)
    // The sidecar of a database is created for its first file.
    try Directory.create(sidecar, like: model)
    NewFile.removeAbandoned(in: sidecar, prefix: Path.name(of: path))
    try NewFile.replace(
      path, text: "\(JSONValue.object(stores))\n", permissions: model.companionPermissions,
      group: model.group, syncsFolder: false)
  }
}
