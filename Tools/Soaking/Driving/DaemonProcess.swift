import Host

/// The daemon under test: started, looked at, killed, started again.
final class DaemonProcess {
  private var process: DetachedProcess

  /// Starts it. What it says goes to a file: its standard output has no end.
  init(_ tool: Tool, _ profile: SoakProfile) throws(Subprocess.StartError) {
    let script = #"exec "$0" "$@" >> daemon.log 2>&1 < /dev/null"#
    let words = [
      "daemon", "--db", tool.folder.database, "--interval", "\(profile.work.intervalMinutes)m",
      "--max-workers", "\(profile.work.maxWorkers)", "--parallel", "\(profile.work.maxWorkers)",
    ]
    process = try Subprocess(
      "/bin/sh", ["-c", script, tool.orch] + words, in: tool.folder.path,
      environment: tool.environment, limits: .init(time: 0)
    ).startDetached()
  }

  var id: Int { process.id }

  var figures: ProcessFigures? { ProcessFigures(of: process.id) }

  /// How it ended, if it did.
  func ending() -> Subprocess.Ending? { process.reapIfEnded() }

  func signal(_ signal: ProcessIdentity.Signal) {
    ProcessIdentity(of: process.id)?.signal(signal)
  }

  /// Waits for its end, half a minute at most.
  func awaitEnd() -> Subprocess.Ending? {
    for _ in 0..<300 {
      if let ending = ending() { return ending }
      Clock.system.sleep(.milliseconds(100))
    }
    return nil
  }
}
