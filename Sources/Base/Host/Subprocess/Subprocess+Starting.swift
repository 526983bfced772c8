import CSystem
import Glibc

extension Subprocess {
  /// Starts the program, with its streams connected.
  ///
  /// - Parameter launch: starts a file with its standard streams, in the form that `prepared`
  ///   takes.
  func start<Handle: ProcessHandle & ~Copyable>(
    _ launch: (String, [Int32?]) throws(SystemError) -> Handle
  ) throws(StartError) -> SubprocessRun<Handle> {
    let file = try checkedExecutable()
    do throws(SystemError) {
      let input = try inputFile()
      let output = try Pipe()
      let errors = try Pipe()
      let handle = try launch(file, [input.number, output.writing.number, errors.writing.number])
      return SubprocessRun(
        of: handle, output: output.readingEnd(), errors: errors.readingEnd(), limit: limits.output)
    } catch {
      throw .system(error)
    }
  }

  /// Checks all parameters of the start, and returns the file to be run.
  func checkedExecutable() throws(StartError) -> String {
    try check()
    return try executable()
  }

  /// Throws if a parameter has a fault that `posix_spawn` would misread, or report misleadingly.
  private func check() throws(StartError) {
    let variables = environment.flatMap { [$0.key, $0.value] }
    for text in [program, folder] + arguments + variables where text.utf8.contains(0) {
      throw .system(SystemError(code: EINVAL, action: .run, path: program))
    }
    do throws(SystemError) {
      let status = try FileStatus(of: folder)
      guard status.kind == .directory else {
        throw SystemError(code: ENOTDIR, action: .enter, path: folder)
      }
    } catch {
      throw .system(error)
    }
  }

  /// A file with the input. Unlike a pipe, a file needs no writer while the program reads, and a
  /// program that never reads does not block this process.
  func inputFile() throws(SystemError) -> FileDescriptor {
    if input.isEmpty { return try FileDescriptor(opening: "/dev/null", for: .reading) }
    let file = try FileDescriptor(inMemoryFor: "standard input")
    try file.write(input, at: 0)
    return file
  }

  /// - Parameter streams: the standard streams, in the form that `prepared` takes.
  func spawn(_ file: String, _ streams: [Int32?]) throws(SystemError) -> pid_t {
    var id = pid_t()
    let code = prepared(streams) { actions, attributes, argv, envp in
      posix_spawn(&id, file, actions, attributes, argv, envp)
    }
    guard code == 0 else { throw SystemError(code: code, action: .run, path: file) }
    return id
  }

  typealias Texts = [UnsafeMutablePointer<CChar>?]

  /// Calls `start` with the parameters for `posix_spawn`.
  ///
  /// - Parameters:
  ///   - streams: the descriptors that become 0, 1 and 2; each is above 2, or already has its final
  ///     number. `nil` drops the output.
  ///   - hasOwnSession: whether the program gets a new session, without the terminal of this
  ///     process.
  func prepared(
    _ streams: [Int32?], hasOwnSession: Bool = true,
    _ start: (
      UnsafePointer<posix_spawn_file_actions_t>, UnsafePointer<posix_spawnattr_t>, Texts, Texts
    ) -> Int32
  ) -> Int32 {
    var actions = actions(streams)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var attributes = Self.attributes(hasOwnSession: hasOwnSession)
    defer { posix_spawnattr_destroy(&attributes) }
    return withCStrings([program] + arguments) { argv in
      withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
        start(&actions, &attributes, argv, envp)
      }
    }
  }

  private func actions(_ streams: [Int32?]) -> posix_spawn_file_actions_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    for (stream, number) in zip(streams, Int32(0)...) {
      if let stream {
        posix_spawn_file_actions_adddup2(&actions, stream, number)
      } else {
        posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_WRONLY, 0)
      }
    }
    withUnsafeMutablePointer(to: &actions) {
      _ = csystem_spawn_close_from($0, 3)
      _ = csystem_spawn_in_folder($0, folder)
    }
    return actions
  }

  /// Attributes for a new session, if it is wanted, and for default actions of all signals.
  private static func attributes(hasOwnSession: Bool) -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let inSession = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, hasOwnSession ? csystem_spawn_flags() : inSession)
    return attributes
  }
}

private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}

/// Both ends of a pipe that child processes do not inherit.
struct Pipe: ~Copyable {
  let reading: FileDescriptor
  let writing: FileDescriptor

  init() throws(SystemError) {
    var (first, second): (Int32, Int32) = (0, 0)
    try check(.create, "a pipe") { csystem_pipe(&first, &second) }
    reading = FileDescriptor(number: first, path: "a pipe")
    writing = FileDescriptor(number: second, path: "a pipe")
  }

  /// Closes the writing end, and returns the reading end.
  consuming func readingEnd() -> FileDescriptor { reading }
}
