public import Host
public import Model
import Text

/// The circuit breaker of a worker, for all rows. Three failed starts in a row, one failed login,
/// one unknown setting, or one limit of the worker's service pause the worker. The pause lasts until
/// the time that the service names, else five minutes; each further pause is twice as long, up to
/// four hours. An outage of the service pauses the worker for one minute, up to half an hour. After
/// the pause, one start decides. A limit pauses all workers of the service. Source:
/// `docs/workers.md`, "Breaker".
///
/// The files in the sidecar, `breakers/NAME.json`, `breakers/NAME.service.json` and
/// `breakers/SERVICE.limit.json`, exist only after a failure, so that a start of a healthy worker
/// costs only three calls of stat(2). A file that cannot be read counts as missing, because the next
/// failure writes it again.
public struct WorkerBreaker: Sendable {
  /// Failed starts, logins and settings.
  private let starts: BreakerFile
  private let limits: BreakerFile
  private let outages: BreakerFile
  private var files: [BreakerFile] { [limits, outages, starts] }

  /// - Parameters:
  ///   - sidecar: the folder beside the queue.
  ///   - worker: the name of the worker's profile.
  ///   - service: the name for limits: the program, if other workers run it too; by default the
  ///     worker.
  public init(sidecar: String, worker: String, service: String? = nil) {
    starts = BreakerFile(sidecar: sidecar, name: worker)
    limits = BreakerFile(sidecar: sidecar, name: "\(service ?? worker).limit")
    outages = BreakerFile(sidecar: sidecar, name: "\(worker).service")
  }

  public enum State: Equatable, Sendable {
    /// The worker starts.
    case closed
    /// The worker starts nothing before the end of the pause.
    case open(WorkerPause)
    /// The pause is over: one start decides.
    case halfOpen(WorkerPause)
  }

  public func state(now: QueueTime) -> State {
    var ended: WorkerPause?
    var open: WorkerPause?
    for case .failures(let failures) in files.map({ $0.read() }) {
      guard let pause = failures.pause else { continue }
      if !failures.isOpen(at: now.epochSeconds) {
        ended = pause
      } else if pause.until > open?.until ?? 0 {
        open = pause
      }
    }
    return open.map(State.open) ?? ended.map(State.halfOpen) ?? .closed
  }

  /// The pause that keeps the worker from starting now; `nil` if there is none, or while one start
  /// decides after a pause.
  public func pause(now: QueueTime) -> WorkerPause? {
    let pauses = files.compactMap { file -> WorkerPause? in
      guard case .failures(let failures) = file.read(),
        failures.isWaiting(at: now.epochSeconds)
      else { return nil }
      return failures.pause
    }
    return pauses.max { $0.until < $1.until }
  }

  /// Why a file cannot be read, for people; `nil` if all can be read, or none exists.
  public var problem: String? {
    files.lazy.compactMap { file in
      if case .unreadable(let problem) = file.read() { problem } else { nil }
    }.first
  }

  /// The error if the folder or a file can't be written, for example because a link is in its
  /// place; `nil` if there is no such error. Then no failure could be recorded, and starts would
  /// continue without a pause.
  public var obstruction: SystemError? { files.lazy.compactMap(\.obstruction).first }

  /// The shortest pause in seconds.
  public static let shortestPause = 300
  /// The shortest pause after an outage, in seconds.
  public static let shortestOutage = 60

  /// The number of starts that an outage of the service ended, since the service last did work.
  public var outageCount: Int {
    if case .failures(let failures) = outages.read() { failures.count } else { 0 }
  }

  /// Removes files of processes that were killed while they wrote a breaker.
  ///
  /// - Parameter sidecar: the folder beside the queue.
  public static func removeAbandoned(in sidecar: String) {
    let folder = "\(sidecar)/breakers"
    guard (try? Path.checkNoLink(from: sidecar, to: folder)) != nil else { return }
    NewFile.removeAbandoned(in: folder)
  }

  // MARK: The results of attempts

  /// Records that an attempt failed.
  ///
  /// - Parameters:
  ///   - failure: the class: the start failed (`spawn`), the program has no valid login (`auth`) or
  ///     names what its service does not know (`setting`), or its service accepts no more requests
  ///     for now (`rate_limit`) or does not answer (`service`). A failure at a later stage shows
  ///     that the service accepted the work; other classes do not concern the worker.
  ///   - reason: the problem in words for people, on one line.
  ///   - end: when the service accepts work again, in seconds since 1970; `nil` if unknown.
  ///   - now: the queue's time.
  public func failed(
    _ failure: FailureClass, reason: String, until end: Int? = nil, now: QueueTime
  ) throws(LockFile.Failure) {
    switch failure {
    case .spawn, .auth, .setting: try add(failure, reason, to: starts, now: now)
    case .service: try add(failure, reason, to: outages, now: now)
    case .rateLimit: try add(failure, reason, to: limits, until: end, now: now)
    case .interrupted, .lost, .conflict, .ci: break
    case .lint, .test, .build, .review, .agent, .question, .timeout, .idle, .budget, .unknown:
      try endUnavailability(now: now)
    }
  }

  /// A start that decides after a pause of another kind has decided with this failure.
  private func add(
    _ failure: FailureClass, _ reason: String, to file: BreakerFile, until end: Int? = nil,
    now: QueueTime
  ) throws(LockFile.Failure) {
    try file.change(creatingFolder: true) {
      $0.add(failure, reason, until: end, now: now.epochSeconds)
    }
    for other in files where other != file { try other.changeIfThere { $0.endTrial() } }
  }

  /// Records that the program runs, which ends a series of failed starts. At this point it is not
  /// known yet whether the login is valid.
  public func started() throws(LockFile.Failure) {
    try starts.changeIfThere { if $0.failure == .spawn { $0 = Failures() } }
  }

  /// Records that an attempt ended and that its login was valid.
  public func succeeded(now: QueueTime) throws(LockFile.Failure) {
    try starts.changeIfThere { $0 = Failures() }
    try endUnavailability(now: now)
  }

  /// Ends the pause of a limit or an outage that is over. An attempt that began before the limit may
  /// succeed during the limit, and does not end it.
  private func endUnavailability(now: QueueTime) throws(LockFile.Failure) {
    for file in [limits, outages] {
      try file.changeIfThere { if !$0.isWaiting(at: now.epochSeconds) { $0 = Failures() } }
    }
  }

  /// Begins the start that decides after a pause. For a while no other start may begin.
  ///
  /// - Returns: `false` if the start must not begin, because another start decides or a pause has
  ///   begun.
  public func beginTrial(now: QueueTime) throws(LockFile.Failure) -> Bool {
    for file in files {
      var begins = true
      try file.changeIfThere { begins = $0.beginTrial(now: now.epochSeconds) }
      if !begins { return false }
    }
    return true
  }

  /// Ends the pause.
  ///
  /// - Returns: the pause; `nil` if there was none.
  public func resume() throws(LockFile.Failure) -> WorkerPause? {
    var pause: WorkerPause?
    for file in files {
      try file.changeIfThere {
        pause = [pause, $0.pause].compactMap(\.self).max { $0.until < $1.until }
        $0 = Failures()
      }
    }
    return pause
  }
}

private struct BreakerFile: Equatable, Sendable {
  private let path: String
  private let sidecar: String
  private var folder: String { Path.parent(of: path) }

  init(sidecar: String, name: String) {
    self.sidecar = sidecar
    path = "\(sidecar)/breakers/\(DaemonLock.fileName(of: name)).json"
  }

  var obstruction: SystemError? {
    do throws(SystemError) {
      try Path.checkNoLink(from: sidecar, to: path)
      if let found = try FileStatus.ifExists(folder), found.kind != .directory {
        return .other(folder, than: .folder)
      }
      if try FileStatus.ifExists(path)?.kind == .directory {
        return .other(path, than: .file)
      }
      return nil
    } catch {
      return error.isLink ? error : nil
    }
  }

  enum Reading {
    case none
    case failures(Failures)
    case unreadable(String)
  }

  func read() -> Reading {
    do throws(SystemError) {
      try Path.checkNoLink(from: sidecar, to: path)
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      if try file.status().kind != .regular { return .unreadable("\(path) is not a file") }
      let found = Failures(parsing: try file.read(Self.longest, at: 0))
      return found.map(Reading.failures) ?? .unreadable("\(path) is not what orch writes there")
    } catch {
      // If the name is too long, no such file can exist.
      return error.isMissing || error.isLongName ? .none : .unreadable(error.description)
    }
  }

  /// The maximum length in bytes; orch never writes a longer file.
  private static let longest = 64 << 10

  func changeIfThere(_ body: (inout Failures) -> Void) throws(LockFile.Failure) {
    if case .none = read() { return }
    try change(creatingFolder: false, body)
  }

  /// Reads and writes under the lock, so that no failure is lost.
  func change(
    creatingFolder: Bool, _ body: (inout Failures) -> Void
  ) throws(LockFile.Failure) {
    try system { () throws(SystemError) in
      try Path.checkNoLink(from: sidecar, to: path)
      if creatingFolder { try createFolder() }
    }
    let model = try system { () throws(SystemError) in try FileStatus(of: sidecar) }
    let lock = try LockFile(
      at: "\(folder)/.lock", permissions: model.companionPermissions, timeout: .seconds(10),
      holder: "orch", clock: .system)
    defer { withExtendedLifetime(lock) {} }
    var failures = if case .failures(let failures) = read() { failures } else { Failures() }
    body(&failures)
    try system { () throws(SystemError) in try save(failures, like: model) }
  }

  private func save(_ failures: Failures, like model: FileStatus) throws(SystemError) {
    guard failures.count > 0 else {
      try Directory.removeIfThere(path)
      return try Directory.sync(folder)
    }
    try NewFile.replace(
      path, text: failures.text, permissions: model.companionPermissions, group: model.group)
  }

  private func createFolder() throws(SystemError) {
    // The sidecar of a database is created for its first file.
    try Directory.create(sidecar, permissions: 0o700)
    _ = try Directory.create(folder, asIn: sidecar)
  }
}

/// The pause of a worker.
public struct WorkerPause: Equatable, Sendable {
  /// The end of the pause in seconds since 1970, by the queue's clock.
  public let until: Int
  /// `spawn`, `auth`, `setting`, `service` or `rate_limit`.
  public let failure: FailureClass
  /// The problem, on one line.
  public let reason: String

  public init(until: Int, failure: FailureClass, reason: String) {
    (self.until, self.failure, self.reason) = (until, failure, reason)
  }
}

/// The consecutive failures of a worker or service. Times are seconds since 1970.
private struct Failures {
  var count = 0
  private var pauses = 0
  private(set) var failure = FailureClass.spawn
  private var reason = ""
  /// The end of the pause; 0 before the first one.
  private var until = 0
  /// The time until which other starts wait for the start that decides.
  private var trialUntil = 0

  init() {}

  /// The number of consecutive failed starts after which a pause begins. For the other classes one
  /// failure is enough.
  private static let mostStarts = 3
  private static let longestPause = 4 * 3600
  private static let longestOutage = 1800
  /// The seconds within which the deciding start must have a result.
  private static let trialTime = 300

  var pause: WorkerPause? {
    pauses > 0 ? WorkerPause(until: max(until, trialUntil), failure: failure, reason: reason) : nil
  }

  /// A time further away than the longest pause comes from a clock that was set back, and does not
  /// count.
  func isOpen(at now: Int) -> Bool { isAhead(until, now) || isAhead(trialUntil, now) }

  private func isAhead(_ time: Int, _ now: Int) -> Bool {
    time > now
      && time - now <= (failure == .rateLimit ? FailureClass.longestLimit : Self.longestPause)
  }

  func isWaiting(at now: Int) -> Bool { isAhead(until, now) }

  mutating func add(_ failure: FailureClass, _ reason: String, until end: Int? = nil, now: Int) {
    // The attempt began before the pause, so its failure does not change the pause.
    if isWaiting(at: now) { return }
    count += 1
    (self.failure, self.reason) = (failure, reason)
    guard pauses > 0 || failure != .spawn || count >= Self.mostStarts else { return }
    let (shortest, longest) =
      failure == .service
      ? (WorkerBreaker.shortestOutage, Self.longestOutage)
      : (WorkerBreaker.shortestPause, Self.longestPause)
    let standard = now + min(shortest << min(pauses, 16), longest)
    until = end.flatMap { FailureClass.isLimit(until: $0, now: now) ? $0 : nil } ?? standard
    trialUntil = 0
    pauses += 1
  }

  mutating func beginTrial(now: Int) -> Bool {
    if isOpen(at: now) { return false }
    if pauses > 0 { trialUntil = now + Self.trialTime }
    return true
  }

  mutating func endTrial() { trialUntil = 0 }

  // MARK: JSON

  init?(parsing bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let count = object["failures"]?.integerValue, count > 0,
      let pauses = object["pauses"]?.integerValue, pauses >= 0,
      let failure = object["class"]?.stringValue.flatMap(FailureClass.init),
      let reason = object["reason"]?.stringValue
    else { return nil }
    (self.count, self.pauses, self.failure, self.reason) = (count, pauses, failure, reason)
    until = object["until"]?.integerValue ?? 0
    trialUntil = object["trial_until"]?.integerValue ?? 0
    // A file from a clone may have any number.
    let times = -1 << 40...1 << 40
    guard times.contains(until), times.contains(trialUntil), max(count, pauses) < 1 << 40 else {
      return nil
    }
  }

  var text: String {
    let json: JSONValue = [
      "failures": .integer(count), "pauses": .integer(pauses), "class": .string(failure.rawValue),
      "reason": .string(reason), "until": .integer(until), "trial_until": .integer(trialUntil),
    ]
    return "\(json)\n"
  }
}
