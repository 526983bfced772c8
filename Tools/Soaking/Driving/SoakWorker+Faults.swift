import Host

// What goes wrong on purpose.

extension SoakWorker {
  /// Brings the report itself, with more tokens than are allowed.
  func reportTooMuch(_ message: String) throws(SystemError) -> (String, Int32) {
    let command = Subprocess(
      orch,
      [
        "report", "--quiet", "--db", environment["ORCH_QUEUE"] ?? "", "--current-tokens", "9000",
        "--file", "-",
      ], in: folder.home,
      environment: ChildEnvironment.variables(
        from: environment,
        passing: ["ORCH_NOW", "ORCH_ATTEMPT", "ORCH_OWNER_SESSION", "ORCH_ITEM_ID", "ORCH_LABEL"]),
      input: Array(message.utf8), limits: .init(time: .milliseconds(60_000)))
    do throws(Subprocess.StartError) {
      let outcome = try command.run()
      return (outcome.errors.text, outcome.ending.isSuccess ? 0 : 1)
    } catch {
      return ("\(error)\n", 1)
    }
  }

  /// Kills the supervisor: the parent of the keeper, which is the worker's.
  func loseLease(_ ordinal: Int) throws(SystemError) {
    guard let supervisor = ProcessIdentity.current?.parent?.parent,
      supervisor.commandLine.dropFirst().first == "supervise"
    else { return }
    try note(.loses, ordinal)
    supervisor.signal(.kill)
    // The keeper ends this process.
    clock.sleep(.milliseconds(30_000))
  }
}
