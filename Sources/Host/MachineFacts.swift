import Glibc

/// What a measurement depends on of the machine that it was made on.
public struct MachineFacts: Equatable, Sendable {
  /// Processors that this process may use.
  public let cores: Int
  /// As `uname -sr` tells it: `Linux 6.1.0`.
  public let kernel: String
  public let memoryMB: Int

  public init(cores: Int, kernel: String, memoryMB: Int) {
    self.cores = cores
    self.kernel = kernel
    self.memoryMB = memoryMB
  }

  /// This machine's.
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
