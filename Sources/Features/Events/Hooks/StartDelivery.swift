package import Attempts
package import Door

/// Use case: starts `orch deliver` in a process of its own if a hook has to run, without waiting
/// for it.
package struct StartDelivery: Sendable, UseCase {
  package let queue: Queue
  package let launcher: SupervisorLauncher

  package init(queue: Queue, launcher: SupervisorLauncher) {
    self.queue = queue
    self.launcher = launcher
  }

  /// - Returns: the process; `nil` if none is needed.
  /// - Throws: if the hooks that `orch.json` names may not run.
  package func callAsFunction() throws -> StartedCommand? {
    guard !workspace.hooks.isEmpty else { return nil }
    try workspace.checkHooksMayRun()
    guard try DueHooks(queue: queue)() else { return nil }
    // A tick of a worker must not start programs that get the project's secrets.
    if workspace.hasVariablesOfWorker || workspace.isInsideWorker { return nil }
    return try launcher.start(command: "deliver")
  }
}
