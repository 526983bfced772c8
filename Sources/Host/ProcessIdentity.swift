import CSystem
import Glibc

/// A process, told from every other one that ever had its id.
///
/// All three are needed: ids are given out again, and after a restart of the machine one with
/// the same id may have started at the same tick. A process of another machine, or in another
/// container, can't be seen, and never is alive.
public struct ProcessIdentity: Equatable, Hashable, Sendable {
  public let id: Int
  /// When it started, in clock ticks since the machine did: field 22 of `/proc/PID/stat`.
  public let start: Int
  /// Which start of the machine that was, and in which of its process namespaces the id counts:
  /// `/proc/sys/kernel/random/boot_id` and where `/proc/self/ns/pid` leads.
  public let boot: String

  public init(id: Int, start: Int, boot: String) {
    self.id = id
    self.start = start
    self.boot = boot
  }

  /// The process that has this id now, `nil` when none can be seen. One that has ended, and
  /// whose parent did not notice yet, can be.
  public init?(of id: Int) {
    guard let boot = Self.boot, let status = try? ProcessStatus.read(of: id) else { return nil }
    self.init(id: id, start: status.start, boot: boot)
  }

  /// This process; `nil` where there is no `/proc`.
  public static var current: ProcessIdentity? { ProcessIdentity(of: CurrentProcess.id) }

  /// Whether it could be seen from here, if it ran.
  public var isVisible: Bool { boot == Self.boot }

  /// Whether it runs. One that has ended does not, be its parent still to notice it. One that
  /// runs as another user where such are hidden (`hidepid`, proc(5)) can't be told from one
  /// that has ended; where the system can't be asked at all, it counts as running.
  public var isAlive: Bool { !hasEnded(within: 0) }

  /// Waits for its end.
  ///
  /// - Parameter nanoseconds: how long at most.
  /// - Returns: whether it has ended, at once where it had before.
  public func hasEnded(within nanoseconds: Int) -> Bool {
    do throws(SystemError) {
      guard let process = try descriptor() else { return true }
      return process.becomesReadable(within: nanoseconds)
    } catch {
      return false
    }
  }

  /// The signals by which one process ends another.
  public enum Signal: Sendable {
    /// Asks it to end.
    case terminate
    case kill

    var number: Int32 {
      switch self {
      case .terminate: SIGTERM
      case .kill: SIGKILL
      }
    }
  }

  /// Asks it to end, or makes it, and never one that to one that has its id after it.
  ///
  /// - Returns: `false` when it has ended, or this process may not signal it.
  @discardableResult
  public func signal(_ signal: Signal) -> Bool {
    guard let process = try? descriptor() else { return false }
    if process.becomesReadable(within: 0) { return false }
    return csystem_signal_process(process.number, signal.number) == 0
  }

  /// What stands for this very process, whoever gets its id later; it can be read from when
  /// the process has ended. `nil` when it is gone.
  private func descriptor() throws(SystemError) -> FileDescriptor? {
    guard boot == Self.boot, id > 0, let number = pid_t(exactly: id) else { return nil }
    let opened = csystem_process_descriptor(number)
    if opened < 0, errno == ESRCH { return nil }
    guard opened >= 0 else { throw .last("watch", "process \(id)") }
    let process = FileDescriptor(number: opened, path: "process \(id)")
    // Looked at after that: what has the id and this start now is what was opened.
    guard try ProcessStatus.read(of: id)?.start == start else { return nil }
    return process
  }

  private static let boot: String? = {
    let bytes = try? FileDescriptor(opening: "/proc/sys/kernel/random/boot_id", for: .reading)
      .readToEnd()
    guard let bytes, let namespace = Path.linkTarget("/proc/self/ns/pid") else { return nil }
    let start = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return "\(start) \(namespace)"
  }()
}
