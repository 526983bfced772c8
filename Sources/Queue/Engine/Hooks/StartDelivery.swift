import Workers

/// Use case: starts `orch deliver` in a process of its own where a hook has to run, and does not wait
/// for it.
struct StartDelivery: Sendable, UseCase {
  let queue: Queue
  let launcher: SupervisorLauncher

  /// - Returns: the process; `nil` where none is needed.
  /// - Throws: where the hooks that `orch.json` names may not run.
  func callAsFunction() throws -> StartedCommand? {
    guard !workspace.hooks.isEmpty else { return nil }
    try workspace.checkHooksMayRun()
    guard try DueHooks(queue: queue)() else { return nil }
    // A worker that ticks is no place for what comes with the project's secrets.
    if workspace.hasVariablesOfWorker || workspace.isInsideWorker { return nil }
    return try launcher.start(command: "deliver")
  }
}
