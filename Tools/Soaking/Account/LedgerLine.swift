import JSON

/// What a worker, or who kills one, noted in the ledger: a file that orch knows nothing of, to which
/// each process adds whole lines.
public struct LedgerLine: Equatable, Sendable {
  public enum Event: String, Sendable {
    case began
    /// The row's lock was with another worker, so that two are at work.
    case metAnother = "met_another"
    /// The supervisor is about to be killed.
    case loses
    /// Did the work; the report is about to be handed in.
    case worked
    case failed
    case exceeded
  }

  public let event: Event
  /// The row's.
  public let id: String
  /// The token of the claim.
  public let attempt: String
  /// How often the row was begun, with this one.
  public let ordinal: Int
  public let process: Int
  /// Nanoseconds by one clock for all processes of the machine.
  public let monotonic: Int
  /// Seconds since 1970 by the queue's clock.
  public let queueTime: Int

  public init(
    _ event: Event, _ id: String, attempt: String, ordinal: Int = 1, process: Int = 0,
    monotonic: Int, queueTime: Int
  ) {
    self.event = event
    self.id = id
    self.attempt = attempt
    self.ordinal = ordinal
    self.process = process
    self.monotonic = monotonic
    self.queueTime = queueTime
  }
}

extension LedgerLine {
  var text: String {
    let json: JSONValue = [
      "event": .string(event.rawValue), "id": .string(id), "attempt": .string(attempt),
      "ordinal": .integer(ordinal), "pid": .integer(process), "monotonic": .integer(monotonic),
      "queue_time": .integer(queueTime),
    ]
    return "\(json)\n"
  }

  /// - Returns: `nil` for what no worker wrote.
  init?(parsing line: some Collection<UInt8>) {
    guard let object = (try? JSONValue(parsing: line))?.objectValue,
      let event = object["event"]?.stringValue.flatMap(Event.init),
      let id = object["id"]?.stringValue, let attempt = object["attempt"]?.stringValue,
      let ordinal = object["ordinal"]?.integerValue, let process = object["pid"]?.integerValue,
      let monotonic = object["monotonic"]?.integerValue,
      let queueTime = object["queue_time"]?.integerValue
    else { return nil }
    self.init(
      event, id, attempt: attempt, ordinal: ordinal, process: process, monotonic: monotonic,
      queueTime: queueTime)
  }
}
