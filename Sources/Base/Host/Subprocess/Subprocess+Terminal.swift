import Glibc

extension Subprocess {
  /// Runs an interactive program, such as an editor, and waits for its end. The program gets the
  /// standard streams and the terminal of this process, and has no limits.
  ///
  /// Meanwhile this process ignores the signals of control-C and control-\, as system(3) does.
  public func runOnTerminal() throws(StartError) -> Ending {
    let file = try checkedExecutable()
    let numbers = [SIGINT, SIGQUIT]
    let before = numbers.map { signal($0, SIG_IGN) }
    defer { for (number, handler) in zip(numbers, before) { signal(number, handler) } }
    var id = pid_t()
    let code = prepared([0, 1, 2], hasOwnSession: false) { actions, attributes, argv, envp in
      posix_spawn(&id, file, actions, attributes, argv, envp)
    }
    guard code == 0 else {
      throw .system(SystemError(code: code, action: .run, path: file))
    }
    return Ending(status: SpawnedProcess.status(of: id))
  }
}
