import CommandLineKit
import Dispatching
import Host
import QueueModel
import TeamProtocol

// What a supervisor is told, and what it and its worker see of this process.

extension Session {
  func order(
    _ item: QueueItem, _ claim: Claim, by spawner: Spawner
  ) throws(CommandError) -> WorkerOrder {
    let message = try taskMessage(of: item, for: nil).text
    let label = WorkerLabel.label(for: item.id)
    var values: [Placeholder: String] = [.id: item.id, .label: label]
    if Placeholder.messageFile.isIn(spawner.argv) {
      values[.messageFile] = try messageFile(message, of: item.id, claim)
    }
    return WorkerOrder(
      id: item.id, attempt: claim.token, claim: claim.number, label: label, kind: spawner.kind,
      argv: Placeholder.fill(spawner.argv, with: values), folder: try projectRoot(),
      environment: try workerEnvironment(item, claim, spawner), message: message,
      timeoutSeconds: spawner.timeoutSeconds, graceSeconds: spawner.graceSeconds)
  }

  /// The message as a file, which stays with the row's evidence: nobody knows when the program
  /// has read it.
  private func messageFile(
    _ message: String, of id: String, _ claim: Claim
  ) throws(CommandError) -> String {
    guard let evidence = try evidenceFolder(of: id) else { throw CommandError(.illFormedID(id)) }
    let path = Path.join(evidence.path, "\(claim.token).task")
    do throws(SystemError) {
      try evidence.create()
      try NewFile.replace(path, text: message, permissions: 0o600)
    } catch {
      throw CommandError(error)
    }
    return path
  }

  private func workerEnvironment(
    _ item: QueueItem, _ claim: Claim, _ spawner: Spawner
  ) throws(CommandError) -> [String: String] {
    let label = WorkerLabel.label(for: item.id)
    return ChildEnvironment.variables(
      from: environment, passing: spawner.env,
      given: [
        "ORCH_ITEM_ID": item.id, "ORCH_QUEUE": try storePath(), "ORCH_OWNER_SESSION": label,
        "ORCH_ATTEMPT": claim.token, "ORCH_LABEL": label,
        "ORCH_TIMEOUT_SECONDS": String(spawner.timeoutSeconds),
      ])
  }

  /// The supervisor works by the same settings, but speaks for the worker. `ORCH_QUEUE` says whose
  /// supervisor it is.
  func supervisorEnvironment() throws(CommandError) -> [String: String] {
    let names =
      Settings.descriptions.map(\.variable) + EnvironmentVariable.all.map(\.name)
    return ChildEnvironment.variables(
      from: environment,
      passing: names.filter { $0 != "ORCH_OWNER_SESSION" && $0 != "ORCH_ATTEMPT" },
      given: ["ORCH_QUEUE": try storePath()])
  }

  /// The options by which the supervisor finds the same queue, may start the same programs, and
  /// speaks for the worker.
  func supervisorArguments(for order: WorkerOrder) -> [String] {
    let options = [
      ("--queue", shared.queue), ("--db", shared.database), ("--log-path", shared.logPath),
      ("--lock-timeout", shared.lockTimeout), ("--trace-id", traceID),
      ("--owner-session", order.label), ("--attempt", order.attempt),
    ]
    let given = options.flatMap { name, value in value.map { [name, $0] } ?? [] }
    return given + (shared.writesLog ? [] : ["--no-log"])
  }
}
