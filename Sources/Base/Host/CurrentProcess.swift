import CSystem
import Glibc

/// This process: its identity, arguments and permissions.
public enum CurrentProcess {
  public static var id: Int { Int(getpid()) }

  public static var effectiveUser: UInt32 { geteuid() }

  /// `name@host`: the author of changes that are made without a session.
  public static var actor: String { "\(userName ?? String(geteuid()))@\(hostName)" }

  /// Replaces this process by another program, with the same arguments. The function returns only
  /// if the other program can't be started.
  ///
  /// - Parameters:
  ///   - path: the program's file.
  ///   - name: the program's argument 0.
  public static func replace(by path: String, calledAs name: String) {
    guard let arguments = try? arguments() else { return }
    var words: [UnsafeMutablePointer<CChar>?] = ([name] + arguments).map { strdup($0) }
    words.append(nil)
    execv(path, words)
    for word in words { free(word) }
  }

  /// The machine's name without its domain; the domain changes with the network.
  public static var hostName: String {
    var bytes = [CChar](repeating: 0, count: 256)
    guard gethostname(&bytes, bytes.count - 1) == 0, let name = SystemText.text(bytes),
      let first = name.split(separator: ".").first
    else { return "localhost" }
    return String(first)
  }

  private static var userName: String? {
    for name in ["LOGNAME", "USER"] {
      if let value = getenv(name), value.pointee != 0 { return SystemText.text(value) }
    }
    // cron, systemd units and containers may set neither variable. getpwuid is not used because it
    // needs shared libraries.
    let users = try? FileDescriptor(opening: "/etc/passwd", for: .reading).readToEnd()
    return users.flatMap { userName(of: effectiveUser, in: $0) }
  }

  /// The name of the user `id` in the lines of a passwd(5) file. Bytes are compared, because a large
  /// file would cost each command millions of instructions as `Character`s.
  static func userName(of id: UInt32, in users: [UInt8]) -> String? {
    let digits = Array(String(id).utf8)
    var rest = users[...]
    while !rest.isEmpty {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest.dropFirst(line.count + 1)
      let name = line.prefix { $0 != UInt8(ascii: ":") }
      let fields = line.dropFirst(name.count + 1).drop { $0 != UInt8(ascii: ":") }.dropFirst()
      guard !name.isEmpty, fields.prefix(while: { $0 != UInt8(ascii: ":") }).elementsEqual(digits)
      else { continue }
      return String(decoding: name, as: UTF8.self)
    }
    return nil
  }

  /// The arguments without the program's name. `CommandLine` is not used because it reads the
  /// arguments from `/proc`, which may be missing.
  ///
  /// - Throws: the first argument that is not UTF-8, with its position from 1.
  public static func arguments() throws(NotUTF8) -> [String] {
    var arguments: [String] = []
    for index in 1..<max(1, csystem_argument_count()) {
      guard let bytes = csystem_argument(index) else { break }
      guard let argument = SystemText.text(bytes) else { throw NotUTF8("argument \(index)", bytes) }
      arguments.append(argument)
    }
    return arguments
  }

  /// Whether one of the arguments is `text`; the others may be invalid UTF-8.
  public static func hasArgument(_ text: String) -> Bool {
    (1..<max(1, csystem_argument_count())).contains { strcmp(csystem_argument($0), text) == 0 }
  }

  /// Whether this process may write `path`. If no permission bit allows writing, the answer is no
  /// even for root.
  public static func mayWrite(_ path: String, _ status: FileStatus) -> Bool {
    status.permissions & 0o222 != 0 && access(path, W_OK) == 0
  }

  /// Whether this process may read `path`, a file or a folder.
  public static func mayRead(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// Whether this process may create files in a folder.
  public static func mayCreateFiles(_ folder: String) -> Bool { access(folder, W_OK | X_OK) == 0 }

  /// Whether `path` is a file that this process may run.
  public static func mayRun(_ path: String) -> Bool {
    (try? FileStatus(of: path))?.kind == .regular && access(path, X_OK) == 0
  }

  /// The path of the running program, with links resolved.
  public static var executable: String? { Path.resolved(image) }

  /// A path that starts the running program again, even if the program's file has been replaced.
  public static let image = "/proc/self/exe"

  /// Ignores the signals with which a person or a system ends a process. Used for the last steps of
  /// an operation that must not be left half done.
  public static func ignoreInterruptions() {
    for number in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] { signal(number, SIG_IGN) }
  }

  /// Opens the standard streams that the parent process closed, so that no file opened later gets
  /// their numbers. Otherwise output could be written into the queue's file. Reading or writing
  /// such a stream still fails.
  public static func occupyStandardStreams() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      // open(2) uses the lowest free number, which is that of the closed stream.
      _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Ignores the signals for a file that is too large, a closed pipe and a broken lease. They would
  /// end the process in the middle of a rewrite; the calls that raise them fail instead.
  public static func ignoreFatalSignals() {
    for number in [SIGXFSZ, SIGPIPE, SIGIO] { signal(number, SIG_IGN) }
  }

  /// Whether an ancestor of this process satisfies `matches`, as far as `/proc` shows them.
  ///
  /// - Parameter matches: called for each ancestor with its id, and with its program and arguments.
  public static func hasAncestor(_ matches: (Int, [String]) -> Bool) -> Bool {
    var process: Int? = Int(getppid())
    // The loop ends because parents form no cycle: a process whose parent has ended gets another
    // parent.
    while let current = process, current > 0 {
      let line = (try? ProcessTable.contents("\(current)/cmdline")) ?? nil
      let words = (line ?? []).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      if matches(current, words) { return true }
      process = ProcessStatus.parent(of: current)
    }
    return false
  }
}

extension ProcessStatus {
  fileprivate static func parent(of id: Int) -> Int? { (try? read(of: id))??.parent }
}
