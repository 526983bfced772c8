import Glibc

/// The processes of this machine that are visible to this one.
public enum ProcessTable {
  /// Whether a process with this id runs, of any user.
  public static func contains(_ id: Int) -> Bool {
    guard id > 0, let id = pid_t(exactly: id) else { return false }
    return kill(id, 0) == 0 || errno == EPERM
  }

  /// The running processes of a session, its leader included; in no order.
  ///
  /// - Parameter session: the process id of its leader.
  public static func members(ofSession session: Int) -> [ProcessIdentity] {
    running { id in (try? ProcessStatus.read(of: id))?.session == session }
  }

  /// The running processes of this user that were started with these variables, this process
  /// included; in no order.
  ///
  /// Changes of a program to its own variables are not visible, and neither are the variables of a
  /// process that may not be traced.
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

  /// A running process, of those that may be inspected, whose working directory is this folder or
  /// is in it; `nil` if there is none.
  ///
  /// - Parameter folder: a path with links resolved.
  public static func process(workingIn folder: String) -> ProcessIdentity? {
    running { id in
      Path.linkTarget("/proc/\(id)/cwd").map { Path.isInside($0, folder) } ?? false
    }.first
  }

  /// The program and arguments of a process of this user; `nil` for another user's process, and for
  /// one that has ended.
  public static func commandLine(of process: ProcessIdentity) -> [String]? {
    ownFile("cmdline", of: process)?.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The variable that a process of this user was started with; `nil` when it has none of this
  /// name, is another user's, or has ended.
  public static func variable(_ name: String, of process: ProcessIdentity) -> String? {
    let start = Array("\(name)=".utf8)
    return ownFile("environ", of: process)?.split(separator: 0).first { $0.starts(with: start) }
      .map { String(decoding: $0.dropFirst(start.count), as: UTF8.self) }
  }

  /// The contents of a file of `/proc/PID` for a process of this user; `nil` for another user's
  /// process, and for one that has ended.
  private static func ownFile(_ name: String, of process: ProcessIdentity) -> [UInt8]? {
    guard (try? FileStatus(of: "/proc/\(process.id)"))?.owner == CurrentProcess.effectiveUser,
      let bytes = try? contents("\(process.id)/\(name)"),
      // Checked after reading: the id was not reused before.
      ProcessIdentity(of: process.id) == process
    else { return nil }
    return bytes
  }

  /// The processes whose id satisfies `isWanted`, identified before that is called.
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
