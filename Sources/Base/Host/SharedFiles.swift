/// Small texts that belong to a queue: files in the folder beside it or, for a queue on a server,
/// records that all its machines share.
///
/// Paths are relative to the folder: `plans/login/head.json`. As a record, its kind is the first
/// part, and its key the rest.
public struct SharedFiles: Sendable {
  private let folder: String
  /// The queue's file, whose permissions the files get.
  private let queue: String
  private let records: (any SharedRecords)?

  public init(sidecar folder: String, queue: String, records: (any SharedRecords)? = nil) {
    (self.folder, self.queue, self.records) = (folder, queue, records)
  }

  /// Whether other machines have them, too.
  public var areShared: Bool { records != nil }

  /// Whether both are the same files of this machine.
  public func isSame(as other: SharedFiles) -> Bool {
    records == nil && other.records == nil && folder == other.folder
  }

  /// The path for messages.
  public func shownPath(of path: String) -> String { "\(folder)/\(path)" }

  /// The contents of a file; only the first `limit` bytes, except of a record, which is read whole.
  ///
  /// - Returns: `nil` if there is no such file.
  public func bytes(of path: String, upTo limit: Int? = nil) throws(SystemError) -> [UInt8]? {
    if let records {
      let (kind, key) = Self.record(path)
      return try records.text(kind, key).map { Array($0.utf8) }
    }
    do throws(SystemError) {
      try checkNoLink(to: path)
      let file = try FileDescriptor(opening: shownPath(of: path), for: .readingNoLink)
      if let limit { return try file.read(limit, at: 0) }
      return try file.readWhole()
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  /// Writes a file of a folder that `makeFolder` or `lock` made.
  ///
  /// - Parameter mayBeLost: whether a loss of power may leave the old contents.
  public func replace(
    _ path: String, with text: String, mayBeLost: Bool = false
  ) throws(SystemError) {
    if let records {
      let (kind, key) = Self.record(path)
      return try records.replace(text, kind, key)
    }
    try checkNoLink(to: path)
    let model = try FileStatus(of: queue)
    try NewFile.replace(
      shownPath(of: path), text: text, permissions: model.companionPermissions,
      group: model.group, syncsFolder: !mayBeLost)
  }

  /// Writes a file durably under a lock that `lock` took.
  ///
  /// - Parameter seconds: how long other machines wait from now, as for `lock`.
  /// - Returns: `false` if another machine took the lock, because this one was silent for longer
  ///   than its lease: nothing was written.
  public func replace(
    _ path: String, with text: String, holding lock: String, lease seconds: Int
  ) throws(SystemError) -> Bool {
    guard let records else {
      try replace(path, with: text)
      return true
    }
    let (kind, key) = Self.record(path)
    return try records.replace(text, kind, key, holding: lock, seconds: seconds)
  }

  public func remove(_ path: String) throws(SystemError) {
    if let records {
      let (kind, key) = Self.record(path)
      return try records.remove(kind, key)
    }
    try checkNoLink(to: path)
    try Directory.removeIfThere(shownPath(of: path))
  }

  /// The names in a folder, in no order; empty if it is missing.
  ///
  /// - Throws: if it can't be read: what is written next would get the number of another file.
  public func names(in path: String) throws(SystemError) -> [String] {
    guard let records else {
      do throws(SystemError) { return try Directory.names(in: shownPath(of: path)) } catch {
        if error.isMissing { return [] }
        throw error
      }
    }
    let (kind, folder) = Self.record(path)
    let prefix = folder.isEmpty ? "" : folder + "/"
    let keys = try records.keys(kind).filter { $0.hasPrefix(prefix) }
    return Array(Set(keys.map { String($0.dropFirst(prefix.count).prefix { $0 != "/" }) }))
  }

  private static func record(_ path: String) -> (kind: String, key: String) {
    let parts = path.split(separator: "/", maxSplits: 1)
    return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
  }

  /// Throws for a link: a clone may bring one in the place of a folder.
  private func checkNoLink(to path: String) throws(SystemError) {
    try Path.checkNoLink(from: Path.parent(of: folder), to: Path.parent(of: shownPath(of: path)))
  }

  // MARK: Folders and locks

  /// Makes a folder and those above it, on this machine.
  public func makeFolder(_ path: String) throws(SystemError) {
    try Path.checkNoLink(from: Path.parent(of: folder), to: shownPath(of: path))
    try Directory.create(folder, like: FileStatus(of: queue))
    var made = folder
    for name in path.split(separator: "/") {
      made += "/\(name)"
      _ = try Directory.create(made, asIn: folder)
    }
  }

  /// Makes the folder of a lock, and takes the lock, for the lifetime of the result. For a queue on
  /// a server, the lock excludes other machines, too, for the time of the lease.
  ///
  /// - Parameters:
  ///   - timeout: how long to wait for it.
  ///   - seconds: how long other machines wait for this one, if it is gone.
  ///   - command: the command that takes the lock, for messages.
  public func lock(
    _ path: String, timeout: Duration, lease seconds: Int, by command: String, _ clock: Clock
  ) throws(SharedLock.Failure) -> SharedLock {
    let start = clock.monotonic()
    let permissions: UInt32
    do throws(SystemError) {
      permissions = try FileStatus(of: queue).companionPermissions
      try makeFolder(Path.parent(of: path))
    } catch { throw .system(error) }
    let file: LockFile
    do throws(LockFile.Failure) {
      file = try LockFile(
        at: shownPath(of: path), permissions: permissions, timeout: timeout, holder: command,
        clock: clock)
    } catch { throw SharedLock.Failure(error) }
    NewFile.removeAbandoned(in: Path.parent(of: shownPath(of: path)))
    NewFile.removeAbandoned(in: folder, prefix: ".")
    guard let records else { return SharedLock(file, lease: nil) }
    let lease = SharedLease(records: records, name: path)
    while let holder = try lease.take(for: seconds) {
      if clock.monotonic() - start >= timeout { throw .leased(to: holder) }
      clock.sleep(Self.pause)
    }
    return SharedLock(file, lease: lease)
  }

  private static let pause = Duration.milliseconds(200)
}

/// A lock that excludes the other processes of this machine, and for a time the other machines.
public struct SharedLock: ~Copyable {
  private let file: LockFile
  private let lease: SharedLease?

  /// Why the lock was not taken.
  public enum Failure: Error, Equatable, Sendable {
    /// Another process of this machine held it until the deadline: `12345 orch plan apply`.
    case held(by: String)
    /// Another machine held it until the deadline.
    case leased(to: LeaseHolder)
    case system(SystemError)

    fileprivate init(_ failure: LockFile.Failure) {
      switch failure {
      case .held(let holder): self = .held(by: holder)
      case .system(let error): self = .system(error)
      }
    }
  }

  fileprivate init(_ file: consuming LockFile, lease: SharedLease?) {
    self.file = file
    self.lease = lease
  }

  // The lease ends before the file's lock: otherwise another process of this machine would take
  // the lease for its own.
  deinit { lease?.end() }

  /// Prolongs the time for which other machines wait, from now.
  ///
  /// - Returns: `false` if it had ended, and another machine has the lock.
  public borrowing func prolong(to seconds: Int) throws(Failure) -> Bool {
    try lease?.take(for: seconds) == nil
  }
}

/// The lease of this machine. A lock file shows which of its processes has it.
private struct SharedLease {
  let records: any SharedRecords
  let name: String

  func take(for seconds: Int) throws(SharedLock.Failure) -> LeaseHolder? {
    do throws(SystemError) { return try records.takeLease(name, seconds: seconds) } catch {
      throw .system(error)
    }
  }

  /// If the server can't be reached, the lease ends by itself.
  func end() { try? records.endLease(name) }
}
