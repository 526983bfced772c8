package import Host
import Synchronization

/// Lets many processes and an editor change one queue for some time.
package struct Trial {
  private let plan: Plan
  private let orch: ProgramRunner
  private let queue: String

  package struct Plan: Sendable {
    package var seconds = 10
    package var processes = 8
    /// Determines what is done, but not when, which depends on the machine.
    package var seed: UInt64
    var hasEditor = true

    package init(seed: UInt64) { self.seed = seed }
  }

  /// How the caller takes part in a trial.
  package struct Observer {
    let pause: (Duration) -> Void
    var isInterrupted: () -> Bool = { false }
    var progress: (Int) -> Void = { _ in }

    /// - Parameters:
    ///   - pause: waits, and returns early if the trial is interrupted.
    ///   - isInterrupted: whether the trial should end before its time.
    ///   - progress: is called repeatedly with the seconds that have passed.
    package init(
      pause: @escaping (Duration) -> Void, isInterrupted: @escaping () -> Bool = { false },
      progress: @escaping (Int) -> Void = { _ in }
    ) {
      self.pause = pause
      self.isInterrupted = isInterrupted
      self.progress = progress
    }
  }

  package enum Failure: Error, Equatable, Sendable {
    /// A command that the trial needs failed: the command and its message.
    case command(String, String)
    case system(SystemError)
  }

  /// - Parameters:
  ///   - queue: the path of the queue file, which must not exist yet.
  ///   - program: the path of `orch`.
  ///   - environment: all variables that a command sees.
  ///   - options: additional options of every command.
  package init(
    _ plan: Plan, onQueue queue: String, with program: String, environment: [String: String],
    options: [String] = []
  ) {
    self.plan = plan
    self.queue = queue
    orch = ProgramRunner(
      program, in: Path.parent(of: queue), environment: environment,
      options: ["--queue", queue, "--no-log"] + options)
  }

  /// Runs the trial on an empty queue until the last command has ended.
  package func run(_ observer: Observer) throws(Failure) -> Oracle {
    try makeQueue()
    var history = History()
    let edited = work(observer, &history)
    do { try edited.get() } catch { throw .system(error) }
    // This command merges the last save.
    var closing = Session(orch, number: 0, seed: plan.seed)
    repeat {
      closing.add()
      if closing.operations.last?.outcome != .unknown { break }
      // The disk may be full at this moment.
      observer.pause(.milliseconds(100))
    } while closing.operations.count < 100
    history.operations += closing.operations
    let isMerged = closing.operations.last?.outcome == .acknowledged
    let found = try found()
    // If the file has problems, the oracle reports them.
    if !isMerged, found.problems.isEmpty {
      throw .command("orch add", "the last save could not be taken in")
    }
    return Oracle(history, found: found)
  }

  private func found() throws(Failure) -> FoundQueue {
    do {
      return FoundQueue(try FileDescriptor(opening: queue, for: .reading).readWhole())
    } catch {
      throw .system(error)
    }
  }

  /// Makes a queue with `orch init`, and adds a column that the queue does not know.
  private func makeQueue() throws(Failure) {
    let result = orch.run(["init", "--lang", "en"])
    guard result.outcome == .acknowledged else { throw .command("orch init", result.firstError) }
    let file = EditedFile(path: queue, pause: { _ in })
    do {
      guard var buffer = try file.load().map(EditorBuffer.init) else { return }
      buffer.apply(.addColumn(EditGenerator.ownColumn))
      try file.save(buffer.text, .renamed)
    } catch {
      throw .system(error)
    }
  }

  /// Runs the sessions and the editor until the time is over.
  private func work(_ observer: Observer, _ history: inout History) -> Result<Void, SystemError> {
    let (seed, orch, isOver) = (plan.seed, orch, Flag())
    let operations = Mutex<[Operation]>([])
    let result = Parallel.beside(plan.processes) { number in
      var session = Session(orch, number: number + 1, seed: seed)
      while !isOver.isSet { session.step() }
      operations.withLock { $0 += session.operations }
    } body: {
      defer { isOver.set() }
      return Result { () throws(SystemError) in try edit(observer, &history) }
    }
    operations.withLock { history.operations += $0 }
    return result
  }

  private func edit(_ observer: Observer, _ history: inout History) throws(SystemError) {
    let start = Clock.system.monotonic()
    var editor = Editor(EditedFile(path: queue, pause: observer.pause), seed: plan.seed)
    defer { history = editor.history }
    while !observer.isInterrupted() {
      let passed = Int((Clock.system.monotonic() - start).components.seconds)
      if passed >= plan.seconds { return }
      observer.progress(passed)
      if plan.hasEditor { try editor.step() } else { observer.pause(.milliseconds(50)) }
    }
  }
}

/// A flag that can be set, and that all threads see.
private final class Flag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .acquiring) }
  func set() { value.store(true, ordering: .releasing) }
}
