import Host
import Model
import Text

/// Reads the events of `opencode run --format json`, of versions 1 and 2. A step is one answer of
/// the model and the tools that it calls. A summary of a long session is also a step, and other
/// steps may follow it. Source: https://github.com/anomalyco/opencode,
/// packages/opencode/src/cli/cmd/run.ts (1) and packages/cli/src/run/noninteractive.ts (2).
struct OpencodeReader: TranscriptReader {
  private(set) var transcript = AgentTranscript()
  private var said: SaidReport
  /// The text of the step.
  private var text: String?
  private var hasTools = false
  /// The ids of the parts that were read: forks of opencode print parts twice.
  private var partIDs: Set<String> = []

  /// - Parameter id: the row of the report; `nil` accepts a report of any row.
  init(of id: String?) { said = SaidReport(of: id) }

  mutating func read(_ event: JSONObject) {
    let part = event["part"]?.objectValue
    if let id = part?["id"]?.stringValue, !partIDs.insert(id).inserted { return }
    if part != nil { transcript.hasWorked = true }
    switch (event["type"]?.stringValue, part) {
    case ("step_start"?, _?):
      (text, hasTools) = (nil, false)
      (transcript.report, transcript.isOver) = (said.report, false)
      end(nil)
    case ("text"?, let part?): readText(part)
    case ("tool_use"?, let part?): readTool(part)
    case ("step_finish"?, let part?): readEnd(part)
    case ("error"?, _):
      guard let error = event["error"] else { return }
      end(Self.failure(error, at: event["timestamp"]?.integerValue))
      transcript.isOver = true
    case ("done"?, _): transcript.isOver = true
    default: return
    }
    if let session = event["sessionID"]?.stringValue, !session.isEmpty {
      transcript.session = session
    }
  }

  /// Keeps the first failure.
  private mutating func end(_ ending: AgentTranscript.Ending?) {
    if case .failed = transcript.ending { return }
    transcript.ending = ending
  }

  private mutating func readText(_ part: JSONObject) {
    // opencode itself writes synthetic text for the model, and the model continues after it.
    transcript.isOver = false
    guard part["synthetic"]?.boolValue != true, let more = part["text"]?.stringValue, !more.isEmpty
    else { return }
    let text = text.map { "\($0)\n\(more)" } ?? more
    self.text = text
    said.add(text)
    transcript.read(said)
    // The end of the last step may be missing.
    end(.succeeded)
  }

  private mutating func readTool(_ part: JSONObject) {
    hasTools = true
    guard let state = part["state"]?.objectValue, state["status"]?.stringValue == "error",
      let error = state["error"]?.stringValue.map({ Array($0.utf8) }),
      Self.refusals.contains(where: { error.firstOffset(of: $0, from: 0) != nil })
    else { return }
    transcript.refusedTool = transcript.refusedTool ?? part["tool"]?.stringValue ?? "a tool"
  }

  /// The errors of a tool that a person would have had to allow. An action that a rule denies has a
  /// different error, and the agent continues without it.
  private static let refusals = [
    "rejected permission to use this", "for permission, so the request was rejected",
    "user declined this tool call",
  ].map { Array($0.utf8) }

  private mutating func readEnd(_ part: JSONObject) {
    transcript.add(AgentUsage(of: part))
    let reason = part["reason"]?.stringValue
    end(reason == "tool-calls" ? nil : .succeeded)
    // Some providers report `stop` for a step with tool calls, although another step follows that
    // reads the results.
    guard reason == "stop", !hasTools else { return }
    transcript.isOver = said.report != nil
  }
}

extension AgentUsage {
  /// The usage of a step. The field `input` excludes the cache, and the field `output` excludes the
  /// reasoning.
  fileprivate init(of part: JSONObject) {
    func sum(_ counts: JSONValue?...) -> Int? {
      let counts = counts.compactMap { Self.tokens($0?.integerValue) }
      return counts.isEmpty ? nil : counts.reduce(0, +)
    }
    self.init()
    let tokens = part["tokens"]?.objectValue
    let cache = tokens?["cache"]?.objectValue
    inputTokens = sum(tokens?["input"], cache?["read"], cache?["write"])
    cachedInputTokens = sum(cache?["read"])
    outputTokens = sum(tokens?["output"], tokens?["reasoning"])
    microdollars = Self.microdollars(part["cost"]?.numberValue)
  }
}

// MARK: - Errors

extension OpencodeReader {
  /// Reads an error of version 1, such as
  /// `{"name": "APIError", "data": {"message": "", "statusCode": 429}}`, or of version 2, such as
  /// `{"type": "provider.auth", "message": "", "status": 401}`.
  ///
  /// - Parameter time: the time of the event, in milliseconds since 1970.
  private static func failure(_ error: JSONValue, at time: Int?) -> AgentTranscript.Ending {
    let object = error.objectValue
    let data = object?["data"]?.objectValue
    let name = (object?["name"] ?? object?["type"])?.stringValue
    let texts = [data?["message"], object?["message"], error].map { $0?.stringValue } + [name]
    let reason = texts.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? "an error without a message"
    switch (name, (data?["statusCode"] ?? object?["status"])?.integerValue) {
    case ("provider.rate-limit"?, _), ("provider.quota"?, _):
      return .failed(.rateLimit, reason: reason)
    case ("ProviderAuthError"?, _), ("provider.auth"?, _): return .failed(.auth, reason: reason)
    case ("ProviderModelNotFoundError"?, _), ("provider.no-route"?, _):
      return .failed(.setting, reason: reason)
    case ("provider.transport"?, _), ("provider.internal"?, _):
      return .failed(.service, reason: reason)
    // Without a status there was no answer.
    case ("APIError"?, nil) where data?["isRetryable"]?.boolValue == true:
      return .failed(.service, reason: reason)
    case (_, 429?):
      return .failed(
        .rateLimit, reason: reason,
        retryAt: retryTime(data?["responseHeaders"]?.objectValue, after: time))
    case (_, let status):
      let failureClass = status.flatMap(FailureClass.init(httpStatus:))
      return .failed(failureClass ?? .agent, reason: reason)
    }
  }

  /// The time, in seconds since 1970, at which the headers of a response allow the next request.
  private static func retryTime(_ headers: JSONObject?, after time: Int?) -> Int? {
    func number(_ name: String) -> Double? { headers?[name]?.stringValue.flatMap(Double.init) }
    guard let time, (0...1 << 50).contains(time),
      let seconds = number("retry-after-ms").map({ $0 / 1000 }) ?? number("retry-after"),
      (0...longestWait).contains(seconds)
    else { return nil }
    return Int((Double(time) / 1000 + seconds).rounded(.up))
  }

  /// Seconds; the limits of services last at most a month.
  private static let longestWait = 31 * 86400.0
}
