import CSystem
import Glibc

/// A process, distinguished from every other one that ever had its id.
///
/// All three properties are needed: ids are reused, and after a restart of the machine a process
/// with the same id may have started at the same tick. A process of another machine or in another
/// container is not visible, and is never reported as alive.
public struct ProcessIdentity: Equatable, Hashable, Sendable {
  public let id: Int
  /// The start of the process in clock ticks since the boot of the machine: field 22 of
  /// `/proc/PID/stat`.
  public let start: Int
  /// The boot of the machine and the process namespace of the id:
  /// `/proc/sys/kernel/random/boot_id` and the target of `/proc/self/ns/pid`.
  public let boot: String

  public init(id: Int, start: Int, boot: String) {
    (self.id, self.start, self.boot) = (id, start, boot)
  }

  /// The process that has this id now, even if it is a zombie; `nil` if no such process is visible.
  public init?(of id: Int) {
    guard let boot = Self.boot, let status = try? ProcessStatus.read(of: id) else { return nil }
    self.init(id: id, start: status.start, boot: boot)
  }

  /// This process; `nil` if there is no `/proc`.
  public static var current: ProcessIdentity? { ProcessIdentity(of: CurrentProcess.id) }

  /// Whether the process would be visible to this one if it were running.
  public var isVisible: Bool { boot == Self.boot }

  /// Whether the process is running. A zombie is not running. If processes of other users are
  /// hidden (`hidepid`, proc(5)), a hidden process counts as ended. If the system call fails, the
  /// process counts as running.
  public var isAlive: Bool { !hasEnded(within: .zero) }

  /// Waits at most `timeout` for the end of the process, and returns whether it has ended.
  public func hasEnded(within timeout: Duration) -> Bool {
    do throws(SystemError) {
      guard let process = try descriptor() else { return true }
      return process.becomesReadable(within: timeout)
    } catch {
      return false
    }
  }

  /// Whether a signal such as SIGSTOP has stopped the process. A process that a debugger holds does
  /// not count as stopped.
  public var isStopped: Bool {
    guard boot == Self.boot, let status = try? ProcessStatus.read(of: id) else { return false }
    return status.start == start && status.isStopped
  }

  public enum Signal: Sendable {
    case terminate
    case kill
    /// Continues the process if it is stopped.
    case resume

    var number: Int32 {
      switch self {
      case .terminate: SIGTERM
      case .kill: SIGKILL
      case .resume: SIGCONT
      }
    }
  }

  /// Sends the process a signal. A later process with the same id never gets the signal.
  ///
  /// - Returns: `false` if the process has ended, or may not be signalled by this one.
  @discardableResult
  public func signal(_ signal: Signal) -> Bool {
    guard let process = try? descriptor() else { return false }
    if process.becomesReadable(within: .zero) { return false }
    return csystem_signal_process(process.number, signal.number) == 0
  }

  /// A pidfd, which refers to this process even after its id is reused, and becomes readable when
  /// the process ends; `nil` when it has ended.
  private func descriptor() throws(SystemError) -> FileDescriptor? {
    guard boot == Self.boot, id > 0, let number = pid_t(exactly: id) else { return nil }
    let opened = csystem_process_descriptor(number)
    if opened < 0, errno == ESRCH { return nil }
    guard opened >= 0 else { throw .last(.watch, "process \(id)") }
    let process = FileDescriptor(number: opened, path: "process \(id)")
    // The start is checked after opening, so the descriptor refers to the process with this id and
    // this start.
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

/// The contents of `/proc/PID/stat`. Source: proc_pid_stat(5).
struct ProcessStatus: Equatable {
  let isStopped: Bool
  let parent: Int
  let session: Int
  /// The start in clock ticks since the boot of the machine.
  let start: Int

  /// - Parameter line: the text of the file. The second field is the command's name in parentheses.
  ///   The name may contain parentheses, spaces and line ends.
  init?(_ line: [UInt8]) {
    guard let name = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = line[(name + 1)...].split(separator: UInt8(ascii: " "))
    guard fields.count > Field.start.rawValue,
      let parent = Self.number(fields[Field.parent.rawValue]),
      let session = Self.number(fields[Field.session.rawValue]),
      let start = Self.number(fields[Field.start.rawValue])
    else { return nil }
    isStopped = fields[Field.state.rawValue].elementsEqual("T".utf8)
    self.parent = parent
    self.session = session
    self.start = start
  }

  /// - Returns: `nil` when no such process is visible.
  static func read(of id: Int) throws(SystemError) -> ProcessStatus? {
    try ProcessTable.contents("\(id)/stat").flatMap { ProcessStatus($0) }
  }

  /// The index of a field, counted after the command's name.
  private enum Field: Int {
    case state = 0
    case parent = 1
    case session = 3
    case start = 19
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: field, as: UTF8.self))
  }
}
