import Door
import Host
import Text
import Workers

/// How far the history was sent, and how sending failed. Times are seconds since 1970, by the
/// queue's clock.
struct TelemetryRecord: Equatable, Sendable {
  /// The id of the history. With another history, everything begins anew.
  var history: String
  /// The number of the last entry whose spans were sent, or are not sent any more.
  var sequence = 0
  /// When the data was last sent.
  var sentAt: Int?
  /// When the data is sent next.
  var next = 0
  /// The current failure; `nil` while sending succeeds.
  var failing: Failing?
  /// The last data that the endpoint did not accept.
  var refused: Refused?

  struct Failing: Equatable, Sendable {
    /// The first failure since the last success.
    let since: Int
    let tries: Int
    /// The last error, on one line.
    let error: String
  }

  struct Refused: Equatable, Sendable {
    let time: Int
    /// The number of spans and figures.
    let count: Int
    /// What the endpoint says, on one line.
    let error: String
  }

  init(history: String) { self.history = history }

  /// The seconds between two sendings.
  static let interval = 60
  /// The seconds until the next try, after the first failures.
  private static let delays = [60, 300, 1800]
  private static let longestDelay = 3600

  /// The seconds until data is to be sent. A time further away than the longest delay comes from a
  /// clock that was set back, and does not count.
  func secondsToNext(at now: Int) -> Int {
    let seconds = next - now
    return (0...Self.longestDelay).contains(seconds) ? seconds : 0
  }

  mutating func succeeded(now: Int) {
    (failing, sentAt, next) = (nil, now, now + Self.interval)
  }

  /// - Parameter retryAfter: how long the endpoint wants to be left alone, in seconds; `nil` if it
  ///   does not say.
  mutating func failed(_ error: String, retryAfter: Int?, now: Int) {
    let tries = (failing?.tries ?? 0) + 1
    failing = Failing(since: failing?.since ?? now, tries: tries, error: error)
    let delay = Self.delays[min(tries, Self.delays.count) - 1]
    next = now + min(max(delay, retryAfter ?? 0), Self.longestDelay)
  }
}

// MARK: JSON

extension TelemetryRecord {
  /// - Returns: `nil` if orch did not write the bytes.
  init?(parsing bytes: [UInt8]) {
    guard let json = (try? JSONValue(parsing: bytes))?.objectValue,
      let history = json["history"]?.stringValue,
      let sequence = json["sequence"]?.integerValue, sequence >= 0
    else { return nil }
    self.init(history: history)
    self.sequence = sequence
    sentAt = json["sent_at"]?.epochSeconds
    next = json["next"]?.epochSeconds ?? 0
    if let object = json["failing"]?.objectValue, let since = object["since"]?.epochSeconds,
      let tries = object["tries"]?.integerValue, let error = object["error"]?.stringValue
    {
      failing = Failing(since: since, tries: max(1, min(tries, 1 << 20)), error: error)
    }
    if let object = json["refused"]?.objectValue, let time = object["time"]?.epochSeconds,
      let count = object["count"]?.integerValue, let error = object["error"]?.stringValue
    {
      refused = Refused(time: time, count: count, error: error)
    }
  }

  /// One line of JSON.
  var text: String {
    var json: JSONObject = [
      "history": .string(history), "sequence": .integer(sequence), "next": .integer(next),
    ]
    if let sentAt { json["sent_at"] = .integer(sentAt) }
    if let failing {
      json["failing"] = [
        "since": .integer(failing.since), "tries": .integer(failing.tries),
        "error": .string(failing.error),
      ]
    }
    if let refused {
      json["refused"] = [
        "time": .integer(refused.time), "count": .integer(refused.count),
        "error": .string(refused.error),
      ]
    }
    return "\(JSONValue.object(json))\n"
  }
}

/// The record of a queue and its lock: `otel/STORE.json` and `otel/STORE.lock` in the sidecar. With
/// a queue on a server the machines share them, so that one of them sends.
struct TelemetryFolder: Sendable {
  private let files: SharedFiles
  private let name: String

  init(_ workspace: Workspace) {
    files = workspace.sharedFiles
    name = "otel/" + DaemonLock.fileName(of: workspace.sharedStoreName)
  }

  /// The record; `nil` if there is none, or if it can't be read. Then all of the recent history is
  /// sent, with the same ids.
  ///
  /// - Throws: if a server cannot be asked for the record.
  func record() throws(SystemError) -> TelemetryRecord? {
    do throws(SystemError) {
      return try files.bytes(of: "\(name).json", upTo: Self.longest)
        .flatMap(TelemetryRecord.init(parsing:))
    } catch {
      if files.areShared { throw error }
      return nil
    }
  }

  /// In bytes; orch never writes a longer file.
  private static let longest = 64 << 10

  /// Writes the record; the caller holds the lock. After a power loss, data is sent again.
  func save(_ record: TelemetryRecord) throws(SystemError) {
    try files.replace("\(name).json", with: record.text, mayBeLost: true)
  }

  /// Takes the lock for the lifetime of the returned value; `nil` if another process sends.
  func lock(_ clock: Clock) throws(SystemError) -> SharedLock? {
    do throws(SharedLock.Failure) {
      return try files.lock(
        "\(name).lock", timeout: .zero, lease: Self.lease, by: "orch otel", clock)
    } catch {
      switch error {
      case .held, .leased: return nil
      case .system(let error): throw error
      }
    }
  }

  /// The seconds that another machine waits after this machine stops answering; longer than one
  /// request.
  static let lease = 60
}
