import Host
import TestSupport
import Testing

@Suite struct LockTests {
  /// A scene whose lock this process holds until the value goes.
  private static func lock(_ scene: Scene) throws -> LockFile {
    try scene.orch("pick").check()  // so that the sidecar is there
    return try LockFile(
      at: scene.path(".orch/lock"), permissions: 0o600, timeout: .zero, holder: "pick",
      clock: .system)
  }

  /// Runs a command that may wait for the lock, but not for ever.
  private static func run(
    _ scene: Scene, _ program: String, _ arguments: [String], _ environment: [String: String]
  ) throws -> Outcome {
    try scene.run(
      "timeout", ["-s", "KILL", "20", program] + arguments, environment: environment)
  }

  @Test(arguments: [
    (
      "flag", ["--lock-timeout", "0"], ["ORCH_LOCK_TIMEOUT": "600"], #"{"lock_timeout": 600}"#
    ),
    ("variable", [], ["ORCH_LOCK_TIMEOUT": "0"], #"{"lock_timeout": 600}"#),
    ("file", [], [:], #"{"lock_timeout": 0.05}"#),
  ])
  func `a lock that is held is waited for, and the error names its holder`(
    _ source: String, arguments: [String], environment: [String: String], file: String
  ) throws {
    let scene = try Scene(rows: row("A"), row("B"))
    let lock = try Self.lock(scene)
    try scene.write(file, to: "orch.json")
    let before = try scene.bytes()
    let message = "\(scene.queue) is locked by \(CurrentProcess.id) pick"
    let hint = "try again, or wait longer with --lock-timeout"
    try expect(
      Self.run(scene, BuiltBinaries.orch, ["pick"] + arguments, environment),
      is: .fails(75, "ERROR: \(message) (\(hint))"))
    try expect(
      Self.run(
        scene, BuiltBinaries.ops, ["cancel", "B", "--json"] + arguments, environment),
      is: .fails(
        75,
        """
        {"error":{"code":"locked","message":"\(message)","hint":"\(hint)"}}
        """))
    try expect(scene.bytes(), is: before)
    _ = consume lock
    try expect(scene.orch("pick"), is: .prints("B\n"))
  }
}

/// What a terminal shows while a command waits for a lock.
@Suite struct WaitingTests {
  /// Runs `command` while another process has the lock, which ends when the command does.
  private func locked(_ command: String) -> String { "flock .orch/lock \(command)" }

  private static let pick = "$ORCH pick --no-log --lock-timeout 1.5"

  private func scene() throws -> (Scene, holder: String) {
    let scene = try Scene(rows: row("A"), row("B"))
    try expect(scene.orch("pick", "--no-log"), is: .prints("A\n"))
    return (scene, String(try scene.text(".orch/lock").dropLast()))
  }

  @Test func `the lock's holder is shown, and removed before the error`() throws {
    let (scene, holder) = try scene()
    let output = try scene.terminal(locked(Self.pick), columns: 200)
    let waiting = "waiting for \(holder), which has QUEUE.md …\r\u{1B}[K"
    expect(output, is: waiting + Self.error(scene, holder))
  }

  @Test func `when the holder goes the line is taken away, and the work done`() throws {
    let (scene, holder) = try scene()
    // The holder goes as soon as the line is on the terminal, or in half a minute.
    let script = """
      mkfifo ready seen; exec 9<>seen
      timeout 30 flock .orch/lock -c 'echo > ready; read -r line < seen' & read -r line < ready
      script -qefc '$ORCH pick --no-log --lock-timeout 600' /dev/null |
        while IFS= read -r -d '' -n 1 letter; do
          printf %s "$letter"; [ "$letter" = … ] && echo >&9
        done; wait
      """
    let outcome = try scene.bash(script, environment: ["LC_ALL": "C.UTF-8"])
    expect(
      outcome.output.replacing("\r\n", with: "\n"),
      is: "waiting for \(holder), which has QUEUE.md …\r\u{1B}[KB\n")
  }

  @Test func `nothing is shown without a terminal, or in quiet mode`() throws {
    let (scene, holder) = try scene()
    let error =
      "ERROR: \(scene.queue) is locked by \(holder) "
      + "(try again, or wait longer with --lock-timeout)"
    try expect(scene.bash(locked(Self.pick)), is: .fails(75, error))
    try expect(
      scene.terminal(locked(Self.pick + " --quiet")),
      is: Self.error(scene, holder))
  }

  /// The error on a terminal.
  private static func error(_ scene: Scene, _ holder: String) -> String {
    """
    \u{1B}[31mERROR:\u{1B}[0m \(scene.queue) is locked by \(holder)
      \u{1B}[2mtry again, or wait longer with --lock-timeout\u{1B}[0m

    """
  }
}
