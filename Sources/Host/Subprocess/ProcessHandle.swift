import CSystem
import Glibc

/// A program that runs, so held that a signal for it reaches nobody else.
protocol ProcessHandle: ~Copyable {
  /// Can be read from once the program has ended.
  var descriptor: Int32 { get }

  /// Sends a signal to the program's group.
  func signal(_ number: Int32)

  /// Ends what the program left behind, once it has ended itself. Nothing is asked of the hold
  /// after that.
  ///
  /// - Returns: its status, as waitpid(2) gives it.
  func settle() -> Int32
}

/// A child of this process. What leaves its group is not held.
struct SpawnedProcess: ProcessHandle, ~Copyable {
  private let id: pid_t
  private let process: FileDescriptor

  /// - Throws: where the system can't watch the program, which is ended then.
  init(id: pid_t) throws(SystemError) {
    let number = csystem_process_descriptor(id)
    guard number >= 0 else {
      let error = SystemError.last("watch", "process \(id)")
      killpg(id, SIGKILL)
      _ = Self.status(of: id)
      throw error
    }
    self.id = id
    process = FileDescriptor(number: number, path: "process \(id)")
  }

  var descriptor: Int32 { process.number }

  func signal(_ number: Int32) { killpg(id, number) }

  /// As long as the ended program is not waited for, its group's id is nobody else's.
  func settle() -> Int32 {
    killpg(id, SIGKILL)
    return Self.status(of: id)
  }

  /// Waits for a child.
  static func status(of id: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return status
  }
}
