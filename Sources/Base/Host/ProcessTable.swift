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
    running { id in (try? ProcessStatus.read(of: id))?.session == session }
  }

  /// The running processes of this user that were started with these variables, in no particular
  /// order. This process is included.
  ///
  /// Changes that a program made to its own variables are not visible. The variables of a process
  /// that may not be traced are not visible, either.
  public static func processes(with variables: [String: String]) -> [ProcessIdentity] {
    let user = CurrentProcess.effectiveUser
    let entries = variables.map { Array("\($0.key)=\($0.value)".utf8) }
    return running { id in
      guard (try? FileStatus(of: "/proc/\(id)"))?.owner == user,
        let found = try? contents("\(id)/environ").map({ Set($0.split(separator: 0)) })
      else { return false }
      return entries.allSatisfy { found.contains($0[...]) }
    }
  }

  /// A running process whose working directory is this folder or below it; `nil` if there is none
  /// among the processes that may be inspected.
  ///
  /// - Parameter folder: a path with links resolved.
  public static func process(workingIn folder: String) -> ProcessIdentity? {
    running { id in
      Path.linkTarget("/proc/\(id)/cwd").map { Path.isInside($0, folder) } ?? false
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

  /// The contents of a file of `/proc/PID` for a process of this user; `nil` if the process belongs
  /// to another user or has ended.
  private static func ownFile(_ name: String, of process: ProcessIdentity) -> [UInt8]? {
    guard (try? FileStatus(of: "/proc/\(process.id)"))?.owner == CurrentProcess.effectiveUser,
      let bytes = try? contents("\(process.id)/\(name)"),
      // The identity is checked after reading, so the id was not reused before the reading.
      ProcessIdentity(of: process.id) == process
    else { return nil }
    return bytes
  }

  /// The processes whose id satisfies `isWanted`. Each process is identified before `isWanted` is
  /// called.
  private static func running(_ isWanted: (Int) -> Bool) -> [ProcessIdentity] {
    let ids = ((try? Directory.names(in: "/proc")) ?? []).compactMap { Int($0) }
    return ids.compactMap { id in
      guard let process = ProcessIdentity(of: id), isWanted(id), process.isAlive else { return nil }
      return process
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
