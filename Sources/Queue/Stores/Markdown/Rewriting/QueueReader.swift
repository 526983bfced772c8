package import Host
package import QueueStore
import Table

/// Reads a queue file while other programs may be saving it.
///
/// Source: `docs/queue-file.md`, "How a rewrite happens", 3 and 4.
package struct QueueReader {
  let path: String
  let clock: Clock
  /// The notice that is shown when a save takes long to end.
  let notice: WaitNotice

  package init(path: String, clock: Clock, notice: WaitNotice = .silent) {
    (self.path, self.clock, self.notice) = (path, clock, notice)
  }

  /// The time for which a saved file must have been unchanged.
  private static let settleTime = Duration.milliseconds(50)
  /// The time for which a file must have been unchanged if a program has it open for writing.
  private static let settleTimeWithWriter = Duration.milliseconds(500)
  static let settleTimeout = Duration.seconds(2)

  // MARK: For writers

  /// Waits until no save is in progress, and reads the file.
  ///
  /// - Parameter last: the journal's last entry. The file that it left is read without a wait.
  /// - Throws: `notAtRest` if a save is still in progress after `settleTimeout`. `missing` if there
  ///   is no file after the same time, or at once if the journal has never recorded a file.
  func readSettled(after last: JournalEntry.Parsed?) throws(StoreError) -> QueueFile {
    let recorded = last?.identity
    let start = clock.monotonic()
    var wait = LongWait(notice, since: start)
    // The identity that was seen last, and the time on the monotonic clock at which it was first
    // seen.
    var observation: Observation = (nil, .zero)
    while true {
      let now = clock.monotonic()
      let isLate = now >= start + Self.settleTimeout
      wait.update(at: now)
      if let descriptor = try open() {
        let status = try lifting(descriptor.status())
        if status.identity == recorded || isSettled(descriptor, status, &observation),
          let file = try lifting(QueueFile(reading: descriptor)),
          isAcceptable(file, after: last, descriptor, isLate: isLate)
        {
          return file
        }
        if isLate { throw .notAtRest(path: path) }
      } else if last == nil || isLate {
        throw .missing(path: path)
      }
      clock.sleep(.milliseconds(3))
    }
  }

  private typealias Observation = (identity: FileIdentity?, since: Duration)

  private func isSettled(
    _ descriptor: borrowing FileDescriptor, _ status: FileStatus, _ observation: inout Observation
  ) -> Bool {
    if observation.identity != status.identity {
      observation = (status.identity, clock.monotonic())
    }
    let observed = clock.monotonic() - observation.since
    let needed = descriptor.hasWriter() == true ? Self.settleTimeWithWriter : Self.settleTime
    return max(age(of: status), observed) >= needed
  }

  /// The time since the file was saved. A file with a time in the future counts as old, so that
  /// commands are not blocked after the clock was set back.
  private func age(of status: FileStatus) -> Duration {
    let age = clock.age(of: status.identity)
    return age < .zero ? .seconds(Int64.max) : age
  }

  /// Whether the file can be used as it is. A file that looks unfinished is used after
  /// `settleTimeout`, unless a program has it open for writing.
  private func isAcceptable(
    _ file: QueueFile, after last: JournalEntry.Parsed?, _ descriptor: borrowing FileDescriptor,
    isLate: Bool
  ) -> Bool {
    guard last != nil, file.looksTruncated(after: last) else { return true }
    guard isLate || age(of: file.status) >= Self.settleTimeout else { return false }
    // If the system can't tell whether there is a writer, only the time decides.
    return descriptor.hasWriter() != true
  }

  /// Reads a save that a swap displaced. No program can open the file by the queue's name any more.
  /// So the file is complete as soon as no program has it open for writing, and no further wait is
  /// needed.
  ///
  /// - Returns: `nil` if an old file is not a queue, and a program has it open for writing.
  func readDisplaced(after last: JournalEntry.Parsed?) throws(StoreError) -> QueueFile? {
    if let descriptor = try open() {
      // The writer is looked for before the file is read. If it closes the file in between,
      // everything is written by then.
      let hasWriter = descriptor.hasWriter()
      if let file = try lifting(QueueFile(reading: descriptor)) {
        if hasWriter == false { return file }
        let isOld = age(of: file.status) >= Self.settleTimeout
        if hasWriter == true, isOld, file.version.document == nil { return nil }
      }
    }
    return try readSettled(after: last)
  }

  // MARK: For readers

  /// Reads without waiting for a save to settle. Reads again, for half a second, if the file looks
  /// unfinished.
  ///
  /// - Parameter wasThere: whether there was a queue before. In this case a missing file may mean
  ///   that a save is in progress.
  package func readNow(wasThere: Bool) throws(StoreError) -> QueueFile {
    var pause = Duration.milliseconds(5)
    let deadline = clock.monotonic() + .milliseconds(500)
    while true {
      let isLate = clock.monotonic() >= deadline
      if let descriptor = try open() {
        if let file = try lifting(QueueFile(reading: descriptor)), isLate || !looksUnfinished(file)
        {
          return file
        }
        if isLate { throw .notAtRest(path: path) }
      } else if !wasThere || isLate {
        throw .missing(path: path)
      }
      clock.sleep(min(pause, max(.zero, deadline - clock.monotonic())))
      pause *= 2
    }
  }

  /// Whether no program seems to be saving the file. The check does not wait.
  func isAtRest(_ file: QueueFile, after last: JournalEntry.Parsed) -> Bool {
    guard let descriptor = try? open() else { return false }
    let isFresh = age(of: file.status) < Self.settleTimeWithWriter
    return !(isFresh && descriptor.hasWriter() == true)
      && isAcceptable(file, after: last, descriptor, isLate: false)
  }

  private func looksUnfinished(_ file: QueueFile) -> Bool {
    guard age(of: file.status) < .milliseconds(500) else { return false }
    return file.version.document.map { !$0.endsWithLineEnd } ?? file.looksTruncated(after: nil)
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
}
