public import Engine
public import JSON
import QueueModel

extension DispatchOutcome {
  public var json: JSONObject {
    var object: JSONObject = ["claims": .array(items.map(\.claimJSON))]
    if !failures.isEmpty {
      object["not_started"] = .array(
        failures.sorted { $0.key < $1.key }
          .map { ["id": .string($0.key), "reason": .string($0.value)] })
    }
    return object
  }
}
