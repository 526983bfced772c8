import Facts
import Host
import JSON
import QueueModel

/// What was decided of an entry of `recurring`.
struct RecurringState: Equatable {
  /// The times by which it began, as `RecurringTimes.text` has them.
  var times: String
  /// The local minute up to which nothing is due any more: that of its beginning, or of the last time
  /// that was decided.
  var floor: Int
  /// The name of the row or plan that it added last; `nil` for none.
  var newest: String?
  /// The id of the unfinished row for which the next one waits; `nil` for none.
  var heldBy: String?
}

/// `recurring.json` in the sidecar: what was decided of each entry that has begun and not ended, so
/// that a tick need not ask the history. A table and a database that share a sidecar have a member
/// each. Without it, the history is read once.
struct RecurringFile: Sendable {
  private let queue: String
  private let sidecar: String
  private let store: String

  init(_ workspace: Workspace) {
    (queue, sidecar, store) = (workspace.storePath, workspace.sidecar, workspace.storeName)
  }

  private var path: String { "\(sidecar)/recurring.json" }

  /// - Returns: `nil` where there is no such file, or none that orch wrote.
  func read() -> [String: RecurringState]? {
    guard let members = stores[store]?.objectValue?.members else { return nil }
    var states: [String: RecurringState] = [:]
    for (name, value) in members {
      guard RecurringName(name) != nil, let object = value.objectValue,
        let times = object["times"]?.stringValue,
        let floor = object["floor"]?.integerValue
      else { return nil }
      states[name] = RecurringState(
        times: times, floor: floor, newest: object["newest"]?.stringValue,
        heldBy: object["held_by"]?.stringValue)
    }
    return states
  }

  private var stores: JSONObject {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      (try? file.status().kind) == .regular, let bytes = try? file.readWhole(upTo: Self.longest),
      let json = try? JSONValue(parsing: bytes)
    else { return [:] }
    return json.objectValue ?? [:]
  }

  /// Bytes: it may have come with a clone.
  private static let longest = 1 << 20

  /// Replaces the file. What a loss of power takes from it is found in the history again.
  func write(_ states: [String: RecurringState]) throws(Problem) {
    let members = states.sorted { $0.key < $1.key }.map { name, state in
      var object: JSONObject = ["times": .string(state.times), "floor": .integer(state.floor)]
      object["newest"] = state.newest.map(JSONValue.string)
      object["held_by"] = state.heldBy.map(JSONValue.string)
      return (name, JSONValue.object(object))
    }
    var stores = stores
    stores[store] = .object(JSONObject(members: members))
    do throws(SystemError) {
      let model = try FileStatus(of: queue)
      NewFile.removeAbandoned(in: sidecar, prefix: Path.name(of: path))
      try NewFile.replace(
        path, text: "\(JSONValue.object(stores))\n", permissions: model.companionPermissions,
        group: model.group, syncsFolder: false)
    } catch {
      throw .system(error)
    }
  }
}
