import TestSupport
import Testing

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

  @Test func `nobody is told without a terminal, or who wants to hear nothing`() throws {
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
