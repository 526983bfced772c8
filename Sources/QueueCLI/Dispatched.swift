public import JSON
public import QueueModel

/// Rows that a dispatch claimed, and what became of what was to be started for them.
public struct Dispatched {
  public let claims: [ItemChange]
  /// Why nothing could be started for a row, which is FAILED now, by its id.
  public internal(set) var failures: [String: String] = [:]

  public static var nothing: Dispatched { Dispatched(claims: []) }

  init(claims: [ItemChange]) { self.claims = claims }

  /// The rows that are at work, in the order in which they were claimed.
  public var items: [QueueItem] { claims.compactMap(\.after).filter { failures[$0.id] == nil } }

  /// `{"claims":[{"item","attempt"}],"not_started":[{"id","reason"}]}`, the latter only where
  /// there are such rows.
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
