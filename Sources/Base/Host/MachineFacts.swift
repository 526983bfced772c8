import Glibc

/// The properties of this machine that measurements depend on.
public struct MachineFacts: Equatable, Sendable {
  /// The number of processors that this process may use.
  public let cores: Int
  /// The kernel as `uname -sr` prints it, such as `Linux 6.1.0`.
  public let kernel: String
  public let memoryMB: Int

  public init(cores: Int, kernel: String, memoryMB: Int) {
    (self.cores, self.kernel, self.memoryMB) = (cores, kernel, memoryMB)
  }

  public static var own: MachineFacts {
    MachineFacts(
      cores: Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), kernel: kernel,
      memoryMB: (Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))) >> 20)
  }

  private static var kernel: String {
    let texts = ["ostype", "osrelease"].map { name in
      (try? ProcessTable.contents("sys/kernel/\(name)")) ?? []
    }
    return texts.map { String(decoding: $0.prefix { $0 != 10 }, as: UTF8.self) }
      .joined(separator: " ")
  }
}

/// The memory and descriptors that a process uses. Source: proc(5).
public struct ProcessFigures: Equatable, Sendable {
  /// The resident memory in kilobytes.
  public let residentKB: Int
  /// The number of open descriptors.
  public let openFiles: Int

  public init(residentKB: Int, openFiles: Int) {
    self.residentKB = residentKB
    self.openFiles = openFiles
  }

  /// - Returns: `nil` if the process belongs to another user or has ended.
  public init?(of id: Int) {
    guard let status = try? ProcessTable.contents("\(id)/status"),
      let resident = Self.resident(in: status),
      let files = try? Directory.names(in: "/proc/\(id)/fd")
    else { return nil }
    self.init(residentKB: resident, openFiles: files.count)
  }

  /// The value of `VmRSS:`, which a zombie lacks.
  private static func resident(in status: [UInt8]) -> Int? {
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("VmRSS:") }
    return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }
  }
}

extension ProcessIdentity {
  /// The parent process; `nil` when it is not visible.
  public var parent: ProcessIdentity? {
    guard isVisible, let status = try? ProcessStatus.read(of: id), status.start == start else {
      return nil
    }
    return ProcessIdentity(of: status.parent)
  }
}
