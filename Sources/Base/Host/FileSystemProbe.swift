import CSystem
import Glibc

/// The abilities of a file system, found by trials in a temporary folder.
public struct FileSystemProbe: Equatable, Sendable {
  public enum Ability: Equatable, Sendable {
    case works
    case lacks
    case failed(SystemError)
  }

  /// Whether a lock that one descriptor holds is refused to another descriptor.
  public let locks: Ability
  /// Whether two names can be swapped atomically.
  public let swaps: Ability
  /// Whether a lease shows that a file is open for writing.
  public let leases: Ability
  /// Whether modification times keep their nanoseconds.
  public let times: Ability
  /// Whether files and folders can be made durable.
  public let syncs: Ability

  public init(
    locks: Ability, swaps: Ability, leases: Ability, times: Ability, syncs: Ability
  ) {
    self.locks = locks
    self.swaps = swaps
    self.leases = leases
    self.times = times
    self.syncs = syncs
  }

  /// Tries the file system that holds `folder`, which must be writable.
  public init(trying folder: String) throws(SystemError) {
    let scratch = "\(folder)/.probe-\(CurrentProcess.id)-\(Randomness.hexDigits(8))"
    guard try Directory.create(scratch, permissions: 0o700) else {
      throw SystemError(code: EEXIST, action: .create, path: scratch)
    }
    defer { Self.remove(scratch) }
    let (first, second) = ("\(scratch)/a", "\(scratch)/b")
    try Self.create(first)
    try Self.create(second)
    locks = Self.ability { () throws(SystemError) in try Self.lockExcludes(first) }
    swaps = Self.ability { () throws(SystemError) in try Directory.exchange(first, second) }
    leases = Self.ability { () throws(SystemError) in try Self.leaseTellsWriter(first) }
    times = Self.ability { () throws(SystemError) in try Self.keepsNanoseconds(first) }
    syncs = Self.ability { () throws(SystemError) in try Self.syncs(first, in: scratch) }
  }

  private static func ability(_ test: () throws(SystemError) -> Bool) -> Ability {
    do { return try test() ? .works : .lacks } catch { return .failed(error) }
  }

  private static func remove(_ scratch: String) {
    for name in (try? Directory.names(in: scratch)) ?? [] {
      try? Directory.remove("\(scratch)/\(name)")
    }
    try? Directory.removeFolder(scratch)
  }

  private static func create(_ path: String) throws(SystemError) {
    try FileDescriptor(opening: path, for: .creating(permissions: 0o600)).write("probe\n")
  }

  private static func lockExcludes(_ path: String) throws(SystemError) -> Bool {
    let holder = try FileDescriptor(opening: path, for: .updating)
    let other = try FileDescriptor(opening: path, for: .updating)
    try check(.lock, path) { flock(holder.number, LOCK_EX | LOCK_NB) }
    if flock(other.number, LOCK_EX | LOCK_NB) == 0 { return false }
    guard errno == EWOULDBLOCK else { throw .last(.lock, path) }
    // `holder` is used here so that it is not closed earlier. So its lock was still held when the
    // other descriptor was refused.
    try check(.lock, path) { flock(holder.number, LOCK_UN) }
    return true
  }

  private static func leaseTellsWriter(_ path: String) throws(SystemError) -> Bool {
    let reader = try FileDescriptor(opening: path, for: .reading)
    guard reader.hasWriter() == false else { return false }
    let writer = try FileDescriptor(opening: path, for: .updating)
    defer { withExtendedLifetime(writer.number) {} }
    return reader.hasWriter() == true
  }

  private static func keepsNanoseconds(_ path: String) throws(SystemError) -> Bool {
    let file = try FileDescriptor(opening: path, for: .updating)
    let time = 1_700_000_000_123_456_789
    try file.setModified(time)
    return try file.status().identity.modified == time
  }

  private static func syncs(_ path: String, in folder: String) throws(SystemError) -> Bool {
    try FileDescriptor(opening: path, for: .updating).sync()
    try Directory.sync(folder)
    return true
  }
}
