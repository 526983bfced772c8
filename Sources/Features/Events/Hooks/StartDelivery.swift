package import Attempts
package import Door

/// Use case: starts `orch deliver` in a process of its own where a hook has to run, and does not wait
/// for it.
package struct StartDelivery: Sendable, UseCase {
  package let queue: Queue
  package let launcher: SupervisorLauncher

  package init(queue: Queue, launcher: SupervisorLauncher) {
    self.queue = queue
    self.launcher = launcher
  }

  /// - Returns: the process; `nil` where none is needed.
  /// - Throws: where the hooks that `orch.json` names may not run.
  package func callAsFunction() throws -> StartedCommand? {
    guard !workspace.hooks.isEmpty else { return nil }
    try workspace.checkHooksMayRun()
    guard try DueHooks(queue: queue)() else { return nil }
    // A worker that ticks is no place for what comes with the project's secrets.
    if workspace.hasVariablesOfWorker || workspace.isInsideWorker { return nil }
    return try launcher.start(command: "deliver")
  }
}
