public import Host

/// Where the daemon of one queue is found: the lock that keeps it the only one, and its record.
/// Both lie in the sidecar.
public struct DaemonLock: Sendable {
  private let sidecar: String
  private let lock: String
  private let record: String

  /// - Parameters:
  ///   - sidecar: the folder beside the queue that holds what belongs to it.
  ///   - store: the name of the queue's file, from home: a table and a database may share a
  ///     sidecar, and have a daemon each.
  public init(sidecar: String, store: String) {
    self.sidecar = sidecar
    // No name of a file has a slash, and no two of these are alike.
    let name = store.map { Self.escapes[$0] ?? String($0) }.joined()
    lock = "\(sidecar)/daemon-\(name).lock"
    record = "\(sidecar)/daemon-\(name).json"
  }

  private static let escapes: [Character: String] = ["%": "%25", "/": "%2F"]

  /// Takes the post, as long as the lock that is returned lives.
  ///
  /// - Throws: also who has it.
  public func take(_ clock: Clock) throws(LockFile.Failure) -> LockFile {
    do throws(SystemError) {
      try Path.checkNoLink(from: sidecar, to: sidecar)
      // A database has none before something is put beside it.
      try Directory.create(sidecar, permissions: 0o700)
    } catch {
      throw .system(error)
    }
    return try LockFile(
      at: lock, permissions: 0o600, timeout: 0, holder: "orch daemon", clock: clock)
  }

  /// Makes known what the daemon does. That people can't see it stops no work.
  public func tell(_ record: DaemonRecord) {
    try? NewFile.replace(self.record, text: record.text, permissions: 0o600)
  }

  /// What is known of the daemon.
  public enum State: Equatable, Sendable {
    /// None was ever started here.
    case never
    /// It runs; `nil` where it did not say anything about itself yet.
    case running(DaemonRecord?)
    /// It was asked to end, and did.
    case ended(DaemonRecord)
    /// It was killed, or the machine went down.
    case killed(DaemonRecord)
  }

  /// - Throws: where the lock can't be read.
  public func state() throws(SystemError) -> State {
    try Path.checkNoLink(from: sidecar, to: sidecar)
    do throws(SystemError) {
      if case .held = try LockFile.state(at: lock) { return .running(read()) }
    } catch {
      if !error.isMissing { throw error }
    }
    guard let found = read() else { return .never }
    return found.endedAt == nil ? .killed(found) : .ended(found)
  }

  /// Whether the last daemon was killed. What can't be read says so of nobody.
  public var wasKilled: Bool {
    if case .killed? = try? state() { true } else { false }
  }

  /// The process that had the post before and did not give it up, `nil` where none did that; for
  /// who has the lock.
  public var killedProcess: ProcessIdentity? {
    guard let found = read(), found.endedAt == nil else { return nil }
    return found.process
  }

  /// What a daemon wrote; a link is not followed.
  private func read() -> DaemonRecord? {
    guard (try? Path.checkNoLink(from: sidecar, to: record)) != nil,
      let descriptor = try? FileDescriptor(opening: record, for: .readingNoLink),
      let bytes = try? descriptor.read(Self.longest, at: 0)
    else { return nil }
    return DaemonRecord(parsing: bytes)
  }

  /// Bytes; what is longer, orch did not write.
  private static let longest = 1 << 20
}
