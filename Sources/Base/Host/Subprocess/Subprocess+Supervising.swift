import CSystem
import Glibc

extension Subprocess {
  /// Runs the program to its end, together with all of its descendants.
  ///
  /// When the program has ended, or this process is killed, all descendants are killed, including
  /// those that left its group and session. A helper process, the *keeper*, does that; it is the
  /// parent of the program. When the keeper is killed, the processes of the program's session are
  /// killed.
  ///
  /// A signal to end this process ends the program instead, with the ending `.interrupted(by:)`;
  /// signals that arrive until `onEnd` has returned are dropped.
  ///
  /// - Parameters:
  ///   - leavesDescendants: whether descendants may continue after the program has exited with 0.
  ///   - onStart: called with the program; with `nil` if there is no `/proc`.
  ///   - onOutput: called with the output as it comes, each stream in order. The program may block
  ///     on its output during the call.
  ///   - wake: when `isOver` is asked, besides after output.
  ///   - isOver: whether the program's work is over; asked after each piece of output. From then on
  ///     the program is only given the grace to end by itself; if it does not, its ending is
  ///     `.lingered`, even after a signal.
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

  /// What makes a supervision ask whether the work is over, besides output.
  public struct Wake: Sendable {
    /// Becomes readable when there may be something new; below 0 if there is no descriptor.
    let descriptor: Int32
    /// The longest time between two questions; `nil` if there is no limit.
    let interval: Duration?

    public init() { (descriptor, interval) = (-1, nil) }

    /// Asks at each change that a watch reports, which `isOver` has to discard.
    public init(by watch: borrowing FolderWatch) {
      (descriptor, interval) = (watch.request.fd, watch.recheckInterval)
    }
  }

  /// - Parameter streams: as `prepared` takes them.
  private func startUnderKeeper(
    _ file: String, _ streams: [Int32?], _ leavesDescendants: Bool
  ) throws(SystemError) -> Subreaper {
    let ends = try Connection()
    let keeper = try Host.check(.start, "the keeper of \(file)") {
      prepared(streams) { actions, attributes, argv, envp in
        csystem_keep(
          ends.theirs.number, leavesDescendants ? 1 : 0, file, actions, attributes, argv, envp)
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
  ///   - connection: this process's end of the connection to it.
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

  /// The message that the program is identified: before it, the keeper does not reap the program.
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

/// Both ends of a connection to a process to be started; other child processes do not inherit them.
struct Connection: ~Copyable {
  let own: FileDescriptor
  let theirs: FileDescriptor

  init() throws(SystemError) {
    var (first, second): (Int32, Int32) = (0, 0)
    try check(.create, "a connection") { csystem_connection(&first, &second) }
    own = FileDescriptor(number: first, path: "a connection")
    theirs = FileDescriptor(number: second, path: "a connection")
  }

  /// This process's end; closes the other one, so that the end of the peer is noticed.
  consuming func ownEnd() -> FileDescriptor { own }
}
