public import Attempts
import Door
public import Model
public import Text
public import Workers

// Why rows wait.

extension PausedWorker: Shaped {
  public static var shapeName: StaticString { "worker pause" }
  public static func shape(_ fields: inout Fields<PausedWorker>) {
    fields.add("worker", \.name, "its name in `orch.json`")
    fields.add("until", \.pause.until, "when it ends, in seconds since 1970")
    fields.add("class", \.pause.failure.rawValue, "`spawn`, `auth` or `rate_limit`")
    fields.add("reason", \.pause.reason, "what was wrong")
  }
}

/// The answer to the end of a worker's pause.
public struct WorkerResumed: Shaped {
  private let name: String
  private let pause: PausedWorker?

  /// - Parameter pause: the pause that ended; `nil` if there was none.
  public init(name: String, pause: WorkerPause?) {
    (self.name, self.pause) = (name, pause.map { PausedWorker(name: name, pause: $0) })
  }

  public static var shapeName: StaticString { "worker resumed" }
  public static func shape(_ fields: inout Fields<WorkerResumed>) {
    fields.add("worker", \.name)
    fields.add("was", \.pause, "the pause that ended; null if there was none")
  }
}

/// A row that may not start.
public struct HeldRow: Shaped {
  private let id: String
  private let reason: String

  public init(id: String, reason: String) { (self.id, self.reason) = (id, reason) }

  public static var shapeName: StaticString { "held row" }
  public static func shape(_ fields: inout Fields<HeldRow>) {
    fields.add("id", \.id)
    fields.add("reason", \.reason, "why it does not start")
  }
}

/// What a dispatch claimed and started.
public struct DispatchAnswer: Shaped {
  private let outcome: DispatchOutcome
  private let zone: QueueZone?

  /// - Parameters:
  ///   - outcome: the rows that were claimed, and what stopped others.
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
      }, "those whose worker could not be started, if there are any")
  }
}
