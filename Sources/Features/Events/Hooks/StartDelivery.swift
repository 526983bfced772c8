package import Attempts
package import Door

/// Use case: starts `orch deliver` in its own process if a hook has to run, and does not wait for
/// it.
package struct StartDelivery: Sendable, UseCase {
  package let queue: Queue
  package let launcher: SupervisorLauncher

  package init(queue: Queue, launcher: SupervisorLauncher) {
    self.queue = queue
    self.launcher = launcher
  }

  /// - Returns: the process; `nil` if no hook has to run.
  /// - Throws: if the hooks of `orch.json` must not run.
  package func callAsFunction() throws -> StartedProcess? {
    guard !workspace.hooks.isEmpty else { return nil }
    try workspace.checkHooksMayRun()
    guard try DueHooks(queue: queue)() else { return nil }
    // A tick that a worker runs must not start programs that get the project's secrets.
    if workspace.hasVariablesOfWorker || workspace.isInsideWorker { return nil }
    return try launcher.start(command: "deliver")
  }
}
