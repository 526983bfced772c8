import Door
import Model
import Text

/// The state of an entry of `recurring` after the last decision.
struct RecurringState: Equatable {
  /// The times with which the entry began, in the form of `RecurringTimes.text`.
  var times: String
  /// The time up to which nothing is due any more: the time at which the entry began, or the last
  /// time that was decided.
  var floor: RecurringMinute
  /// The name of the last row or plan that the entry added; `nil` if there is none.
  var newest: String?
  /// The id of the unfinished row for which due work waits; `nil` if there is none.
  var heldBy: String?
}

/// `recurring.json` in the sidecar: the state of each entry that has begun and not ended, so that a
/// tick need not read the history. Without the file, the history is read once.
struct RecurringFile: Sendable {
  private let file: StoresFile

  init(_ workspace: Workspace) {
    file = StoresFile("recurring.json", upTo: 1 << 20, workspace)
  }

  /// The latest minute, thousands of years from now. A later one does not fit into a time.
  private static let latest = 1 << 32

  /// - Returns: the states; `nil` if there is no file, or if orch did not write it.
  func read() -> [String: RecurringState]? {
    guard let members = file.stores[file.store]?.objectValue?.members else { return nil }
    var states: [String: RecurringState] = [:]
    for (name, value) in members {
      guard RecurringName(name) != nil, let object = value.objectValue,
        let times = object["times"]?.stringValue,
        let floor = object["floor"]?.integerValue, (0...Self.latest).contains(floor)
      else { return nil }
      states[name] = RecurringState(
        times: times,
        floor: RecurringMinute(floor, isSecond: object["second"]?.boolValue ?? false),
        newest: object["newest"]?.stringValue,
        heldBy: object["held_by"]?.stringValue)
    }
    return states
  }

  func write(_ states: [String: RecurringState]) throws {
    let members = states.sorted { $0.key < $1.key }.map { name, state in
      var object: JSONObject = [
        "times": .string(state.times), "floor": .integer(state.floor.local),
      ]
      if state.floor.isSecond { object["second"] = true }
      object["newest"] = state.newest.map(JSONValue.string)
      object["held_by"] = state.heldBy.map(JSONValue.string)
      return (name, JSONValue.object(object))
    }
    try file.write(.object(JSONObject(members: members)))
  }
}
