import Dispatching
import Facts
import Host

/// Use case: starts `orch deliver` in a process of its own where a hook has to run, and does not wait
/// for it.
struct StartDelivery: Sendable {
  let queue: Queue
  let workspace: Workspace
  let launcher: SupervisorLauncher

  /// - Returns: the process; `nil` where none is needed.
  /// - Throws: where the hooks that `orch.json` names may not run.
  func callAsFunction() throws(Problem) -> StartedDelivery? {
    guard !workspace.hooks.isEmpty else { return nil }
    try workspace.checkHooksMayRun()
    guard try DueHooks(queue: queue, workspace: workspace)() else { return nil }
    // A worker that ticks is no place for what comes with the project's secrets.
    if workspace.hasVariablesOfWorker || workspace.isInsideWorker { return nil }
    return try launcher.startDelivery()
  }
}

extension SupervisorLauncher {
  /// Starts a process that gives the hooks what is due. It prints nothing: nobody reads it.
  fileprivate func startDelivery() throws(Problem) -> StartedDelivery {
    let delivery = Subprocess(
      executable, ["deliver", "--quiet"] + arguments, in: folder, environment: environment,
      limits: .init(time: .zero))
    do { return StartedDelivery(try delivery.startDetached()) } catch {
      throw .notStarted(error)
    }
  }
}

/// A process that delivers events.
final class StartedDelivery {
  private var process: DetachedProcess

  init(_ process: consuming DetachedProcess) { self.process = process }

  /// Whether it has ended. A long-running program has to ask, which reaps the process.
  var hasEnded: Bool { process.reapIfEnded() != nil }
}
