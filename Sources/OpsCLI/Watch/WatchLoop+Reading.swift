import Dispatching
import Host
import QueueCLI
import QueueModel
import QueueStorage

// When the queue is read again.

extension WatchLoop {
  func tick() {
    guard let now = try? session.now(), now != model.now else { return }
    let isLater = model.queue?.nextMoment.map { $0 <= now.epochSeconds } ?? false
    model.now = now
    isChanged = true
    if isLater || model.problem != nil { read() }
  }

  /// Asks for the daemon's lock once of each process that is gone: one that starts at that moment
  /// would find it taken.
  func lookAtDaemon() {
    guard let post = try? session.daemonPost() else { return }
    var killed = post.killedProcess
    if killed != model.killedDaemon, let process = killed, process.isAlive || !post.wasKilled {
      killed = nil
    }
    if killed == model.killedDaemon { return }
    model.take(killedDaemon: killed)
    isChanged = true
  }

  func lookAtQueue() {
    let stamp = session.stamp()
    if stamp == self.stamp { return }
    self.stamp = stamp
    read()
  }

  /// Reads the queue anew. One that can't be read, because it is just being edited, leaves what
  /// was shown.
  func read() {
    isChanged = true
    do throws(CommandError) {
      model.take(try WatchedQueue(reading: session))
      readDetails()
    } catch {
      model.take(problem: "\(error.message) (\(error.hint))".escaped)
    }
  }

  func readDetails() {
    guard let key = model.detailedKey, let queue = model.queue else { return }
    model.take(RowDetails(of: key, in: queue, session))
  }
}
