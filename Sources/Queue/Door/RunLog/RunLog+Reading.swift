public import Host
import Text

extension RunLog {
  /// The bytes of the longest line that is read; this program writes no longer ones.
  private static let longestLine = 1 << 20

  /// Counts the lines of the log and of its old files, the oldest first. A missing log and a device
  /// such as `/dev/null` have no lines.
  ///
  /// Takes no lock: lines that are written at the same time may be counted or not.
  ///
  /// - Parameters:
  ///   - now: the time at which the recent figures end, in milliseconds since 1970.
  ///   - clock: measures the time for `notice`.
  ///   - notice: shows a message if counting takes longer than a second.
  /// - Throws: an error for a file that cannot be read.
  public func figures(
    at now: Int = .max, clock: Clock = .system, notice: WaitNotice = .silent
  ) throws(SystemError) -> RunFigures {
    var figures = RunFigures(at: now)
    var wait = LongWait(notice, since: clock.monotonic())
    for file in try openFiles().reversed() {
      try file.descriptor.visitLines(upTo: file.size, longest: Self.longestLine) { line in
        wait.update(at: clock.monotonic())
        if let line = RunLogLine(line) { figures.count(line) }
      }
    }
    return figures
  }

  /// When a command began last, in seconds since 1970, by the newest lines of the log; `nil` if
  /// these lines do not have it.
  public func lastStart(of command: String) throws(SystemError) -> Int? {
    guard try FileStatus.ifExists(path)?.kind == .regular else { return nil }
    let lines = try FileTail(of: path, upTo: Self.newestBytes).bytes.split(separator: 10)
    for line in lines.reversed() {
      guard let object = (try? JSONValue(parsing: line))?.objectValue,
        object["event"]?.stringValue == "run_start", object["command"]?.stringValue == command,
        let milliseconds = object["ts_epoch_ms"]?.integerValue
      else { continue }
      return milliseconds / 1000
    }
    return nil
  }

  /// The number of bytes at the end of the log in which a last start is searched.
  private static let newestBytes = 1 << 16

  /// Opens the log and its old files, the newest first.
  ///
  /// A concurrent rotation gives files only higher numbers, so no file is missed in this order. A
  /// file that is found twice is recognized by its identity.
  private func openFiles() throws(SystemError) -> [OpenFile] {
    var found: [OpenFile] = []
    var number = 0
    var missing = 0
    // A rotation, even an interrupted one, leaves one number free at a time. A process that is
    // suspended between two attempts may find two free numbers.
    while missing < 3 {
      if let file = try OpenFile(at: files.path(of: number)) {
        if !found.contains(where: { $0.isSame(as: file) }) { found.append(file) }
        missing = 0
      } else {
        missing += 1
      }
      number += 1
    }
    return found.filter { $0.kind == .regular }
  }
}

/// An open file of the log; a class, because descriptors cannot be stored in an array.
private final class OpenFile {
  let descriptor: FileDescriptor
  private let status: FileStatus

  var kind: FileStatus.Kind { status.kind }
  /// The size of the file when it was opened.
  var size: Int { status.identity.size }

  /// - Returns: `nil` when the file does not exist.
  init?(at path: String) throws(SystemError) {
    do { descriptor = try FileDescriptor(opening: path, for: .readingNoLink) } catch {
      if error.isMissing { return nil }
      throw error
    }
    status = try descriptor.status()
    if status.kind == .directory { throw .notARegularFile(path, .directory) }
  }

  func isSame(as other: OpenFile) -> Bool {
    status.identity.isSameFile(as: other.status.identity)
  }
}

extension RunLogLine {
  /// The contents of a line; `nil` for a blank one.
  fileprivate init?(_ line: FileLine) {
    switch line {
    case .bytes(let bytes): self.init(bytes)
    case .tooLong: self = .foreign
    }
  }
}

/// The contents of a line of a run log, which may be written by another tool.
enum RunLogLine: Equatable, Sendable {
  case start
  case end(RunEnd)
  /// A line that a crash cut, or that is not an event of a run.
  case foreign

  /// The members of a `run_end`; `nil` if one is missing or of another type.
  struct RunEnd: Equatable, Sendable {
    var command: String?
    var exitCode: Int?
    var durationMilliseconds: Int?
    /// How much of the duration the run waited for a save of the queue to end, or for checks.
    var waitedMilliseconds: Int?
    /// The status that a review gave the row.
    var routedTo: String?
    /// The class of the failed attempt that ended with the run.
    var failure: String?
    /// When the run ended, in milliseconds since 1970.
    var time: Int?
  }
}

extension RunLogLine {
  /// Reads a line without its line end; `nil` for a blank one.
  init?(_ bytes: some Collection<UInt8>) {
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
    let object = (try? JSONValue(parsing: bytes))?.objectValue
    switch object?["event"]?.stringValue {
    case "run_start": self = .start
    case "run_end": self = .end(RunEnd(object ?? [:]))
    default: self = .foreign
    }
  }
}

extension RunLogLine.RunEnd {
  fileprivate init(_ object: JSONObject) {
    command = object["command"]?.stringValue
    exitCode = object["exit_code"]?.integerValue
    durationMilliseconds = object["duration_ms"]?.integerValue
    waitedMilliseconds = object["waited_ms"]?.integerValue
    routedTo = object["to"]?.stringValue
    failure = object["failure"]?.stringValue
    time = object["ts_epoch_ms"]?.integerValue
  }
}
