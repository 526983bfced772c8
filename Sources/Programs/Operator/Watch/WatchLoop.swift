import Door
import Host
import Model
import QueueStore
import Runner
import Text
import Work
import Workers

/// The event loop of `ops watch`: handles keys, changes of the queue and the clock, and draws.
final class WatchLoop {
  private let terminal: Terminal
  private let context: CommandContext
  private var model: WatchModel
  private var decoder = KeyDecoder()
  /// The content of the screen; `nil` if the content is unknown and has to be redrawn.
  private var shown: Frame?
  private var isChanged = true
  private var isDone = false
  /// The command that a key started.
  private var work: BackgroundWork<WatchMessage>? { didSet { model.isBusy = work != nil } }
  private var reading: BackgroundWork<WatchReading>?
  private let texts: RowTextReader
  /// Whether the queue has to be read again after the current reading.
  private var isOutdated = false
  /// The files' stamp before the last reading; `nil` if a later change may have left the same
  /// stamp.
  private var stamp: QueueStamp?

  init(
    _ queue: WatchedQueue, _ filter: RowFilter, on terminal: Terminal, _ context: CommandContext
  ) throws {
    self.terminal = terminal
    self.context = context
    texts = RowTextReader(context)
    model = WatchModel(
      size: Self.size(of: terminal), now: try context.taskQueue.now(), language: context.language)
    model.filter = filter
    model.update(queue)
  }

  /// Runs until `q` or a signal. The signal takes effect after the terminal is restored.
  func run() throws {
    do {
      while !isDone {
        try draw()
        try step()
      }
    } catch {
      terminal.close()
      work?.wait()
      throw Problem.system(error)
    }
    terminal.close()
    // Prints the result of a command that was still running at `q`, unless a signal ends the wait.
    if let work { try context.print(model.text(work.wait().text)) }
  }

  private func draw() throws(SystemError) {
    guard isChanged, terminal.isUpToDate else { return }
    isChanged = false
    let frame = WatchScreen(model: model, paint: context.paint).frame
    let update = frame.update(from: shown)
    if !update.isEmpty { try terminal.write(update) }
    shown = frame
  }

  // MARK: Events

  /// The longest time between checks of the files.
  private static let pollInterval = Duration.milliseconds(250)
  /// How long to wait for the rest of a key's bytes.
  private static let keyTimeout = Duration.milliseconds(100)
  /// The time between checks of background work.
  private static let workInterval = Duration.milliseconds(50)

  private func step() throws(SystemError) {
    let wait =
      work != nil || reading != nil || texts.isReading
      ? Self.workInterval : decoder.hasPartialKey ? Self.keyTimeout : timeToNextCheck
    let events = try terminal.events(within: wait)
    if events.isEmpty { press(decoder.flush()) }
    for event in events { handle(event) }
    tick()
    checkWork()
    checkReading()
    checkQueue()
    try checkText()
    checkDaemon()
  }

  /// The time to the next full second, but no longer than `pollInterval`.
  private var timeToNextCheck: Duration {
    min(
      Self.pollInterval, .nanoseconds(1_000_000_000 - context.taskQueue.wallClock % 1_000_000_000))
  }

  private func handle(_ event: Terminal.Event) {
    switch event {
    case .keys(let bytes): press(decoder.keys(bytes))
    case .resized:
      model.resize(to: Self.size(of: terminal))
      isChanged = true
    case .resumed:
      model.resize(to: Self.size(of: terminal))
      redraw()
    case .hasRoom: break
    case .ended: isDone = true
    }
  }

  private static func size(of terminal: Terminal) -> ScreenSize {
    let size = terminal.size
    return ScreenSize(columns: size?.columns ?? 80, rows: size?.rows ?? 24)
  }

  private func redraw() {
    shown = nil
    isChanged = true
  }

  // MARK: Keys

  private func press(_ keys: [Key]) {
    for key in keys where !isDone {
      isChanged = true
      switch model.type(key) {
      case .quit: isDone = true
      case .redraw: redraw()
      case .readDetails: read()
      case .perform(let order): perform(order)
      case nil: break
      }
    }
  }

  /// Runs the command on a thread, because the command may wait for a worker to end and the screen
  /// has to stay live.
  private func perform(_ order: RowOrder) {
    let (shared, opening) = (context.pinned, context.opening)
    do {
      work = try BackgroundWork { order.run(shared, in: opening) }
    } catch {
      model.message = WatchMessage(.failed, Problem.system(error).sentence)
    }
  }

  private func checkWork() {
    guard let answer = work?.answer else { return }
    work = nil
    model.message = answer
    isChanged = true
    read()
  }
}

// MARK: Reading the queue

extension WatchLoop {
  /// Shows the new time, and reads the queue if the time alone changes what is shown.
  private func tick() {
    guard let now = try? context.taskQueue.now(), now != model.now else { return }
    let hasReasonEnded = model.queue?.nextMoment.map { $0 <= now.epochSeconds } ?? false
    model.now = now
    isChanged = true
    if hasReasonEnded || model.problem != nil { read() }
  }

  /// Reads the report or the log that is shown, for the first time or again.
  private func checkText() throws(SystemError) {
    guard let text = try texts.text(for: model.page) else { return }
    model.show(text)
    isChanged = true
  }

  /// Checks whether the daemon was killed. Takes the daemon's lock only once for each process that
  /// is gone, because a daemon that starts at that moment would find the lock taken.
  private func checkDaemon() {
    guard let lock = try? context.taskQueue.daemonLock() else { return }
    var killed = lock.killedProcess
    if killed != model.killedDaemon, let process = killed, process.isAlive || !lock.wasKilled {
      killed = nil
    }
    if killed == model.killedDaemon { return }
    model.update(killedDaemon: killed)
    isChanged = true
  }

  private func checkQueue() {
    let stamp = context.taskQueue.stamp()
    if stamp == self.stamp { return }
    self.stamp = stamp.isFinal(at: context.taskQueue.wallClock) ? stamp : nil
    read()
  }

  /// Reads the queue, and the row whose details are shown, on a thread, so that keys work
  /// meanwhile. During a reading, only another reading after it is requested.
  private func read() {
    guard reading == nil else {
      isOutdated = true
      return
    }
    isOutdated = false
    let (shared, opening, key) = (context.pinned, context.opening, model.detailedKey)
    let costs = model.all?.costs
    do {
      reading = try BackgroundWork {
        WatchReading(shared, in: opening, details: key, after: costs)
      }
      // Most queues are read within this time, which saves drawing the old state once more.
      checkReading(within: Self.readingTimeout)
    } catch {
      apply(.problem(.system(error)))
    }
  }

  /// How long keys wait for a reading.
  private static let readingTimeout = Duration.milliseconds(30)

  private func checkReading(within timeout: Duration = .zero) {
    guard let answer = reading?.answer(within: timeout) else { return }
    reading = nil
    apply(answer)
    if isOutdated { read() }
  }

  /// Applies a reading; after a failure, such as during an edit, the last queue stays on the
  /// screen.
  private func apply(_ reading: WatchReading) {
    isChanged = true
    switch reading {
    case .problem(let error): model.problem = error.sentenceWithHint
    case .read(let queue, let row):
      model.update(queue)
      if queue.snapshot.isProvisional { stamp = nil }
      guard let key = model.detailedKey else { return }
      if let row, row.key == key { model.show(DetailPage(row, in: queue, context)) } else { read() }
    }
  }
}

/// The result of reading the queue.
enum WatchReading {
  case read(WatchedQueue, LoadedRow?)
  case problem(Problem)

  /// - Parameters:
  ///   - shared: the options of the command.
  ///   - opening: the opening of the command.
  ///   - key: the row whose details are read; `nil` for none.
  ///   - lastCosts: the costs of the last reading.
  init(
    _ shared: SharedOptions, in opening: Opening, details key: WatchedRowKey?,
    after lastCosts: WatchedCosts?
  ) {
    let output = OutputBuffer()
    let context = CommandContext(shared, in: opening, on: .collecting(output))
    do {
      let queue = try WatchedQueue(reading: context, output, after: lastCosts)
      self = .read(queue, key.map { LoadedRow($0, in: context) })
    } catch {
      self = .problem(context.problem(error))
    }
  }
}
