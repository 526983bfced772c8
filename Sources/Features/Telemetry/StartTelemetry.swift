package import Attempts
package import Door
import Model
import Workers

/// Use case: starts `orch otel` in its own process if data has to be sent, and does not wait for
/// it.
package struct StartTelemetry: Sendable, UseCase {
  package let queue: Queue
  package let launcher: SupervisorLauncher

  package init(queue: Queue, launcher: SupervisorLauncher) {
    self.queue = queue
    self.launcher = launcher
  }

  /// - Returns: the process; `nil` if nothing has to be sent now.
  /// - Throws: if `orch.json` names an endpoint and is not trusted.
  package func callAsFunction() throws -> StartedProcess? {
    guard let seconds = try DueTelemetry(queue: queue).seconds() else { return nil }
    try workspace.checkTelemetryMayBeSent()
    // A tick that a worker runs must not send the project's secrets.
    if seconds > 0 || workspace.hasVariablesOfWorker || workspace.isInsideWorker { return nil }
    return try launcher.start(command: "otel")
  }
}

/// When data has to be sent. This check is cheap: it reads one small file.
package struct DueTelemetry: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// The seconds until data has to be sent; `nil` if `orch.json` names no endpoint.
  func seconds() throws -> Int? {
    guard workspace.telemetry.endpoint != nil else { return nil }
    return try TelemetryFolder(workspace).record()?
      .secondsToNext(at: queue.clock.now.epochSeconds) ?? 0
  }

  /// The seconds until the next check is useful; `nil` if no check is. A process that sends now is
  /// checked after its end.
  package func secondsToNextLook() throws -> Int? {
    guard let seconds = try seconds(), (try? workspace.permission()) == .allowed else {
      return nil
    }
    return seconds == 0 ? TelemetryRecord.interval : seconds
  }
}
