import CommandSupport
import Dispatching
import Host
import QueueModel
import QueueStore

// When the queue is read again.

extension WatchLoop {
  func tick() {
    guard let now = try? context.now(), now != model.now else { return }
    let isLater = model.queue?.nextMoment.map { $0 <= now.epochSeconds } ?? false
    model.now = now
    isChanged = true
    if isLater || model.problem != nil { read() }
  }

  /// Asks for the daemon's lock once of each process that is gone: one that starts at that moment
  /// would find it taken.
  func lookAtDaemon() {
    guard let post = try? context.daemonPost() else { return }
    var killed = post.killedProcess
    if killed != model.killedDaemon, let process = killed, process.isAlive || !post.wasKilled {
      killed = nil
    }
    if killed == model.killedDaemon { return }
    model.take(killedDaemon: killed)
    isChanged = true
  }

  func lookAtQueue() {
    let stamp = context.stamp()
    if stamp == self.stamp { return }
    self.stamp = stamp.isFinal(at: context.wallClock) ? stamp : nil
    read()
  }

  /// Reads the queue anew, and the row whose details are asked for: on a thread, because keys
  /// count meanwhile. Where that goes on already it is done once more afterwards.
  func read() {
    guard reading == nil else {
      isOutdated = true
      return
    }
    isOutdated = false
    let (shared, invocation, key) = (context.pinned, context.invocation, model.detailedKey)
    do throws(SystemError) {
      reading = try BackgroundWork { WatchReading(shared, in: invocation, details: key) }
      // Most queues are read by then, and nobody sees the moment before.
      lookAtReading(within: Self.readingPatience)
    } catch {
      take(.problem(CommandError(error)))
    }
  }

  /// For how many nanoseconds keys wait.
  private static let readingPatience = Int.milliseconds(30)

  func lookAtReading(within nanoseconds: Int = 0) {
    guard let answer = reading?.answer(within: nanoseconds) else { return }
    reading = nil
    take(answer)
    if isOutdated { read() }
  }

  /// A queue that can't be read, because it is just being edited, leaves what was shown.
  private func take(_ reading: WatchReading) {
    isChanged = true
    switch reading {
    case .problem(let error): model.take(problem: error.sentence.escaped)
    case .read(let queue, let row):
      model.take(queue)
      guard let key = model.detailedKey else { return }
      if let row, row.key == key { model.take(RowDetails(row, in: queue, context)) } else { read() }
    }
  }
}

/// What comes of reading the queue.
enum WatchReading {
  case read(WatchedQueue, RowRead?)
  case problem(CommandError)

  /// - Parameters:
  ///   - shared: the options of the command.
  ///   - invocation: where it runs.
  ///   - key: the row of which everything is to be read.
  init(_ shared: SharedOptions, in invocation: Invocation, details key: RowKey?) {
    let told = CollectedText()
    do throws(CommandError) {
      let context = invocation.context(shared, on: .collecting(told))
      let queue = try WatchedQueue(reading: context, told)
      self = .read(queue, key.map { RowRead($0, in: context) })
    } catch {
      self = .problem(error)
    }
  }
}
