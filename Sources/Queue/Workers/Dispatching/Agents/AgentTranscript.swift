public import Model
public import Text

/// The needed parts of what the program of a coding agent said in its JSON lines. Each program
/// reports other things, so every member may be missing: unknown is not zero. Source:
/// `docs/workers.md`, "Agents".
public struct AgentTranscript: Equatable, Sendable {
  /// How the agent's turn ended; `nil` if nothing says so.
  public var ending: Ending?
  /// Whether the agent has said something, or called a tool.
  public var hasWorked = false
  /// The text with the report: the agent's last message, never the output of its tools.
  public var report: String?
  /// The program's name for the session, by which it can be resumed.
  public var session: String?
  /// The model that worked.
  public var model: String?
  /// The version of the program.
  public var version: VersionNumber?
  /// What the turn itself took.
  public var usage: AgentUsage?
  /// What the messages so far took, where a turn is counted only at its end.
  public var messages: AgentUsage?
  /// What the program's counters say; they may cover a whole session: see `CounterScope`.
  public var counters: AgentUsage?
  /// The tool that was refused because a person would have to allow it; `nil` if there is none.
  public var refusedTool: String?
  /// Whether nothing more will come: the program may have left processes that keep it from ending.
  public var isOver = false

  public init() {}

  /// What the attempt has used so far, while it runs; `nil` where the program says so only at the
  /// end of the turn.
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
  }
}

/// Reads the JSON lines of an agent's program, one after the other.
public protocol TranscriptReader: Sendable {
  /// Reads a line; every member may be missing, or of another type than expected.
  mutating func read(_ event: JSONObject)
  var transcript: AgentTranscript { get }
}
