import Model
import Text

/// Everything that was seen of a soak, in no order, except that the queue's own history is in its
/// order.
struct SoakHistory: Equatable, Sendable {
  var submissions: [Submission] = []
  var ledger: [LedgerLine] = []
  /// The rows as they are after the last command, by id.
  var rows: [String: Status] = [:]
  /// The statuses that rows got, by `orch history`, the first first.
  var changes: [Change] = []
  var commands: [CommandEnd] = []
  /// Lines of the ledger that no worker wrote.
  var illegibleLines = 0
  /// Whether it ended before its time, so that rows may be unfinished.
  var isCutShort = false

  /// A submission that was acknowledged.
  struct Submission: Equatable, Sendable {
    /// The rows that it added.
    let ids: [String]
    /// The idempotency key: submissions with the same one are the same work.
    var key: String?
  }

  /// A row that got a status.
  struct Change: Equatable, Sendable {
    let id: String
    /// `nil` where the row was added.
    let from: Status?
    let to: Status
    /// Seconds since 1970 by the queue's clock.
    let time: Int
    /// Whether it was closed because its work was done under another id.
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
    /// The row's lock was with another worker: two work on it at once.
    case metAnother = "met_another"
    /// The supervisor is about to be killed.
    case loses
    /// The work is done; the report is about to be handed in.
    case worked
    case failed
    case exceeded
    /// Its row went on after a report beyond the hard budget.
    case unblocked

    /// What went wrong where an attempt ended with this event; `nil` for the others.
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
  /// The row's.
  let id: String
  /// The token of the claim.
  let claimToken: String
  /// How often the row was begun, with this one.
  var ordinal = 1
  var process = 0
  /// Nanoseconds of one clock for all processes of the machine.
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
