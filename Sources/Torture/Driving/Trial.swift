public import Host
import Synchronization

/// Tortures one queue for some time.
public struct Trial {
  private let plan: Plan
  private let tool: Tool
  private let clock = Clock.system

  public struct Plan: Sendable {
    public var seconds = 10
    public var processes = 8
    /// Decides what is done, but not when: that is the machine's choice.
    public var seed: UInt64
    public var hasEditor = true

    public init(seed: UInt64) { self.seed = seed }
  }

  /// How whoever waits for the trial takes part in it.
  public struct Observer {
    let pause: (Int) -> Void
    let isInterrupted: () -> Bool
    let progress: (Int) -> Void

    /// - Parameters:
    ///   - pause: waits for so many nanoseconds, or less once the trial is interrupted.
    ///   - isInterrupted: whether it should end before its time.
    ///   - progress: is told now and then how many seconds of it have passed.
    public init(
      pause: @escaping (Int) -> Void, isInterrupted: @escaping () -> Bool = { false },
      progress: @escaping (Int) -> Void = { _ in }
    ) {
      self.pause = pause
      self.isInterrupted = isInterrupted
      self.progress = progress
    }
  }

  public enum Failure: Error, Equatable, Sendable {
    /// A command that has to work did not; with what it said.
    case command(String, String)
    case system(SystemError)
  }

  public init(_ plan: Plan, with tool: Tool) {
    self.plan = plan
    self.tool = tool
  }

  /// Runs it from an empty queue to the last command, when nobody is at work any more.
  public func run(_ observer: Observer) throws(Failure) -> History {
    try makeQueue()
    var history = History()
    let result = torture(observer, &history)
    do throws(SystemError) { try result.get() } catch { throw .system(error) }
    // Merges what was saved last.
    var closing = Worker(number: 0, seed: plan.seed, tool: tool)
    closing.add()
    history.operations += closing.operations
    let isTakenIn = closing.operations.allSatisfy { $0.outcome == .acknowledged }
    // Where the file is at fault, the account says what is.
    if !isTakenIn, try found().problems.isEmpty {
      throw .command("orch add", "the last save could not be taken in")
    }
    return history
  }

  /// The queue as it is now.
  public func found() throws(Failure) -> FoundQueue {
    do throws(SystemError) {
      return FoundQueue(try FileDescriptor(opening: tool.queue, for: .reading).readWhole())
    } catch {
      throw .system(error)
    }
  }

  /// As `orch init` makes one, with a column of the owner's.
  private func makeQueue() throws(Failure) {
    let answer = tool.run(["init", "--lang", "en"])
    guard answer.outcome == .acknowledged else { throw .command("orch init", answer.errors) }
    let file = EditedFile(path: tool.queue, pause: { _ in })
    do throws(SystemError) {
      guard let text = try file.load() else { return }
      var buffer = Buffer(text)
      buffer.addColumn(Editor.ownColumn)
      try file.save(buffer.text, .renamed)
    } catch {
      throw .system(error)
    }
  }

  private func torture(
    _ observer: Observer, _ history: inout History
  ) -> Result<Void, SystemError> {
    let (plan, tool, isOver) = (plan, tool, Flag())
    let operations = Mutex<[Operation]>([])
    let result = Parallel.beside(plan.processes) { number in
      var worker = Worker(number: number + 1, seed: plan.seed, tool: tool)
      while !isOver.isSet { worker.step() }
      operations.withLock { $0 += worker.operations }
    } body: {
      defer { isOver.set() }
      return Result { () throws(SystemError) in try edit(observer, &history) }
    }
    operations.withLock { history.operations += $0 }
    return result
  }

  private func edit(_ observer: Observer, _ history: inout History) throws(SystemError) {
    let start = clock.monotonic()
    let file = EditedFile(path: tool.queue, pause: observer.pause)
    var editor = Editor(file, clock: clock, seed: plan.seed)
    defer {
      history.operations += editor.history.operations
      history.typed += editor.history.typed
    }
    while !observer.isInterrupted() {
      let passed = (clock.monotonic() - start) / 1_000_000_000
      if passed >= plan.seconds { return }
      observer.progress(passed)
      if plan.hasEditor { try editor.step() } else { observer.pause(.milliseconds(50)) }
    }
  }
}

/// Is set once, for all threads.
private final class Flag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .acquiring) }
  func set() { value.store(true, ordering: .releasing) }
}
