import CSystem
import Glibc

/// What this process is and may do.
public enum CurrentProcess {
  public static var id: Int { Int(getpid()) }

  /// The user on whose behalf it acts.
  public static var effectiveUser: UInt32 { geteuid() }

  /// `name@pid`, as the journal writes who changed something without a session.
  public static var actor: String { "\(userName ?? String(geteuid()))@\(getpid())" }

  private static var userName: String? {
    for name in ["LOGNAME", "USER"] {
      if let value = getenv(name), value.pointee != 0 { return SystemText.text(value) }
    }
    return nil
  }

  /// What this process was started with, without the program. `CommandLine` reads it from `/proc`,
  /// which may be missing.
  ///
  /// - Throws: the first that is not UTF-8, with its place from 1.
  public static func arguments() throws(NotUTF8) -> [String] {
    var arguments: [String] = []
    for place in 1..<max(1, csystem_argument_count()) {
      guard let bytes = csystem_argument(place) else { break }
      guard let argument = SystemText.text(bytes) else { throw NotUTF8("argument \(place)", bytes) }
      arguments.append(argument)
    }
    return arguments
  }

  /// Whether one of its arguments is `text`, whatever the others are.
  public static func hasArgument(_ text: String) -> Bool {
    (1..<max(1, csystem_argument_count())).contains { strcmp(csystem_argument($0), text) == 0 }
  }

  /// Whether this process may write `path`. A file that nobody may write is
  /// respected, also by root.
  public static func mayWrite(_ path: String, _ status: FileStatus) -> Bool {
    status.permissions & 0o222 != 0 && access(path, W_OK) == 0
  }

  /// Whether this process may read `path`, a file or a folder.
  public static func mayRead(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// Whether this process may make files in a folder.
  public static func mayFill(_ folder: String) -> Bool { access(folder, W_OK | X_OK) == 0 }

  /// Whether `path` is a file that this process may run.
  public static func mayRun(_ path: String) -> Bool {
    (try? FileStatus(of: path))?.kind == .regular && access(path, X_OK) == 0
  }

  /// The file that this process runs, links followed.
  public static var executable: String? { Path.resolved("/proc/self/exe") }

  /// Lets nobody end this process by a signal that it can refuse, for the last steps of what
  /// must not be left half done.
  public static func ignoreInterruptions() {
    for number in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] { signal(number, SIG_IGN) }
  }

  /// Keeps the numbers of the standard streams from files that are opened later, where whoever
  /// started this process closed some: what is printed would be written into the queue. To use
  /// such a stream fails, as before.
  public static func occupyStandardStreams() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      // The lowest number that is free.
      _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Turns the signals that would end a process in the middle of a rewrite into
  /// errors of the calls that raise them: a file too large, a reader gone away,
  /// a lease taken back.
  public static func ignoreFatalSignals() {
    for number in [SIGXFSZ, SIGPIPE, SIGIO] { signal(number, SIG_IGN) }
  }
}
