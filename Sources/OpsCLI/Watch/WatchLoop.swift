import CommandLineKit
import CommandSupport
import Host
import QueueModel
import QueueStore
import Screen

/// Waits for keys, for changes of the queue, and for time to pass, and shows what comes of it.
final class WatchLoop {
  private let terminal: Terminal
  let context: CommandContext
  var model: WatchModel
  private var decoder = KeyDecoder()
  /// What the screen shows; `nil` while nobody knows.
  private var shown: Frame?
  var isChanged = true
  private var isOver = false
  /// What was asked for and takes a while.
  private var work: BackgroundWork<WatchMessage>?
  var reading: BackgroundWork<WatchReading>?
  /// Whether what is being read is not enough.
  var isOutdated = false
  /// As the files were before the last reading; `nil` where they may have changed since without
  /// a trace.
  var stamp: QueueStamp?

  /// - Parameter queue: as it was just read.
  init(_ queue: WatchedQueue, on terminal: Terminal, _ context: CommandContext) throws(CommandError)
  {
    self.terminal = terminal
    self.context = context
    model = WatchModel(size: Self.size(of: terminal), now: try context.now())
    model.take(queue)
  }

  /// Runs until somebody leaves. A signal does afterwards what it would have done.
  func run() throws(CommandError) {
    do throws(SystemError) {
      while !isOver {
        try draw()
        try step()
      }
    } catch {
      terminal.close()
      work?.wait()
      throw CommandError(error)
    }
    terminal.close()
    // Who left before it was done reads how it ended, unless a signal ends the wait.
    if let work { try context.print(work.wait().text) }
  }

  private func draw() throws(SystemError) {
    guard isChanged, terminal.isUpToDate else { return }
    isChanged = false
    let frame = WatchScreen(model: model, paint: context.paint).frame
    let update = frame.update(from: shown)
    if !update.isEmpty { try terminal.write(update) }
    shown = frame
  }

  // MARK: What happens

  /// How often files are looked at, how long the rest of a key may take, and how often work is
  /// asked whether it is done, in nanoseconds.
  private static let look = Int.milliseconds(250)
  private static let keyRest = Int.milliseconds(100)
  private static let workLook = Int.milliseconds(50)

  private func step() throws(SystemError) {
    let wait =
      work != nil || reading != nil
      ? Self.workLook : decoder.isUndecided ? Self.keyRest : untilNextLook
    let events = try terminal.events(within: wait)
    if events.isEmpty { press(decoder.rest()) }
    for event in events { take(event) }
    tick()
    lookAtWork()
    lookAtReading()
    lookAtQueue()
    lookAtDaemon()
  }

  /// Nanoseconds to the next second, or to the next look at the files.
  private var untilNextLook: Int {
    min(Self.look, 1_000_000_000 - context.wallClock % 1_000_000_000)
  }

  private func take(_ event: Terminal.Event) {
    switch event {
    case .keys(let bytes): press(decoder.keys(bytes))
    case .resized:
      model.resize(to: Self.size(of: terminal))
      isChanged = true
    case .resumed:
      model.resize(to: Self.size(of: terminal))
      redraw()
    case .hasRoom: break
    case .ended: isOver = true
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
    for key in keys.compactMap(WatchKey.init) where !isOver {
      isChanged = true
      switch model.press(key) {
      case .quit: isOver = true
      case .redraw: redraw()
      case .readDetails: read()
      case .perform(let question): perform(question)
      case nil: break
      }
    }
  }

  /// On a thread: a worker may take its time to end, and the screen goes on meanwhile.
  private func perform(_ asked: WatchModel.Question) {
    guard work == nil else {
      model.message = WatchMessage(.failed, "Something is still being done: try again")
      return
    }
    let (shared, invocation) = (context.pinned, context.invocation)
    do throws(SystemError) {
      work = try BackgroundWork {
        asked.action.run(on: asked.id, from: asked.status, shared, in: invocation)
      }
    } catch {
      model.message = WatchMessage(.failed, CommandError(error).message)
    }
  }

  private func lookAtWork() {
    guard let answer = work?.answer else { return }
    work = nil
    model.message = answer
    isChanged = true
    read()
  }
}
