import Glibc

/// A program that goes on by itself, in a session of its own, whatever becomes of the process
/// that started it.
///
/// Nothing ends it from here. Once this value is gone, nobody reads what the program writes:
/// then a write to its standard output fails, and by default `SIGPIPE` ends it. A program that
/// wants to go on says its one line, and then ignores the signal or writes no more.
public struct DetachedProcess: ~Copyable {
  /// Nobody else's until `reapIfEnded` has told of its end.
  public let id: Int
  private var output: FirstLineReader
  private var ending: Subprocess.Ending?

  init(id: pid_t, output: consuming FileDescriptor) {
    self.id = Int(id)
    self.output = FirstLineReader(output)
  }

  /// Waits for the first line of its standard output. Once that came it is given again, at
  /// once.
  ///
  /// - Parameter nanoseconds: how long at most.
  public mutating func firstLine(within nanoseconds: Int) -> FirstLine {
    output.line(within: nanoseconds)
  }

  /// Whether it has ended, and how: takes it off the system's list if so. Who goes on for long
  /// and starts many asks for each, now and then.
  public mutating func reapIfEnded() -> Subprocess.Ending? {
    var status: Int32 = 0
    if ending == nil, waitpid(pid_t(id), &status, WNOHANG) > 0 {
      ending = Subprocess.Ending(status: status)
    }
    return ending
  }
}

extension Subprocess {
  /// Starts it and lets it go on. Its standard error is lost; `limits` say nothing here.
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
