import Door
import Text

/// `facts.json` in the sidecar: the facts that a store noted and that still hold, and the times at
/// which people are reminded of rows that wait for them. Without the file, facts are looked up in
/// the history.
struct FactsFile: Sendable {
  private let file: StoresFile

  init(_ workspace: Workspace) {
    // This leaves room for a line about each of several hundred thousand rows.
    file = StoresFile("facts.json", upTo: 16 << 20, workspace)
  }

  struct Kept: Equatable {
    /// The keys of plans, workers and budgets.
    var keys: Set<String> = []
    /// The keys that other stores noted.
    var keysElsewhere: Set<String> = []
    /// How long a person may take to reply, in seconds.
    var interval = 0
    /// When each row is checked next, in seconds since 1970, by the row's id.
    var due: [String: Int] = [:]
  }

  /// The contents of the file; empty if there is no file, or if orch did not write it.
  func read() -> Kept {
    var kept = Kept()
    let stores = file.stores
    for member in stores.members where member.key != file.store {
      kept.keysElsewhere.formUnion(Self.keys(in: member.value.objectValue))
    }
    guard let object = stores[file.store]?.objectValue else { return kept }
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

  func write(_ kept: Kept) throws {
    let due = kept.due.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.integer($0.value)) }
    try file.write([
      "noted": .array(kept.keys.sorted().map(JSONValue.string)),
      "attention_after": .integer(kept.interval), "due": .object(JSONObject(members: due)),
    ])
  }
}
