public import Model
public import Text

/// The needed parts of the JSON lines of a coding agent's program. Programs report different parts,
/// so every member may be missing. A missing number means unknown and not zero. Source:
/// `docs/workers.md`, "Agents".
public struct AgentTranscript: Equatable, Sendable {
  /// How the agent's turn ended; `nil` if no line reports the end.
  public var ending: Ending?
  /// The failure after which the program itself tries again; `nil` if it goes on with its work.
  public var retried: Ending?
  /// Whether the agent has said something, or called a tool.
  public var hasWorked = false
  /// The text with the report, or else the agent's last message; never the output of its tools. See
  /// `SaidReport`.
  public var report: String?
  /// Whether the agent took its last report back.
  public var isReportTakenBack = false
  /// The program's name for the session, by which it can be resumed.
  public var session: String?
  /// The model that worked.
  public var model: String?
  /// The version of the program.
  public var version: VersionNumber?
  /// The usage of the turn itself.
  public var usage: AgentUsage?
  /// The usage of the messages so far, for a program that counts a turn only at its end.
  public var messages: AgentUsage?
  /// The values of the program's counters, which may cover a whole session: see `CounterScope`.
  public var counters: AgentUsage?
  /// The tool that was refused because a person would have to allow it; `nil` if there is none.
  public var refusedTool: String?
  /// Whether the agent has finished its output. The program may still be running, because of
  /// processes that it left.
  public var isOver = false
  /// Whether the turn ended without a report while something that the agent began still runs, or is
  /// scheduled. The program begins another turn when that ends. Only a report in the inbox shows
  /// that the agent does not wait for it.
  public var isWaiting = false

  public init() {}

  /// The usage of a running attempt so far; `nil` if the program reports usage only at the end of
  /// the turn.
  public var usageSoFar: AgentUsage? { messages ?? usage }

  /// Whether the agent produced nothing, for example because its session is gone.
  var isEmpty: Bool {
    let counts = [usage, counters].flatMap { [$0?.outputTokens, $0?.microdollars] }
    return !hasWorked && report == nil && counts.allSatisfy { $0 ?? 0 == 0 }
  }

  mutating func add(_ part: AgentUsage) {
    var usage = usage ?? AgentUsage()
    usage.add(part)
    if usage != AgentUsage() { self.usage = usage }
  }

  public enum Ending: Equatable, Sendable {
    case succeeded
    /// The turn failed.
    ///
    /// - Parameters:
    ///   - reason: on one line, for people.
    ///   - retryAt: when the agent may be asked again, in seconds since 1970; `nil` if unknown.
    case failed(FailureClass, reason: String, retryAt: Int? = nil)

    func mapReason(_ map: (String) -> String) -> Ending {
      guard case .failed(let failureClass, let reason, let retryAt) = self else { return self }
      return .failed(failureClass, reason: map(reason), retryAt: retryAt)
    }
  }
}

/// Reads the JSON lines of an agent's program, one after the other.
public protocol TranscriptReader: Sendable {
  /// Reads a line; every member may be missing, or of another type than expected.
  mutating func read(_ event: JSONObject)
  var transcript: AgentTranscript { get }
}
