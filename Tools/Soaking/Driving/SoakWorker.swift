public import Host
import JSON

/// The worker of a soak: notes what it does in the ledger, and does it well or badly, as was drawn.
public struct SoakWorker {
  let folder: SoakFolder
  let orch: String
  private let profile: SoakProfile
  private let queueClock: QueueClock
  let clock = Clock.system
  let id: String
  let attempt: String
  let environment: Environment

  public enum Failure: Error, Equatable, Sendable {
    /// Something of what orch says to a worker is missing.
    case missing(String)
    case profile(ProfileError)
    case system(SystemError)
  }

  /// - Parameters:
  ///   - folder: the soak's.
  ///   - orch: the program by which it reports.
  ///   - environment: as orch gives it to a worker.
  public init(in folder: SoakFolder, orch: String, environment: Environment) throws(Failure) {
    guard let id = environment["ORCH_ITEM_ID"] else { throw .missing("ORCH_ITEM_ID") }
    guard let attempt = environment["ORCH_ATTEMPT"] else { throw .missing("ORCH_ATTEMPT") }
    let profile = try Self.bytes(of: folder.profile)
    let epoch = String(decoding: try Self.bytes(of: folder.epoch).dropLast(), as: UTF8.self)
    do { self.profile = try SoakProfile(parsing: profile) } catch { throw .profile(error) }
    guard let epoch = Int(epoch) else { throw .missing("the epoch") }
    queueClock = QueueClock(speed: self.profile.speed, epoch: epoch)
    self.folder = folder
    self.orch = orch
    self.id = id
    self.attempt = attempt
    self.environment = environment
  }

  private static func bytes(of path: String) throws(Failure) -> [UInt8] {
    do { return try FileDescriptor(opening: path, for: .reading).readWhole() } catch {
      throw .system(error)
    }
  }

  /// Works on the row.
  ///
  /// - Parameter message: the one by which the work was given.
  /// - Returns: what to print, and the exit status.
  public func run(_ message: [UInt8]) throws(Failure) -> (output: String, status: Int32) {
    do throws(SystemError) { return try work(message) } catch { throw .system(error) }
  }

  private func work(_ message: [UInt8]) throws(SystemError) -> (output: String, status: Int32) {
    // Whoever has this lock is at work on the row; the kernel frees it, however the worker ends.
    let row = try FileDescriptor(
      opening: Path.join(folder.rows, id), for: .updatingOrCreating(permissions: 0o644))
    guard try row.tryLock() else {
      try note(.metAnother, 0)
      return ("another worker has the row\n", 1)
    }
    let before = try row.readWhole()
    let ordinal = 1 + before.count { $0 == UInt8(ascii: "\n") }
    try row.write(Array("\(attempt)\n".utf8), at: before.count)
    try note(.began, ordinal)
    let behaviour = Behaviour(profile, id: id, attempt: ordinal)
    clock.sleep(queueClock.real(behaviour.milliseconds) / 2)
    if behaviour.kind == .losesLease { try loseLease(ordinal) }
    clock.sleep(queueClock.real(behaviour.milliseconds) / 2)
    return try finish(behaviour.kind, ordinal, Self.task(in: message))
  }

  private func finish(
    _ kind: Behaviour.Kind, _ ordinal: Int, _ task: SoakTask?
  ) throws(SystemError) -> (output: String, status: Int32) {
    guard let task else { return ("this is no task of the soak\n", 2) }
    switch kind {
    case .failsTransiently:
      try note(.failed, ordinal)
      return ("what it needs was away for a moment\n", 1)
    case .exceedsBudget:
      try note(.exceeded, ordinal)
      return try reportTooMuch(try write(task))
    // A supervisor that could not be killed has its work done.
    case .works, .losesLease:
      let message = try write(task)
      try note(.worked, ordinal)
      return (message, 0)
    }
  }

  /// Does the work.
  ///
  /// - Returns: the report.
  private func write(_ task: SoakTask) throws(SystemError) -> String {
    let path = Path.join(folder.home, task.file)
    try FileDescriptor(opening: path, for: .appending(permissions: 0o644))
      .write("note \(task.number) by \(attempt)\n")
    return task.message(for: id)
  }

  func note(_ event: LedgerLine.Event, _ ordinal: Int) throws(SystemError) {
    let line = LedgerLine(
      event, id, attempt: attempt, ordinal: ordinal, process: CurrentProcess.id,
      monotonic: clock.monotonic(), queueTime: queueClock.now(clock))
    try FileDescriptor(opening: folder.ledger, for: .updatingAtEnd).write(line.text)
  }

  private static func task(in message: [UInt8]) -> SoakTask? {
    let lines = String(decoding: message, as: UTF8.self).split(separator: "\n")
    let line = lines.first { $0.hasPrefix("Task: ") }
    return line.flatMap { SoakTask(ofRow: String($0.dropFirst(6))) }
  }
}
