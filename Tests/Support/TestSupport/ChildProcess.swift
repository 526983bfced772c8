import CSystem
import Foundation
public import Glibc

/// A program that was started. Its streams are files, so that the program never blocks.
public struct ChildProcess {
  /// How a program ended, and its output.
  public struct Ending: Equatable, Sendable, CustomStringConvertible {
    /// The exit status, or -1 after a signal.
    public let status: Int32
    /// The signal that ended it, or 0.
    public let signal: Int32
    public let output: String
    public let errors: String
    /// The folder and the command, for messages.
    public let scene: String

    package init(
      status: Int32, signal: Int32 = 0, output: String, errors: String, scene: String
    ) {
      (self.status, self.signal) = (status, signal)
      (self.output, self.errors, self.scene) = (output, errors, scene)
    }

    /// The command, its status and both streams.
    public var description: String {
      "\(scene)\nstatus \(status), signal \(signal)\nstdout:\n\(output)\nstderr:\n\(errors)"
    }
  }

  /// A program that could not be started.
  public struct StartError: Error { let code: Int32, program: String }

  public let id: pid_t
  private let streams: String
  private let scene: String

  /// Starts `program` with a closed standard input, unless `input` is given.
  ///
  /// - Parameter environment: all environment variables of the program.
  public init(
    starting program: String, _ arguments: [String], in folder: String,
    environment: [String: String], input: String? = nil
  ) throws {
    streams = NSTemporaryDirectory() + "orch-stream-\(UUID().uuidString)"
    scene = "in \(folder): \(([program] + arguments).joined(separator: " "))"
    try (input ?? "").write(toFile: streams + ".in", atomically: false, encoding: .utf8)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, streams + ".in", O_RDONLY, 0)
    for (number, name) in [(Int32(1), ".out"), (2, ".err")] {
      posix_spawn_file_actions_addopen(
        &actions, number, streams + name, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
    }
    _ = withUnsafeMutablePointer(to: &actions) { csystem_spawn_in_folder($0, folder) }
    // A child inherits blocked and ignored signals: the threads of tests block most signals, and a
    // shell ignores some for background jobs.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var id = pid_t()
    let code = withCStrings([program] + arguments) { argv in
      withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
        posix_spawnp(&id, program, &actions, &attributes, argv, envp)
      }
    }
    guard code == 0 else { throw StartError(code: code, program: program) }
    self.id = id
  }

  /// Waits until the program has ended.
  public func wait() -> Ending {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    defer {
      for name in [".in", ".out", ".err"] { unlink(streams + name) }
    }
    return Ending(
      status: csystem_exit_status(status), signal: csystem_signal(status),
      output: text(".out"), errors: text(".err"), scene: scene)
  }

  public func send(_ signal: Int32) { kill(id, signal) }

  private func text(_ name: String) -> String {
    TestEnvironment.withoutProfileErrors(
      String(
        decoding: FileManager.default.contents(atPath: streams + name) ?? Data(), as: UTF8.self))
  }
}

private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}
