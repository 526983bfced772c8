public import Model
import Text

/// The usage of one attempt of an agent: a line of the cost ledger.
public struct CostEntry: Equatable, Sendable {
  /// The row's id; `plan:NAME` for a planner.
  public var id: String
  /// The token of the attempt's claim, which is booked once.
  public var claimToken: String
  public var claimNumber: Int
  /// The name of the worker's profile.
  public var worker: String
  /// The raw value of `WorkerProfile.Adapter`.
  public var adapter: String
  /// The model that worked; `nil` if it is unknown.
  public var model: String?
  /// The session of the agent; `nil` if it is unknown.
  public var session: String?
  /// When the entry was booked, by the queue's clock.
  public var time: QueueTime
  /// The usage of the attempt itself; `nil` means unknown, not 0.
  public var usage: AgentUsage?
  /// The counters that continue in a session, after the attempt; `nil` if there are none.
  public var sessionTotal: AgentUsage?
  /// The number of requests to a chat endpoint; `nil` for an agent.
  public var calls: Int?
  /// Whether the attempt has not ended, so that its usage is not known yet. A later entry with the
  /// same token that is not open replaces this entry.
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

  /// `nil` if orch did not write the line, or if a crash truncated it. Impossible numbers count as
  /// unknown.
  init?(parsing line: some Collection<UInt8>) {
    guard let json = JSONMembers(of: Array(line)), json.integer("schema") == Self.schema,
      let time = json.text("time").flatMap(QueueTime.init(iso8601:)),
      let id = json.text("id"), let token = json.text("attempt"), !token.isEmpty,
      let number = json.integer("claim"), number >= 0,
      let worker = json.text("worker"), let adapter = json.text("adapter")
    else { return nil }
    self.init(
      id: id, claimToken: token, claimNumber: number, worker: worker, adapter: adapter, time: time)
    model = json.text("model")
    session = json.text("session")
    usage = AgentUsage(usage: json["usage"], cost: json["cost"])
    sessionTotal = AgentUsage(usage: json["session_usage"], cost: json["session_cost"])
    calls = AgentUsage.tokens(json.integer("calls"))
    isOpen = json["open"]?.boolValue ?? false
  }
}

extension CostEntry {
  /// Sets the usage of requests to a chat endpoint after they are answered.
  ///
  /// - Parameters:
  ///   - usage: the tokens; `nil` if they are unknown.
  ///   - calls: the number of requests that were sent.
  ///   - price: the price of the tokens; `nil` if there is none.
  public mutating func count(_ usage: AgentUsage?, calls: Int, price: TokenPrice?) {
    self.usage = usage.map { price?.applied(to: $0) ?? $0 }
    self.calls = calls
    isOpen = false
  }
}
