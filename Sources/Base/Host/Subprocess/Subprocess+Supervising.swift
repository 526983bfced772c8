import CSystem
import Glibc

extension Subprocess {
  /// Runs the program to its end, together with all of its descendants.
  ///
  /// When the program has ended, or this process is killed, all descendants are sent `SIGTERM`, and
  /// are killed after the time `limits.tidying`, including those that left the program's group and
  /// session. A helper process, the *keeper*, which is the program's parent, ends them. If the keeper
  /// itself is killed, this process kills the processes of the program's session.
  ///
  /// A signal to end this process ends the program instead, with the ending `.interrupted(by:)`;
  /// signals that arrive until `onEnd` has returned are dropped.
  ///
  /// - Parameters:
  ///   - leavesDescendants: whether descendants may continue after the program has exited with 0.
  ///   - onStart: called with the started program, or with `nil` if there is no `/proc`.
  ///   - onOutput: called with each piece of output when it arrives; the pieces of one stream are
  ///     in order. The program may block on its output during the call.
  ///   - wake: the events, other than output, after which `isOver` is called.
  ///   - isOver: returns whether the program's work is over; called after each piece of output. A
  ///     program whose work is over gets the time `grace` to end by itself. If it is still running
  ///     after that time, this process ends it. Its ending is then `.lingered`, even if this
  ///     process has received a signal.
  ///   - onEnd: called after the end, while signals still do not end this process.
  public func supervise(
    leavesDescendants: Bool = false, onStart: (ProcessIdentity?) -> Void, onOutput: Sink,
    wake: Wake = Wake(), isOver: () -> Bool = { false }, onEnd: (Outcome) -> Void = { _ in }
  ) throws(StartError) -> Outcome {
    let signals = try Self.endingSignals()
    let run = try start { file, streams throws(SystemError) in
      try startUnderKeeper(file, streams, leavesDescendants)
    }
    onStart(run.handle.program)
    let outcome = run.finish(limits, signals, wake, isOver: isOver, sink: onOutput)
    onEnd(outcome)
    signals.discard()
    return outcome
  }

  /// The events, other than output, after which a supervision calls `isOver`.
  public struct Wake: Sendable {
    /// A descriptor that becomes readable when `isOver` should be called; below 0 if there is none.
    let descriptor: Int32
    /// The longest time between two calls; `nil` if there is no limit.
    let interval: Duration?

    public init() { (descriptor, interval) = (-1, nil) }

    /// `isOver` is called at each change that the watch reports. `isOver` has to discard the
    /// changes.
    public init(by watch: borrowing FolderWatch) {
      (descriptor, interval) = (watch.request.fd, watch.recheckInterval)
    }
  }

  /// - Parameter streams: the standard streams, in the form that `prepared` takes.
  private func startUnderKeeper(
    _ file: String, _ streams: [Int32?], _ leavesDescendants: Bool
  ) throws(SystemError) -> Subreaper {
    let ends = try Connection()
    let keeper = try Host.check(.start, "the keeper of \(file)") {
      prepared(streams) { actions, attributes, argv, envp in
        csystem_keep(
          ends.theirs.number, leavesDescendants ? 1 : 0, limits.tidying.pollMilliseconds, file,
          actions, attributes, argv, envp)
      }
    }
    return try Subreaper(keeper, ends.ownEnd(), running: file)
  }
}

/// A program under a keeper: a subreaper process that kills the program and all of its descendants
/// even if this process is killed.
struct Subreaper: ProcessHandle, ~Copyable {
  /// The program; `nil` if there is no `/proc`.
  let program: ProcessIdentity?
  private let keeper: pid_t
  private let connection: FileDescriptor

  /// - Parameters:
  ///   - keeper: the keeper's process id, a child of this process.
  ///   - connection: this process's end of the connection to the keeper.
  ///   - file: the program, for messages.
  /// - Throws: an error when the keeper could not start the program.
  init(_ keeper: pid_t, _ connection: consuming FileDescriptor, running file: String)
    throws(SystemError)
  {
    let message = Self.message(of: keeper, connection.number)
    guard let message, Int(message.kind) == CSYSTEM_KEEPER_STARTED else {
      _ = SpawnedProcess.status(of: keeper)
      throw SystemError(code: message?.value ?? ECHILD, action: .run, path: file)
    }
    self.keeper = keeper
    self.connection = connection
    program = ProcessIdentity(of: Int(message.value))
    signal(Self.identified)
  }

  /// The message to the keeper that this process has identified the program. The keeper does not
  /// reap the program before it receives this message.
  private static let identified: Int32 = 0

  var descriptor: Int32 { connection.number }

  func signal(_ number: Int32) {
    var number = UInt8(truncatingIfNeeded: number)
    while send(connection.number, &number, 1, Int32(MSG_NOSIGNAL)) < 0, errno == EINTR {}
    Self.wake(keeper)
  }

  func reap() -> ReapedProgram {
    let message = Self.message(of: keeper, connection.number)
    // The keeper closes its end of the connection when it ends.
    Self.awaitEvents(0, of: keeper, connection.number)
    let isSwept = SpawnedProcess.status(of: keeper) == 0
    if message == nil { endSession() }
    return ReapedProgram(status: message?.value, mayLeaveDescendants: !isSwept)
  }

  /// Kills the processes of the program's session after the keeper was killed.
  private func endSession() {
    guard let program else { return }
    for _ in 0..<Self.attempts {
      // The session's id is not reused as long as the session has a process.
      let leader = ProcessIdentity(of: program.id)
      guard leader == nil || leader == program else { return }
      let members = ProcessTable.members(ofSession: program.id)
      if members.isEmpty { return }
      for process in members { process.signal(.kill) }
      for process in members { _ = process.hasEnded(within: .milliseconds(100)) }
    }
  }

  private static let attempts = 20
  private static let wakeMilliseconds: Int32 = 100

  /// Continues the keeper if the program has stopped it.
  private static func wake(_ keeper: pid_t) { kill(keeper, SIGCONT) }

  /// Waits for events of poll(2), or for the keeper's end.
  private static func awaitEvents(_ events: Int32, of keeper: pid_t, _ connection: Int32) {
    var request = pollfd(fd: connection, events: Int16(events), revents: 0)
    while poll(&request, 1, wakeMilliseconds) <= 0 { wake(keeper) }
  }

  /// Waits for a message of the keeper; `nil` when it was killed.
  private static func message(
    of keeper: pid_t, _ connection: Int32
  ) -> csystem_keeper_message? {
    awaitEvents(POLLIN, of: keeper, connection)
    var message = csystem_keeper_message()
    let size = MemoryLayout.size(ofValue: message)
    while true {
      let count = recv(connection, &message, size, 0)
      if count == size { return message }
      if count >= 0 || errno != EINTR { return nil }
    }
  }
}

/// Both ends of a connection to a process to be started. Other child processes do not inherit these
/// ends.
struct Connection: ~Copyable {
  let own: FileDescriptor
  let theirs: FileDescriptor

  init() throws(SystemError) {
    var (first, second): (Int32, Int32) = (0, 0)
    try check(.create, "a connection") { csystem_connection(&first, &second) }
    own = FileDescriptor(number: first, path: "a connection")
    theirs = FileDescriptor(number: second, path: "a connection")
  }

  /// Closes the peer's end here, and returns this process's end. With the other copy closed, this
  /// process notices when the peer ends.
  consuming func ownEnd() -> FileDescriptor { own }
}
