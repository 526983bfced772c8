import Host

/// The worker of a soak. It records its actions in the ledger, and works well or badly, as a seed
/// decides.
struct SoakWorker {
  private let folder: SoakFolder
  private let orch: String
  private let profile: SoakProfile
  private let queueClock: SoakClock
  private let clock = Clock.system
  private let id: String
  private let claimToken: String
  private let environment: Environment

  /// What a worker prints, and its exit status.
  typealias Result = (output: String, status: Int32)

  /// - Parameters:
  ///   - folder: the folder of the soak.
  ///   - orch: the program with which the worker reports.
  ///   - environment: the environment that orch gives to a worker.
  init(in folder: SoakFolder, orch: String, environment: Environment) throws {
    guard let id = environment["ORCH_ITEM_ID"] else { throw SoakError.missing("ORCH_ITEM_ID") }
    guard let claimToken = environment["ORCH_ATTEMPT"] else {
      throw SoakError.missing("ORCH_ATTEMPT")
    }
    (self.folder, self.orch, self.id, self.claimToken) = (folder, orch, id, claimToken)
    self.environment = environment
    profile = try SoakProfile(parsing: Self.bytes(of: folder.profile))
    let text = String(decoding: try Self.bytes(of: folder.epoch).dropLast(), as: UTF8.self)
    guard let epoch = Int(text) else { throw SoakError.missing("the epoch") }
    queueClock = SoakClock(speed: profile.speed, epoch: epoch)
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    try FileDescriptor(opening: path, for: .reading).readWhole()
  }

  /// Works on the row.
  ///
  /// - Parameter message: the task message of the row.
  func run(_ message: [UInt8]) throws -> Result {
    // The worker with this lock is at work on the row; the kernel frees it, however the worker
    // ends.
    let row = try FileDescriptor(
      opening: Path.join(folder.rows, id), for: .updatingOrCreating(permissions: 0o644))
    guard try row.tryLock() else {
      try note(.metAnother, 0)
      return ("another worker has the row\n", 1)
    }
    let before = try row.readWhole()
    let ordinal = 1 + before.count { $0 == UInt8(ascii: "\n") }
    try row.write(Array("\(claimToken)\n".utf8), at: before.count)
    try note(.began, ordinal)
    let behaviour = Behaviour(profile, id: id, attempt: ordinal)
    clock.sleep(queueClock.real(behaviour.milliseconds) / 2)
    if behaviour.kind == .losesLease { try loseLease(ordinal) }
    clock.sleep(queueClock.real(behaviour.milliseconds) / 2)
    return try finish(behaviour.kind, ordinal, Self.task(in: message))
  }

  private static func task(in message: [UInt8]) -> SoakTask? {
    let lines = String(decoding: message, as: UTF8.self).split(separator: "\n")
    let line = lines.first { $0.hasPrefix("Task: ") }
    return line.flatMap { SoakTask(ofRow: String($0.dropFirst(6))) }
  }

  private func finish(_ kind: Behaviour.Kind, _ ordinal: Int, _ task: SoakTask?) throws -> Result {
    guard let task else { return ("this is no task of the soak\n", 2) }
    switch kind {
    case .failsTransiently:
      try note(.failed, ordinal)
      return ("what it needs was away for a moment\n", 1)
    case .exceedsBudget:
      try note(.exceeded, ordinal)
      return try reportTooMuch(write(task), ordinal)
    // A worker whose supervisor could not be killed does its work.
    case .works, .losesLease:
      let message = try write(task)
      try note(.worked, ordinal)
      return (message, 0)
    }
  }

  /// Does the work.
  ///
  /// - Returns: the report.
  private func write(_ task: SoakTask) throws -> String {
    let path = Path.join(folder.home, task.file)
    try FileDescriptor(opening: path, for: .appendingOrCreating(permissions: 0o644))
      .write("note \(task.number) by \(claimToken)\n")
    return task.message(for: id)
  }

  private func note(_ event: LedgerLine.Event, _ ordinal: Int) throws {
    let line = LedgerLine(
      event: event, id: id, claimToken: claimToken, ordinal: ordinal, process: CurrentProcess.id,
      monotonic: clock.monotonic().nanoseconds, queueTime: queueClock.now(clock))
    try FileDescriptor(opening: folder.ledger, for: .appending).write(line.text)
  }

  // MARK: What goes wrong on purpose

  /// Sends the report itself, with more tokens than are allowed.
  private func reportTooMuch(_ message: String, _ ordinal: Int) throws -> Result {
    let command = Subprocess(
      orch,
      [
        "report", "--quiet", "--db", environment["ORCH_QUEUE"] ?? "", "--current-tokens", "9000",
        "--file", "-",
      ], in: folder.home,
      environment: ChildEnvironment.variables(
        from: environment,
        passing: ["ORCH_NOW", "ORCH_ATTEMPT", "ORCH_OWNER_SESSION", "ORCH_ITEM_ID", "ORCH_LABEL"]),
      input: Array(message.utf8), limits: .init(time: .milliseconds(60_000)))
    do {
      let outcome = try command.run()
      // A spooled report is judged after this worker has ended. If it makes the row DONE, no worker
      // did the row's work.
      if outcome.ending.isSuccess, !outcome.output.text.hasPrefix("spooled ") {
        try note(.unblocked, ordinal)
      }
      return (outcome.errors.text, outcome.ending.isSuccess ? 0 : 1)
    } catch {
      return ("\(error)\n", 1)
    }
  }

  /// Kills the supervisor, which is the parent of the worker's parent. The worker's parent then
  /// ends what the supervisor started.
  private func loseLease(_ ordinal: Int) throws {
    guard let supervisor = ProcessIdentity.current?.parent?.parent,
      ProcessTable.commandLine(of: supervisor)?.dropFirst().first == "supervise"
    else { return }
    try note(.loses, ordinal)
    supervisor.signal(.kill)
    // The parent ends this process during the wait.
    clock.sleep(.milliseconds(30_000))
  }
}
