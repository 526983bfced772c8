import Glibc

/// The processes of this machine, as far as this one can see them.
public enum ProcessTable {
  /// Whether a process with this id runs, be it somebody else's.
  public static func contains(_ id: Int) -> Bool {
    guard id > 0, let id = pid_t(exactly: id) else { return false }
    return kill(id, 0) == 0 || errno == EPERM
  }

  /// Those of a session that run, its leader too; in no order.
  ///
  /// - Parameter session: the id of the process that began it.
  public static func members(ofSession session: Int) -> [ProcessIdentity] {
    running { id in (try? ProcessStatus.read(of: id))?.session == session }
  }

  /// Those of this user that were started with some variables; in no order, and with this process
  /// where it is one of them.
  ///
  /// What a program does to its variables after its start is not seen, and a process that
  /// may not be traced can't be asked.
  ///
  /// - Parameter variables: their names and all of their values.
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

  /// The words that a process of this user was started with, the program first; `nil` where it is
  /// another user's, or gone.
  public static func words(of process: ProcessIdentity) -> [String]? {
    ownFile("cmdline", of: process)?.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The variable that a process of this user was started with; `nil` where it was started without
  /// it, is another user's, or gone.
  public static func variable(_ name: String, of process: ProcessIdentity) -> String? {
    let start = Array("\(name)=".utf8)
    return ownFile("environ", of: process)?.split(separator: 0).first { $0.starts(with: start) }
      .map { String(decoding: $0.dropFirst(start.count), as: UTF8.self) }
  }

  /// What a file of `/proc` holds of a process of this user; `nil` where it is another user's, or
  /// gone.
  private static func ownFile(_ name: String, of process: ProcessIdentity) -> [UInt8]? {
    guard (try? FileStatus(of: "/proc/\(process.id)"))?.owner == CurrentProcess.effectiveUser,
      let bytes = try? contents("\(process.id)/\(name)"),
      // What has the id now had it before.
      ProcessIdentity(of: process.id) == process
    else { return nil }
    return bytes
  }

  /// - Parameter isWanted: asked of each id. What is told of it must be of the same process
  ///   that had the id before.
  private static func running(_ isWanted: (Int) -> Bool) -> [ProcessIdentity] {
    let ids = ((try? Directory.names(in: "/proc")) ?? []).compactMap { Int($0) }
    return ids.compactMap { id in
      guard let process = ProcessIdentity(of: id), isWanted(id), process.isAlive else { return nil }
      return process
    }
  }

  /// What a file of `/proc` holds; `nil` when the process is gone.
  static func contents(_ path: String) throws(SystemError) -> [UInt8]? {
    do throws(SystemError) {
      return try FileDescriptor(opening: "/proc/\(path)", for: .reading).readToEnd()
    } catch {
      if error.isMissing || error.code == ESRCH { return nil }
      throw error
    }
  }
}
