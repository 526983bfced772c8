public import Model
import Text

/// How far a hook has come in the history, and how its deliveries fail. Times are seconds since
/// 1970, by the queue's clock. Source: `docs/events.md`, "Hooks".
public struct HookRecord: Equatable, Sendable {
  /// The place of the last event that it got, did not want, or was given up on.
  public var cursor: EventCursor
  /// `nil` while all goes well.
  public private(set) var failing: Failing?

  public struct Failing: Equatable, Sendable {
    /// The first failure since the last success.
    public let since: Int
    /// The failed tries of the next event; 0 where it gave up on the one before.
    public let tries: Int
    /// When it is tried again.
    public let nextTry: Int
    /// What was wrong last; one line.
    public let error: String
  }

  /// - Parameter cursor: the events behind it are delivered.
  public init(from cursor: EventCursor) { self.cursor = cursor }

  /// Seconds from each failed try to the next one. After the last one it gives up on the event.
  public static let delays = [60, 300, 1800]

  /// Whether it waits with the next try. A time that is further away than any delay comes from a
  /// clock that was set back.
  public func waits(at now: Int) -> Bool {
    failing.map { $0.nextTry > now && $0.nextTry - now <= Self.delays.max() ?? 0 } ?? false
  }

  public mutating func delivered(_ event: QueueEvent) {
    (cursor, failing) = (event.cursor, nil)
  }

  /// A person has mended it.
  public mutating func forgetFailure() { if failing?.tries == 0 { failing = nil } }

  /// - Returns: whether it gives up on the event.
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

  /// A person tried it before its time, which is no try of the schedule.
  ///
  /// - Returns: whether it was before its time.
  public mutating func failedEarly(error: String, now: Int) -> Bool {
    guard let before = failing, waits(at: now) else { return false }
    failing = Failing(
      since: before.since, tries: before.tries, nextTry: before.nextTry, error: error)
    return true
  }

  /// Waits once more as long as before the last try.
  public mutating func waitAgain(error: String, now: Int) {
    failing = Failing(
      since: failing?.since ?? now, tries: Self.delays.count,
      nextTry: now + (Self.delays.last ?? 0), error: error)
  }
}

// MARK: JSON

extension HookRecord {
  /// - Returns: `nil` for what orch does not write.
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

  /// What a clone brings along may hold any number.
  fileprivate static let times = 0...1 << 40
}

extension HookRecord.Failing {
  fileprivate init?(_ object: JSONObject) {
    guard let since = object["since"]?.integerValue, let tries = object["tries"]?.integerValue,
      let nextTry = object["next_try"]?.integerValue, let error = object["error"]?.stringValue,
      HookRecord.times.contains(since), HookRecord.times.contains(nextTry),
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
