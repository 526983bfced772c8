import Glibc

/// A program in a session of its own that outlives the process that started it.
///
/// This process never ends the program. When this value is destroyed, the pipe of the program's
/// standard output is closed. A later write then fails, and by default `SIGPIPE` ends the program.
/// So a program has to print its one line, and then ignore the signal or print nothing more.
public struct DetachedProcess: ~Copyable {
  /// The process id, which is not reused until `reapIfEnded` has returned the program's end.
  public let id: Int
  private var output: FirstLineReader
  private var ending: Subprocess.Ending?

  init(id: pid_t, output: consuming FileDescriptor) {
    self.id = Int(id)
    self.output = FirstLineReader(output)
  }

  /// Waits at most `timeout` for the first line of the program's standard output. Later calls
  /// return the same line at once.
  public mutating func firstLine(within timeout: Duration) -> FirstLine {
    output.line(within: timeout)
  }

  /// Reaps the process if it has ended, and returns how it ended; `nil` if it is running. A
  /// long-running parent has to call this for each process from time to time, so that no zombies
  /// are left.
  public mutating func reapIfEnded() -> Subprocess.Ending? {
    var status: Int32 = 0
    if ending == nil, waitpid(pid_t(id), &status, WNOHANG) > 0 {
      ending = Subprocess.Ending(status: status)
    }
    return ending
  }
}

extension Subprocess {
  /// Starts the program detached from this process. Its standard error is dropped, and `limits` do
  /// not apply.
  public func startDetached() throws(StartError) -> DetachedProcess {
    let file = try checkedExecutable()
    do throws(SystemError) {
      let input = try inputFile()
      let output = try Pipe()
      let id = try spawn(file, [input.number, output.writing.number, nil])
      return DetachedProcess(id: id, output: output.readingEnd())
    } catch {
      throw .system(error)
    }
  }
}

/// The first line of a program's output.
public enum FirstLine: Equatable, Sendable {
  /// The line without its line end; at most the first 64 KB.
  case line(String)
  /// The output was closed before the end of a line.
  case ended
  /// The time was over before the end of a line.
  case timedOut
}

struct FirstLineReader: ~Copyable {
  private let descriptor: FileDescriptor
  private var bytes: [UInt8] = []
  private var found: FirstLine?

  private static let longest = 64 << 10

  init(_ descriptor: consuming FileDescriptor) {
    // Makes `read` nonblocking, because `read` has no time limit.
    _ = fcntl(descriptor.number, F_SETFL, O_NONBLOCK)
    self.descriptor = descriptor
  }

  mutating func line(within timeout: Duration) -> FirstLine {
    let clock = Clock.system
    let started = clock.monotonic()
    while found == nil {
      let rest = timeout - (clock.monotonic() - started)
      guard descriptor.becomesReadable(within: rest) else { return .timedOut }
      found = next()
    }
    return found ?? .ended
  }

  /// Reads the available output; returns `nil` until the line is complete.
  private mutating func next() -> FirstLine? {
    var piece = [UInt8](repeating: 0, count: 1 << 12)
    let count = read(descriptor.number, &piece, piece.count)
    guard count > 0 else {
      return count < 0 && (errno == EAGAIN || errno == EINTR) ? nil : .ended
    }
    let end = piece[..<count].firstIndex(of: UInt8(ascii: "\n"))
    bytes += piece[..<(end ?? count)]
    guard end != nil || bytes.count > Self.longest else { return nil }
    return .line(String(decoding: bytes.prefix(Self.longest), as: UTF8.self))
  }
}
