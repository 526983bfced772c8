import Glibc

/// The processes of this machine that are visible to this one.
public enum ProcessTable {
  /// Whether a process with this id is running, whoever its user is.
  public static func contains(_ id: Int) -> Bool {
    guard id > 0, let id = pid_t(exactly: id) else { return false }
    return kill(id, 0) == 0 || errno == EPERM
  }

  /// The running processes of a session, including the leader, in no particular order.
  ///
  /// - Parameter session: the process id of the session's leader.
  public static func members(ofSession session: Int) -> [ProcessIdentity] {
    running { (try? ProcessStatus.read(of: $0.id))?.session == session }
  }

  /// The running processes of this user that were started with these variables, in no particular
  /// order. This process is included.
  ///
  /// Changes that a program made to its own variables are not visible. The variables of a process
  /// that may not be traced are not visible, either.
  public static func processes(with variables: [String: String]) -> [ProcessIdentity] {
    let entries = variables.map { Array("\($0.key)=\($0.value)".utf8) }
    return running { process in
      guard let found = ownFile("environ", of: process).map({ Set($0.split(separator: 0)) })
      else { return false }
      return entries.allSatisfy { found.contains($0[...]) }
    }
  }

  /// A running process whose working directory is this folder or below it; `nil` if there is none
  /// among the processes that may be inspected.
  ///
  /// - Parameter folder: a path with links resolved.
  public static func process(workingIn folder: String) -> ProcessIdentity? {
    running { process in
      Path.linkTarget("/proc/\(process.id)/cwd").map { Path.isInside($0, folder) } ?? false
    }.first
  }

  /// The program and arguments of a process of this user; `nil` if the process belongs to another
  /// user or has ended.
  public static func commandLine(of process: ProcessIdentity) -> [String]? {
    ownFile("cmdline", of: process)?.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The variable that a process of this user was started with; `nil` if the process has no such
  /// variable, belongs to another user, or has ended.
  public static func variable(_ name: String, of process: ProcessIdentity) -> String? {
    let start = Array("\(name)=".utf8)
    return ownFile("environ", of: process)?.split(separator: 0).first { $0.starts(with: start) }
      .map { String(decoding: $0.dropFirst(start.count), as: UTF8.self) }
  }

  /// The contents of `cmdline` or `environ` of `/proc/PID` for a process of this user; `nil` if the
  /// process belongs to another user or has ended.
  private static func ownFile(_ name: String, of process: ProcessIdentity) -> [UInt8]? {
    guard (try? FileStatus(of: "/proc/\(process.id)"))?.owner == CurrentProcess.effectiveUser
    else { return nil }
    var bytes = try? contents("\(process.id)/\(name)")
    var tries = 0
    while let read = bytes, read.isEmpty, tries < mostTries(of: process),
      !process.hasEnded(within: .milliseconds(1))
    {
      tries += 1
      bytes = try? contents("\(process.id)/\(name)")
    }
    // The identity is checked after reading, so the id was not reused before the reading.
    guard ProcessIdentity(of: process.id) == process else { return nil }
    return bytes
  }

  /// How many milliseconds to wait for a file that is empty. A process that becomes another program
  /// has the memory of that program a moment before its arguments, and these before its variables.
  /// The process that started it with posix_spawn(3) goes on before that. A program may also have no
  /// variables, and a zombie has neither.
  private static func mostTries(of process: ProcessIdentity) -> Int {
    guard Path.linkTarget("/proc/\(process.id)/exe") != nil else { return 0 }
    let hasArguments = (try? contents("\(process.id)/cmdline"))?.isEmpty == false
    return hasArguments ? 10 : 1000
  }

  private static func running(_ isWanted: (ProcessIdentity) -> Bool) -> [ProcessIdentity] {
    let ids = ((try? Directory.names(in: "/proc")) ?? []).compactMap { Int($0) }
    return ids.compactMap { id in
      ProcessIdentity(of: id).flatMap { isWanted($0) && $0.isAlive ? $0 : nil }
    }
  }

  /// The contents of a file of `/proc`; `nil` when the process has ended.
  static func contents(_ path: String) throws(SystemError) -> [UInt8]? {
    do throws(SystemError) {
      return try FileDescriptor(opening: "/proc/\(path)", for: .reading).readToEnd()
    } catch {
      if error.isMissing || error.code == ESRCH { return nil }
      throw error
    }
  }
}
