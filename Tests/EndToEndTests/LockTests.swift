import Host
import TestSupport
import Testing

@Suite struct LockTests {
  /// A scene whose lock this process holds until the value goes.
  private static func lock(_ scene: Scene) throws -> LockFile {
    _ = try scene.orch("pick")  // so that the sidecar is there
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

  @Test func `commands that read need no lock`() throws {
    let scene = try Scene(rows: row("A"))
    let lock = try Self.lock(scene)
    let zero = ["ORCH_LOCK_TIMEOUT": "0"]
    try expect(scene.orch("list", environment: zero), is: .prints("A\tIN_PROGRESS\tP1\twork\n"))
    try expect(scene.orch("lint", environment: zero), is: .prints(""))
    try expect(scene.orch("show", "A", environment: zero).status, is: 0)
    try expect(scene.ops("status", environment: zero).status, is: 0)
    try expect(scene.ops("workers", environment: zero).status, is: 0)
    _ = consume lock
  }

  @Test func `a lock file that was left behind is no lock`() throws {
    let scene = try Scene(rows: row("A"))
    _ = try Self.lock(scene)
    try scene.write("1 pick\n", to: ".orch/lock")
    try expect(scene.orch("release", "A", "--lock-timeout", "0"), is: .prints("A -> PENDING\n"))
  }
}
