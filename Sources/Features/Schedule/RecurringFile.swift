import Door
import Model
import Text

/// What was decided of an entry of `recurring`.
struct RecurringState: Equatable {
  /// The times by which it began, as `RecurringTimes.text` has them.
  var times: String
  /// The time up to which nothing is due any more: that of its beginning, or the last one that was
  /// decided.
  var floor: RecurringMinute
  /// The name of the row or plan that it added last; `nil` for none.
  var newest: String?
  /// The id of the unfinished row for which the next one waits; `nil` for none.
  var heldBy: String?
}

/// `recurring.json` in the sidecar: what was decided of each entry that has begun and not ended, so
/// that a tick need not ask the history. Without it, the history is read once.
struct RecurringFile: Sendable {
  private let file: StoresFile

  init(_ workspace: Workspace) {
    file = StoresFile("recurring.json", upTo: 1 << 20, workspace)
  }

  /// - Returns: `nil` where there is no such file, or none that orch wrote.
  func read() -> [String: RecurringState]? {
    guard let members = file.stores[file.store]?.objectValue?.members else { return nil }
    var states: [String: RecurringState] = [:]
    for (name, value) in members {
      guard RecurringName(name) != nil, let object = value.objectValue,
        let times = object["times"]?.stringValue,
        let floor = object["floor"]?.integerValue
      else { return nil }
      states[name] = RecurringState(
        times: times,
        floor: RecurringMinute(floor, isSecond: object["second"]?.boolValue ?? false),
        newest: object["newest"]?.stringValue,
        heldBy: object["held_by"]?.stringValue)
    }
    return states
  }

  /// Replaces the file.
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
