public import Model
import Text

/// The position of a hook in the history, and the failures of its deliveries. Times are seconds
/// since 1970, by the queue's clock. Source: `docs/events.md`, "Hooks".
public struct HookRecord: Equatable, Sendable {
  /// The position of the last event that the hook received or did not want, or whose delivery was
  /// given up.
  public var cursor: EventCursor
  /// The current failure; `nil` while deliveries succeed.
  public private(set) var failing: Failing?

  public struct Failing: Equatable, Sendable {
    /// The first failure since the last success.
    public let since: Int
    /// The number of failed tries of the next event; 0 after the delivery of the previous event was
    /// given up.
    public let tries: Int
    /// The time of the next try.
    public let nextTry: Int
    /// The last error, on one line.
    public let error: String
  }

  /// - Parameter cursor: the events after this position are delivered.
  public init(from cursor: EventCursor) { self.cursor = cursor }

  /// Seconds from each failed try to the next one. After the last delay and one more failed try,
  /// the delivery of the event is given up.
  public static let delays = [60, 300, 1800]

  /// Whether the next try must still wait. A time further away than the longest delay comes from a
  /// clock that was set back, and does not count.
  public func waits(at now: Int) -> Bool {
    failing.map { $0.nextTry > now && $0.nextTry - now <= Self.delays.max() ?? 0 } ?? false
  }

  public mutating func delivered(_ event: QueueEvent) {
    (cursor, failing) = (event.cursor, nil)
  }

  /// Forgets that an event was given up, because a person has repaired the hook.
  public mutating func forgetFailure() { if failing?.tries == 0 { failing = nil } }

  /// - Returns: whether the delivery of the event is given up.
  public mutating func failed(_ event: QueueEvent, error: String, now: Int) -> Bool {
    let (since, tries) = (failing?.since ?? now, (failing?.tries ?? 0) + 1)
    if tries <= Self.delays.count {
      failing = Failing(
        since: since, tries: tries, nextTry: now + Self.delays[tries - 1], error: error)
      return false
    }
    failing = Failing(since: since, tries: 0, nextTry: now, error: error)
    cursor = event.cursor
    return true
  }

  /// Records the failure of a try that a person made before the scheduled time. This try does not
  /// count in the schedule.
  ///
  /// - Returns: whether the try was before the scheduled time.
  public mutating func failedEarly(error: String, now: Int) -> Bool {
    guard let before = failing, waits(at: now) else { return false }
    failing = Failing(
      since: before.since, tries: before.tries, nextTry: before.nextTry, error: error)
    return true
  }

  /// Waits again for the same time as before the last try.
  public mutating func waitAgain(error: String, now: Int) {
    failing = Failing(
      since: failing?.since ?? now, tries: Self.delays.count,
      nextTry: now + (Self.delays.last ?? 0), error: error)
  }
}

// MARK: JSON

extension HookRecord {
  /// - Returns: `nil` if orch did not write the bytes.
  init?(parsing bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let cursor = object["cursor"]?.stringValue.flatMap(EventCursor.init)
    else { return nil }
    self.init(from: cursor)
    failing = object["failing"]?.objectValue.flatMap(Failing.init)
  }

  /// One line of JSON.
  var text: String {
    var json: JSONObject = ["cursor": .string(cursor.text)]
    if let failing { json["failing"] = failing.json }
    return "\(JSONValue.object(json))\n"
  }
}

extension HookRecord.Failing {
  fileprivate init?(_ object: JSONObject) {
    guard let since = object["since"]?.epochSeconds, let tries = object["tries"]?.integerValue,
      let nextTry = object["next_try"]?.epochSeconds, let error = object["error"]?.stringValue,
      (0...HookRecord.delays.count).contains(tries)
    else { return nil }
    (self.since, self.tries, self.nextTry, self.error) = (since, tries, nextTry, error)
  }

  fileprivate var json: JSONValue {
    [
      "since": .integer(since), "tries": .integer(tries), "next_try": .integer(nextTry),
      "error": .string(error),
    ]
  }
}
