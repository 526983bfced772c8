/// Small texts that belong to a queue. They are files in the folder beside the queue or, for a
/// queue on a server, records that all machines of the queue share.
///
/// Paths are relative to the folder: `plans/login/head.json`. In a record, the first part of the
/// path is the kind, and the rest is the key.
public struct SharedFiles: Sendable {
  private let folder: String
  /// The queue's file. The files of this folder get its permissions.
  private let queue: String
  private let records: (any SharedRecords)?

  public init(sidecar folder: String, queue: String, records: (any SharedRecords)? = nil) {
    (self.folder, self.queue, self.records) = (folder, queue, records)
  }

  /// Whether other machines share the texts.
  public var areShared: Bool { records != nil }

  /// Whether both values refer to the same files of this machine.
  public func isSame(as other: SharedFiles) -> Bool {
    records == nil && other.records == nil && folder == other.folder
  }

  /// The path for messages.
  public func shownPath(of path: String) -> String { "\(folder)/\(path)" }

  /// The contents of a file; of a file only the first `limit` bytes are read, but a record is read
  /// whole.
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

  /// Writes a file. Its folder must have been made by `makeFolder` or `lock`.
  ///
  /// - Parameter mayBeLost: whether a power failure may leave the old contents.
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

  /// Writes a file durably, piece by piece; not for a queue on a server, which has records instead.
  /// Its folder must have been made by `makeFolder` or `lock`.
  ///
  /// - Parameter body: writes the contents to the new file.
  public func replace(
    _ path: String, body: (borrowing FileDescriptor) throws(SystemError) -> Void
  ) throws(SystemError) {
    precondition(records == nil, "a record is written whole")
    try checkNoLink(to: path)
    let file = shownPath(of: path)
    try NewFile.replace(file, asCompanionOf: FileStatus(of: queue), body: body)
    try Directory.sync(Path.parent(of: file))
  }

  /// Writes a file durably under a lock that `lock` took.
  ///
  /// - Parameter seconds: how long, from now, other machines have to wait for the lock if this
  ///   machine is gone.
  /// - Returns: `false` if another machine has taken the lock because this machine's lease had
  ///   ended. In this case nothing was written.
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

  /// The names in a folder, in no particular order; empty if the folder is missing.
  ///
  /// - Throws: if the folder can't be read. With an empty list, the next file would get a number
  ///   that is already taken.
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

  /// Throws if a part of the path is a link, because a cloned repository may contain a link instead
  /// of a folder.
  private func checkNoLink(to path: String) throws(SystemError) {
    try Path.checkNoLink(from: Path.parent(of: folder), to: Path.parent(of: shownPath(of: path)))
  }

  // MARK: Folders and locks

  /// Makes a folder and its missing parents on this machine.
  public func makeFolder(_ path: String) throws(SystemError) {
    try Path.checkNoLink(from: Path.parent(of: folder), to: shownPath(of: path))
    try Directory.create(folder, like: FileStatus(of: queue))
    var made = folder
    for name in path.split(separator: "/") {
      made += "/\(name)"
      _ = try Directory.create(made, asIn: folder)
    }
  }

  /// Makes the folder of a lock, and takes the lock for the lifetime of the result. For a queue on
  /// a server, the lock also excludes other machines until the lease ends.
  ///
  /// - Parameters:
  ///   - timeout: how long to wait for the lock.
  ///   - seconds: the length of the lease: how long other machines have to wait for the lock if
  ///     this machine is gone.
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

/// A lock that excludes the other processes of this machine and, until its lease ends, other
/// machines.
public struct SharedLock: ~Copyable {
  private let file: LockFile
  private let lease: SharedLease?

  /// Why the lock was not taken.
  public enum Failure: Error, Equatable, Sendable {
    /// Another process of this machine, such as `12345 orch plan apply`, held the lock until the
    /// deadline.
    case held(by: String)
    /// Another machine held the lock until the deadline.
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

  // The lease is ended before the lock file is unlocked. Otherwise another process of this machine
  // could take the lock, and this process would then end the lease of the other one.
  deinit { lease?.end() }

  /// Prolongs the lease: other machines have to wait for `seconds` from now.
  ///
  /// - Returns: `false` if the lease had ended, and another machine has the lock.
  public borrowing func prolong(to seconds: Int) throws(Failure) -> Bool {
    try lease?.take(for: seconds) == nil
  }
}

/// The lease of this machine. A lock file shows which process of this machine holds it.
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
