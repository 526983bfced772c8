public import Host
public import Model
import Text

/// The lock that lets only one daemon run for a queue, and the record of that daemon. Both are
/// files in the sidecar.
public struct DaemonLock: Sendable {
  private let sidecar: String
  private let lock: String
  private let record: String

  /// - Parameters:
  ///   - sidecar: the folder beside the queue.
  ///   - store: the path of the queue's file, relative to home: a table and a database may share a
  ///     sidecar, and each has its own daemon.
  public init(sidecar: String, store: String) {
    self.sidecar = sidecar
    let name = Self.fileName(of: store)
    lock = "\(sidecar)/daemon-\(name).lock"
    record = "\(sidecar)/daemon-\(name).json"
  }

  /// The path of a store as a file name without slashes; different stores get different names.
  public static func fileName(of store: String) -> String {
    store.reduce(into: "") { $0 += escapes[$1] ?? String($1) }
  }

  private static let escapes: [Character: String] = ["%": "%25", "/": "%2F"]

  /// How long a daemon waits for processes that have the lock only for a moment: those that ask for
  /// its `state`, and the children of a killed daemon that have not begun their program yet.
  private static let longestLook = Duration.seconds(1)

  /// Acquires the lock for the lifetime of the returned value.
  ///
  /// - Throws: also if another daemon holds the lock.
  public func acquire(_ clock: Clock) throws(LockFile.Failure) -> LockFile {
    try system { () throws(SystemError) in
      try Path.checkNoLink(from: sidecar, to: sidecar)
      // A database has no sidecar before its first file there.
      try Directory.create(sidecar, permissions: 0o700)
    }
    return try LockFile(
      at: lock, permissions: 0o600, timeout: Self.longestLook, holder: "orch daemon", clock: clock)
  }

  /// Writes the record. Errors are ignored, because the record is only for people. After a power
  /// loss the file may have the record of an earlier tick.
  public func save(_ record: DaemonRecord) {
    try? NewFile.replace(
      self.record, text: record.text, permissions: 0o600, syncsFolder: false)
  }

  public enum State: Equatable, Sendable {
    /// No daemon was ever started here.
    case never
    /// A daemon runs; `nil` if it has not written its record yet.
    case running(DaemonRecord?)
    /// The daemon ended by itself, or after a signal.
    case ended(DaemonRecord)
    /// The daemon was killed, or the machine went down.
    case killed(DaemonRecord)
  }

  /// - Throws: if the lock cannot be read.
  public func state() throws(SystemError) -> State {
    try Path.checkNoLink(from: sidecar, to: sidecar)
    do {
      if case .held = try LockFile.state(at: lock) { return .running(read()) }
    } catch {
      if !error.isMissing { throw error }
    }
    guard let found = read() else { return .never }
    return found.endedAt == nil ? .killed(found) : .ended(found)
  }

  /// Whether the last daemon was killed; `false` if the record cannot be read.
  public var wasKilled: Bool {
    if case .killed? = try? state() { true } else { false }
  }

  /// The process of a daemon that has not recorded its end; `nil` if there is none. If the caller
  /// holds the lock, this daemon was killed.
  public var killedProcess: ProcessIdentity? { openRecord?.process }

  /// The record of a daemon that has not recorded its end; `nil` if there is none.
  public var openRecord: DaemonRecord? {
    guard let found = read(), found.endedAt == nil else { return nil }
    return found
  }

  /// The last tick of the last daemon, in seconds since 1970; `nil` if there is none.
  public var lastTick: Int? {
    read()?.tickedAt.flatMap { QueueTime(iso8601: $0) }?.epochSeconds
  }

  /// When a daemon last packed attempts and removed those that exceed the retention, in ISO 8601;
  /// `nil` if none did.
  public var lastExpiry: String? { read()?.expiredAt }

  /// Reads the record; a link is not followed.
  private func read() -> DaemonRecord? {
    guard (try? Path.checkNoLink(from: sidecar, to: record)) != nil,
      let descriptor = try? FileDescriptor(opening: record, for: .readingNoLink),
      let bytes = try? descriptor.read(Self.longest, at: 0)
    else { return nil }
    return DaemonRecord(parsing: bytes)
  }

  /// The maximum length in bytes; orch never writes a longer record.
  private static let longest = 1 << 20
}

/// Converts system errors that prevent locking, or writing the file that the lock guards.
func system<Result>(
  _ body: () throws(SystemError) -> Result
) throws(LockFile.Failure) -> Result {
  do { return try body() } catch { throw .system(error) }
}

/// The state of a daemon, in a file beside its lock.
public struct DaemonRecord: Equatable, Sendable {
  public let process: ProcessIdentity
  /// When the daemon started, in ISO 8601.
  public let startedAt: String
  /// The maximum number of seconds between two ticks.
  public let intervalSeconds: Int
  /// The time of the last tick in ISO 8601; `nil` before the first one.
  public var tickedAt: String?
  /// The error of the last tick, or of reloading the settings.
  public var problem: String?
  /// When this daemon or an earlier one packed attempts and removed those that exceed the retention,
  /// in ISO 8601; `nil` if none did.
  public var expiredAt: String?
  /// When the daemon ended, in ISO 8601; `nil` while it runs, and if it was killed.
  public var endedAt: String?

  public init(process: ProcessIdentity, startedAt: String, intervalSeconds: Int) {
    self.process = process
    self.startedAt = startedAt
    self.intervalSeconds = intervalSeconds
  }

  /// Whether the last tick, or else the start, is too long ago for a daemon that ticks.
  ///
  /// - Parameter longestTick: how long one tick may take.
  public func isStalled(at now: QueueTime, longestTick: Duration) -> Bool {
    guard let last = QueueTime(iso8601: tickedAt ?? startedAt) else { return false }
    let limit = 3 * intervalSeconds + Int(longestTick.components.seconds)
    return now.epochSeconds - last.epochSeconds > limit
  }
}

extension DaemonRecord {
  init?(parsing bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let process = object["process"].flatMap(ProcessIdentity.init),
      let startedAt = object["started_at"]?.stringValue,
      let interval = object["interval_seconds"]?.integerValue,
      (0...1 << 32).contains(interval)
    else { return nil }
    self.init(process: process, startedAt: startedAt, intervalSeconds: interval)
    tickedAt = object["ticked_at"]?.stringValue
    problem = object["problem"]?.stringValue
    expiredAt = object["expired_at"]?.stringValue
    endedAt = object["ended_at"]?.stringValue
  }

  /// One line of JSON.
  var text: String {
    let json: JSONValue = [
      "process": process.json, "started_at": .string(startedAt),
      "interval_seconds": .integer(intervalSeconds),
      "ticked_at": tickedAt.map { .string($0) } ?? .null,
      "problem": problem.map { .string($0) } ?? .null,
      "expired_at": expiredAt.map { .string($0) } ?? .null,
      "ended_at": endedAt.map { .string($0) } ?? .null,
    ]
    return "\(json)\n"
  }
}
