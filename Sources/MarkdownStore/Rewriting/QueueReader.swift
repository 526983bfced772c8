package import Host
import QueueDocument
package import QueueStore

/// Reads a queue file that people may be saving at this moment.
///
/// Source: `docs/queue-file.md`, "How a rewrite happens", 2 and 3.
package struct QueueReader {
  let path: String
  let clock: Clock
  /// Told of a save that takes long to end.
  let notice: WaitNotice

  package init(path: String, clock: Clock, notice: WaitNotice = .silent) {
    self.path = path
    self.clock = clock
    self.notice = notice
  }

  /// How long a save must have been quiet, nanoseconds.
  private static let quiet = Int.milliseconds(50)
  /// The same for a file that somebody has open for writing.
  private static let quietWithWriter = Int.milliseconds(500)
  static let settleTimeout = Int.milliseconds(2000)

  // MARK: For writers

  /// Waits until nobody is in the middle of a save, and reads.
  ///
  /// - Parameter left: the file that orch itself left here, which needs no wait.
  func readAtRest(after left: LastWritten?) throws(StoreError) -> QueueFile {
    let start = clock.monotonic()
    var wait = LongWait(notice, since: start)
    var watch = Watch()
    while true {
      let now = clock.monotonic()
      let isLate = now >= start + Self.settleTimeout
      wait.update(at: now)
      if let descriptor = try open() {
        let status = try lifting { () throws(SystemError) in try descriptor.status() }
        if status.identity == left?.identity || isCalm(descriptor, status, &watch) {
          let file = try read(descriptor)
          if !file.contents.isTorn, isAcceptable(file, after: left, descriptor, isLate: isLate) {
            return file
          }
        }
        if isLate { throw .notAtRest(path: path) }
      } else if left == nil || isLate {
        throw .missing(path: path)
      }
      clock.sleep(.milliseconds(3))
    }
  }

  /// What was seen of the file while waiting.
  private struct Watch {
    var identity: FileIdentity?
    /// When that identity was first seen, on the monotonic clock.
    var since = 0
  }

  private func isCalm(
    _ descriptor: borrowing FileDescriptor, _ status: FileStatus, _ watch: inout Watch
  ) -> Bool {
    if watch.identity != status.identity {
      watch = Watch(identity: status.identity, since: clock.monotonic())
    }
    let observed = clock.monotonic() - watch.since
    let needed = descriptor.hasWriter() == true ? Self.quietWithWriter : Self.quiet
    return max(age(of: status), observed) >= needed
  }

  /// How long ago the file was saved. A time in the future counts as old: a
  /// clock that was set back must not stop anybody.
  private func age(of status: FileStatus) -> Int {
    let age = clock.now() - status.identity.modified
    return age < 0 ? .max : age
  }

  /// A file that looks half written is waited for; but one that nobody has open
  /// and that has been so for the whole time is what somebody wanted.
  private func isAcceptable(
    _ file: QueueFile, after left: LastWritten?, _ descriptor: borrowing FileDescriptor,
    isLate: Bool
  ) -> Bool {
    guard left != nil, file.looksCut(after: left) else { return true }
    guard isLate || age(of: file.contents.status) >= Self.settleTimeout else { return false }
    // Where the system can't tell who has it open, the time alone decides.
    return descriptor.hasWriter() != true
  }

  /// Reads a save that a swap displaced. Nobody finds it by its name any more: once
  /// nobody has it open for writing it is whole, however fresh.
  ///
  /// - Returns: `nil` for what is no queue while somebody has had it open for long: nobody
  ///   waits for that.
  func readDisplaced(after left: LastWritten?) throws(StoreError) -> QueueFile? {
    if let descriptor = try open() {
      // Asked first: who ends between the two has ended before the reading.
      let hasWriter = descriptor.hasWriter()
      let file = try read(descriptor)
      if hasWriter == false, !file.contents.isTorn { return file }
      let isOld = age(of: file.contents.status) >= Self.settleTimeout
      if hasWriter == true, isOld, (try? file.document.get()) == nil { return nil }
    }
    return try readAtRest(after: left)
  }

  // MARK: For readers

  /// Reads without waiting for a quiet moment; tries again for half a second
  /// what looks like the middle of a save.
  ///
  /// - Parameter wasThere: whether a queue was here before, so that a missing
  ///   file may be one that is just being saved.
  package func readNow(wasThere: Bool) throws(StoreError) -> QueueFile {
    var pause = Int.milliseconds(5)
    let deadline = clock.monotonic() + .milliseconds(500)
    while true {
      let isLate = clock.monotonic() >= deadline
      if let descriptor = try open() {
        let file = try read(descriptor)
        if !file.contents.isTorn, isLate || !looksUnfinished(file) { return file }
        if isLate { throw .notAtRest(path: path) }
      } else if !wasThere || isLate {
        throw .missing(path: path)
      }
      clock.sleep(min(pause, max(0, deadline - clock.monotonic())))
      pause *= 2
    }
  }

  private func looksUnfinished(_ file: QueueFile) -> Bool {
    guard age(of: file.contents.status) < .milliseconds(500) else { return false }
    switch file.document {
    case .success(let document): return !document.endsWithLineEnd
    case .failure: return file.looksCut(after: nil)
    }
  }

  // MARK: Both

  private func open() throws(StoreError) -> FileDescriptor? {
    do {
      return try FileDescriptor(opening: path, for: .readingNoLink)
    } catch {
      if error.isMissing { return nil }
      throw .system(error)
    }
  }

  private func read(_ descriptor: borrowing FileDescriptor) throws(StoreError) -> QueueFile {
    do { return try QueueFile(reading: descriptor) } catch { throw .system(error) }
  }
}
