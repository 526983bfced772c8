import CSystem
import Glibc

/// A program that a process of its own holds, with all that descends from it.
///
/// That process, the keeper, ends what it holds also when this one is killed.
struct Subreaper: ProcessHandle, ~Copyable {
  /// The program; `nil` where there is no `/proc`.
  let program: ProcessIdentity?
  private let keeper: pid_t
  private let connection: FileDescriptor

  /// - Parameters:
  ///   - keeper: the keeper's process, a child of this one.
  ///   - connection: the end of the connection that is this process's.
  ///   - file: what is run, for messages.
  /// - Throws: where the keeper could not start the program.
  init(_ keeper: pid_t, _ connection: consuming FileDescriptor, running file: String)
    throws(SystemError)
  {
    let message = Self.message(connection.number)
    guard let message, Int(message.kind) == CSYSTEM_KEEPER_STARTED else {
      _ = SpawnedProcess.status(of: keeper)
      throw SystemError(code: message?.value ?? ECHILD, action: "run", path: file)
    }
    self.keeper = keeper
    self.connection = connection
    program = ProcessIdentity(of: Int(message.value))
    signal(Self.hasLooked)
  }

  /// Until it is told that, the keeper lets the program's id be the program's.
  private static let hasLooked: Int32 = 0

  var descriptor: Int32 { connection.number }

  func signal(_ number: Int32) {
    var number = UInt8(truncatingIfNeeded: number)
    while send(connection.number, &number, 1, Int32(MSG_NOSIGNAL)) < 0, errno == EINTR {}
  }

  func settle() -> Int32 {
    let message = Self.message(connection.number)
    _ = SpawnedProcess.status(of: keeper)
    if let message { return message.value }
    endSession()
    return SIGKILL
  }

  /// Somebody killed the keeper: ends those who are still together. What left the session is
  /// out of reach.
  private func endSession() {
    guard let program else { return }
    for _ in 0..<Self.attempts {
      // The session's id is its own as long as anybody is in it.
      let leader = ProcessIdentity(of: program.id)
      guard leader == nil || leader == program else { return }
      let members = ProcessTable.members(ofSession: program.id)
      if members.isEmpty { return }
      for process in members { process.signal(.kill) }
      for process in members { _ = process.hasEnded(within: .milliseconds(100)) }
    }
  }

  private static let attempts = 20

  /// Waits for what the keeper says; `nil` where it was killed.
  private static func message(_ connection: Int32) -> csystem_keeper_message? {
    var message = csystem_keeper_message()
    let size = MemoryLayout.size(ofValue: message)
    while true {
      let count = recv(connection, &message, size, 0)
      if count == size { return message }
      if count >= 0 || errno != EINTR { return nil }
    }
  }
}
