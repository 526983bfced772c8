import CSystem
import Glibc

extension Subprocess {
  /// Starts it, with its streams connected.
  ///
  /// - Parameter hold: starts a file with its streams, as `prepared` takes them.
  func start<Hold: ProcessHandle & ~Copyable>(
    _ hold: (String, [Int32?]) throws(SystemError) -> Hold
  ) throws(StartError) -> SubprocessRun<Hold> {
    let file = try checkedExecutable()
    do throws(SystemError) {
      let input = try inputFile()
      let output = try Pipe()
      let errors = try Pipe()
      let held = try hold(file, [input.number, output.writing.number, errors.writing.number])
      return SubprocessRun(
        of: held, output: output.readingEnd(), errors: errors.readingEnd(), limit: limits.output)
    } catch {
      throw .system(error)
    }
  }

  /// The file to be run, once all that is said of the start is found to be possible.
  func checkedExecutable() throws(StartError) -> String {
    try check()
    return try executable()
  }

  /// What `posix_spawn` would misunderstand, or tell in a way that misleads.
  private func check() throws(StartError) {
    let variables = environment.flatMap { [$0.key, $0.value] }
    for text in [program, folder] + arguments + variables where text.utf8.contains(0) {
      throw .system(SystemError(code: EINVAL, action: "run", path: program))
    }
    do throws(SystemError) {
      let status = try FileStatus(of: folder)
      guard status.kind == .directory else {
        throw SystemError(code: ENOTDIR, action: "enter", path: folder)
      }
    } catch {
      throw .system(error)
    }
  }

  /// A file that holds the input: nobody has to write while the program reads, and one that
  /// never reads stops nobody.
  func inputFile() throws(SystemError) -> FileDescriptor {
    if input.isEmpty { return try FileDescriptor(opening: "/dev/null", for: .reading) }
    let number = try Host.check("create", "standard input") { csystem_memory_file() }
    let file = FileDescriptor(number: number, path: "standard input")
    try file.write(input, at: 0)
    return file
  }

  /// - Parameter streams: as `prepared` takes them.
  func spawn(_ file: String, _ streams: [Int32?]) throws(SystemError) -> pid_t {
    var id = pid_t()
    let code = prepared(streams) { actions, attributes, argv, envp in
      posix_spawn(&id, file, actions, attributes, argv, envp)
    }
    guard code == 0 else { throw SystemError(code: code, action: "run", path: file) }
    return id
  }

  typealias Texts = [UnsafeMutablePointer<CChar>?]

  /// Calls `start` with what `posix_spawn` needs.
  ///
  /// - Parameter streams: what becomes descriptors 0, 1 and 2; none of them is one of these.
  ///   Where there is none, what is written is lost.
  func prepared(
    _ streams: [Int32?],
    _ start: (
      UnsafePointer<posix_spawn_file_actions_t>, UnsafePointer<posix_spawnattr_t>, Texts, Texts
    ) -> Int32
  ) -> Int32 {
    var actions = actions(streams)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var attributes = Self.attributes()
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

  /// A session of its own, and the signals as a fresh process has them.
  private static func attributes() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, csystem_spawn_flags())
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
