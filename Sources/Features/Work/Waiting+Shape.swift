public import Attempts
import Door
public import Model
public import Text
public import Workers

// Why rows wait.

extension PausedWorker: Shaped {
  public static var shapeName: StaticString { "worker pause" }
  public static func shape(_ fields: inout Fields<PausedWorker>) {
    fields.add("worker", \.name, "the worker's name in `orch.json`")
    fields.add("until", \.pause.until, "when the pause ends, in seconds since 1970")
    fields.add(
      "class", \.pause.failure.rawValue, "`spawn`, `auth`, `setting`, `service` or `rate_limit`")
    fields.add("reason", \.pause.reason, "the problem for which the worker was paused")
  }
}

/// The result of ending a worker's pause.
public struct WorkerResumed: Shaped {
  private let name: String
  private let pause: PausedWorker?

  /// - Parameter pause: the pause that ended; `nil` if the worker was not paused.
  public init(name: String, pause: WorkerPause?) {
    (self.name, self.pause) = (name, pause.map { PausedWorker(name: name, pause: $0) })
  }

  public static var shapeName: StaticString { "worker resumed" }
  public static func shape(_ fields: inout Fields<WorkerResumed>) {
    fields.add("worker", \.name)
    fields.add("was", \.pause, "the pause that ended; null if the worker was not paused")
  }
}

/// A row that must not start.
public struct HeldRow: Shaped {
  private let id: String
  private let reason: String

  public init(id: String, reason: String) { (self.id, self.reason) = (id, reason) }

  public static var shapeName: StaticString { "held row" }
  public static func shape(_ fields: inout Fields<HeldRow>) {
    fields.add("id", \.id)
    fields.add("reason", \.reason, "why the row does not start")
  }
}

/// The rows that a dispatch claimed and started.
public struct DispatchAnswer: Shaped {
  private let outcome: DispatchOutcome
  private let zone: QueueZone?

  /// - Parameters:
  ///   - outcome: the claimed rows, and what stopped others.
  ///   - zone: the zone of the rows' times, as for `ZonedItem`.
  public init(_ outcome: DispatchOutcome, in zone: QueueZone?) {
    (self.outcome, self.zone) = (outcome, zone)
  }

  public static var shapeName: StaticString { "dispatch" }
  public static func shape(_ fields: inout Fields<DispatchAnswer>) {
    fields.add(
      "claims",
      { answer in answer.outcome.items.map { ClaimAnswer($0, in: answer.zone) } },
      "the rows that were claimed")
    fields.addIfAny("paused", \.outcome.pause, "the pause that keeps every row from being claimed")
    fields.addIfNotEmpty(
      "not_started",
      {
        $0.outcome.failures.sorted { $0.key < $1.key }
          .map { HeldRow(id: $0.key, reason: $0.value.reason) }
      }, "the rows whose worker could not be started, if there are any")
  }
}
