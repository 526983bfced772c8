import Model
import Text

/// Everything that was observed in a soak. Only the queue's own history is in its order.
struct SoakHistory: Equatable, Sendable {
  var submissions: [Submission] = []
  var ledger: [LedgerLine] = []
  /// The rows as they are after the last command, by id.
  var rows: [String: Status] = [:]
  /// The changes of statuses in `orch history`, the oldest first.
  var changes: [Change] = []
  var commands: [CommandEnd] = []
  /// The number of lines of the ledger that no worker wrote.
  var illegibleLines = 0
  /// Whether the soak ended before its time, so that rows may be unfinished.
  var isCutShort = false

  /// A submission that was acknowledged.
  struct Submission: Equatable, Sendable {
    /// The rows that the submission added.
    let ids: [String]
    /// The idempotency key: submissions with the same key are the same work.
    var key: String?
  }

  /// A row that got a status.
  struct Change: Equatable, Sendable {
    let id: String
    /// `nil` if the row was added.
    let from: Status?
    let to: Status
    /// Seconds since 1970 by the queue's clock.
    let time: Int
    /// Whether the row was closed because its work was done under another id.
    var isSkip = false
  }

  /// How a command of an actor ended.
  struct CommandEnd: Equatable, Sendable {
    enum Meaning: Equatable, Sendable {
      case done
      /// The database was locked for longer than the command waits.
      case locked
      /// The row was changed since the actor read it.
      case refused
      case unexpected(status: Int32, error: String)
    }

    let words: String
    let meaning: Meaning
  }
}

/// An event of one attempt, as a line of the ledger: a file that orch does not read, to which each
/// worker appends whole lines.
struct LedgerLine: Equatable, Sendable {
  enum Event: String, Sendable {
    case began
    /// Another worker had the row's lock, so two workers were on the row at once.
    case metAnother = "met_another"
    /// The supervisor is about to be killed.
    case loses
    /// The work is done, and the report is about to be sent.
    case worked
    case failed
    case exceeded
    /// The row continued after a report beyond the hard budget.
    case unblocked

    /// What went wrong in an attempt that ended with this event; `nil` for other events.
    var failure: String? {
      switch self {
      case .failed: "the worker ended with an error"
      case .exceeded: "the report was beyond the hard token limit"
      case .loses: "the supervisor was killed"
      case .began, .metAnother, .worked, .unblocked: nil
      }
    }
  }

  let event: Event
  /// The id of the row.
  let id: String
  /// The token of the claim.
  let claimToken: String
  /// How often the row was begun, including this attempt.
  var ordinal = 1
  var process = 0
  /// The nanoseconds of a clock that is the same for all processes of the machine.
  let monotonic: Int
  /// Seconds since 1970 by the queue's clock.
  let queueTime: Int
}

extension LedgerLine {
  var text: String {
    let json: JSONValue = [
      "event": .string(event.rawValue), "id": .string(id), "attempt": .string(claimToken),
      "ordinal": .integer(ordinal), "pid": .integer(process), "monotonic": .integer(monotonic),
      "queue_time": .integer(queueTime),
    ]
    return "\(json)\n"
  }

  /// `nil` for a line that no worker wrote.
  init?(parsing line: some Collection<UInt8>) {
    guard let object = (try? JSONValue(parsing: line))?.objectValue,
      let event = object["event"]?.stringValue.flatMap(Event.init),
      let id = object["id"]?.stringValue, let claimToken = object["attempt"]?.stringValue,
      let ordinal = object["ordinal"]?.integerValue, let process = object["pid"]?.integerValue,
      let monotonic = object["monotonic"]?.integerValue,
      let queueTime = object["queue_time"]?.integerValue
    else { return nil }
    self.init(
      event: event, id: id, claimToken: claimToken, ordinal: ordinal, process: process,
      monotonic: monotonic, queueTime: queueTime)
  }
}
