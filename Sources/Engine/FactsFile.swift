import Facts
import Host
import JSON

/// `facts.json` in the sidecar: which facts a store noted that still hold, and when somebody is
/// reminded of the rows that wait for a person. A table and a database that share a sidecar have a
/// member each. Without it, facts are looked for in the history.
struct FactsFile: Sendable {
  private let queue: String
  private let sidecar: String
  private let store: String

  init(_ workspace: Workspace) {
    (queue, sidecar, store) = (workspace.storePath, workspace.sidecar, workspace.storeName)
  }

  struct Kept: Equatable {
    /// Those of plans, workers and budgets.
    var keys: Set<String> = []
    /// Those that the other stores noted.
    var keysElsewhere: Set<String> = []
    /// What a person may take for a reply, in seconds.
    var interval = 0
    /// When a row is looked at next, in seconds since 1970, by its id.
    var due: [String: Int] = [:]
  }

  private var path: String { "\(sidecar)/facts.json" }

  /// Nothing where there is no such file, or none that orch wrote.
  func read() -> Kept {
    var kept = Kept()
    let stores = stores
    for member in stores.members where member.key != store {
      kept.keysElsewhere.formUnion(Self.keys(in: member.value.objectValue))
    }
    guard let object = stores[store]?.objectValue else { return kept }
    var due: [String: Int] = [:]
    for member in object["due"]?.objectValue?.members ?? [] {
      due[member.key] = member.value.integerValue
    }
    (kept.keys, kept.due) = (Self.keys(in: object), due)
    kept.interval = object["attention_after"]?.integerValue ?? 0
    return kept
  }

  private static func keys(in object: JSONObject?) -> Set<String> {
    Set((object?["noted"]?.arrayValue ?? []).compactMap(\.stringValue))
  }

  private var stores: JSONObject {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      (try? file.status().kind) == .regular, let bytes = try? file.readWhole(upTo: Self.longest),
      let json = try? JSONValue(parsing: bytes)
    else { return [:] }
    return json.objectValue ?? [:]
  }

  /// Bytes: room for a line about each of some hundred thousand rows.
  private static let longest = 16 << 20

  /// Replaces the file. What a loss of power takes from it is found in the history again.
  func write(_ kept: Kept) throws(Problem) {
    let due = kept.due.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.integer($0.value)) }
    var stores = stores
    stores[store] = [
      "noted": .array(kept.keys.sorted().map(JSONValue.string)),
      "attention_after": .integer(kept.interval), "due": .object(JSONObject(members: due)),
    ]
    do throws(SystemError) {
      try Path.checkNoLink(from: sidecar, to: sidecar)
      let model = try FileStatus(of: queue)
      // A database has no sidecar before its first file there.
      try Directory.create(sidecar, like: model)
      NewFile.removeAbandoned(in: sidecar, prefix: Path.name(of: path))
      try NewFile.replace(
        path, text: "\(JSONValue.object(stores))\n", permissions: model.companionPermissions,
        group: model.group, syncsFolder: false)
    } catch {
      throw .system(error)
    }
  }
}
