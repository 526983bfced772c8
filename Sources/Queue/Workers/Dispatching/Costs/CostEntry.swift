public import Model
import Text

/// What one attempt of an agent took: a line of the ledger of costs.
public struct CostEntry: Equatable, Sendable {
  /// The row's id; `plan:NAME` for what a planner took.
  public var id: String
  /// The token of its claim, which is booked once.
  public var claimToken: String
  public var claimNumber: Int
  /// The name of the worker's profile.
  public var worker: String
  /// The raw value of `WorkerProfile.Adapter`.
  public var adapter: String
  /// The model that worked; `nil` where none is known.
  public var model: String?
  /// The session of the agent; `nil` where none is known.
  public var session: String?
  /// When it was booked, by the queue's clock.
  public var time: QueueTime
  /// What the attempt itself took; `nil` where that is unknown, which is not 0.
  public var usage: AgentUsage?
  /// What the counters said that go on in a session; `nil` where none do.
  public var sessionTotal: AgentUsage?
  /// How many requests were sent to the endpoint of a planner; `nil` for an agent.
  public var calls: Int?
  /// Whether the attempt is not over: what it takes is not known yet. An entry of the same token
  /// that is not open takes its place.
  public var isOpen = false

  public init(
    id: String, claimToken: String, claimNumber: Int, worker: String, adapter: String,
    time: QueueTime
  ) {
    (self.id, self.claimToken, self.claimNumber) = (id, claimToken, claimNumber)
    (self.worker, self.adapter, self.time) = (worker, adapter, time)
  }
}

// MARK: JSON

extension CostEntry {
  /// The version of the form.
  static let schema = 1

  /// The line without its line end.
  var line: String {
    var json: JSONObject = [
      "schema": .integer(Self.schema), "time": .string(time.iso8601), "id": .string(id),
      "claim": .integer(claimNumber), "attempt": .string(claimToken), "worker": .string(worker),
      "adapter": .string(adapter), "model": JSONValue(model), "session": JSONValue(session),
      "usage": usage?.usage ?? .null, "cost": usage?.cost ?? .null,
      "session_usage": sessionTotal?.usage ?? .null, "session_cost": sessionTotal?.cost ?? .null,
    ]
    if let calls { json["calls"] = .integer(calls) }
    if isOpen { json["open"] = true }
    return "\(JSONValue.object(json))"
  }

  /// `nil` for a line that orch did not write, such as one cut by a crash. Numbers that can't be
  /// are unknown.
  init?(parsing line: some Collection<UInt8>) {
    guard let json = (try? JSONValue(parsing: line))?.objectValue,
      json["schema"]?.integerValue == Self.schema,
      let time = json["time"]?.stringValue.flatMap(QueueTime.init(iso8601:)),
      let id = json["id"]?.stringValue, let token = json["attempt"]?.stringValue, !token.isEmpty,
      let number = json["claim"]?.integerValue, number >= 0,
      let worker = json["worker"]?.stringValue, let adapter = json["adapter"]?.stringValue
    else { return nil }
    self.init(
      id: id, claimToken: token, claimNumber: number, worker: worker, adapter: adapter, time: time)
    model = json["model"]?.stringValue
    session = json["session"]?.stringValue
    usage = AgentUsage(usage: json["usage"], cost: json["cost"])
    sessionTotal = AgentUsage(usage: json["session_usage"], cost: json["session_cost"])
    calls = AgentUsage.tokens(json["calls"]?.integerValue)
    isOpen = json["open"]?.boolValue ?? false
  }
}

extension CostEntry {
  /// Takes what requests to the endpoint of a planner took, once they are answered.
  ///
  /// - Parameters:
  ///   - usage: its tokens; `nil` where they are unknown.
  ///   - calls: how many requests were sent.
  ///   - price: of the tokens; `nil` for none.
  public mutating func count(_ usage: AgentUsage?, calls: Int, price: TokenPrice?) {
    self.usage = usage.map { price?.applied(to: $0) ?? $0 }
    self.calls = calls
    isOpen = false
  }
}
