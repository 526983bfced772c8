import Gate
import Host
import Model
import Text

/// Reads the events of `opencode run --format json`, of versions 1 and 2. A step is one answer of
/// the model and the tools that it calls; the report is the text of the last step. A summary of a
/// long session is a step too, and other steps may follow it: an earlier report stays, unless there
/// is another.
/// Source: https://github.com/anomalyco/opencode, packages/opencode/src/cli/cmd/run.ts (1) and
/// packages/cli/src/run/noninteractive.ts (2).
struct OpencodeReader: TranscriptReader {
  private(set) var transcript = AgentTranscript()
  private var text: String?
  private var hasTools = false
  /// The report that ended the turn, or seemed to.
  private var report: String?
  /// The ids of the parts that were read: forks of opencode print parts twice.
  private var partIDs: Set<String> = []

  mutating func read(_ event: JSONObject) {
    let part = event["part"]?.objectValue
    if let id = part?["id"]?.stringValue, !partIDs.insert(id).inserted { return }
    if part != nil { transcript.hasWorked = true }
    switch (event["type"]?.stringValue, part) {
    case ("step_start"?, _?):
      (text, hasTools) = (nil, false)
      (transcript.report, transcript.isOver) = (report, false)
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
    // opencode itself writes synthetic text for the model, which then goes on.
    transcript.isOver = false
    guard part["synthetic"]?.boolValue != true, let more = part["text"]?.stringValue, !more.isEmpty
    else { return }
    let text = text.map { "\($0)\n\(more)" } ?? more
    self.text = text
    transcript.report = report == nil || Self.isReport(text) ? text : report
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

  /// What the error of a tool says if a person would have had to allow it. An action that a rule
  /// denies gets other words: the agent goes on without it.
  private static let refusals = [
    "rejected permission to use this", "for permission, so the request was rejected",
    "user declined this tool call",
  ].map { Array($0.utf8) }

  private mutating func readEnd(_ part: JSONObject) {
    transcript.add(AgentUsage(of: part))
    let reason = part["reason"]?.stringValue
    end(reason == "tool-calls" ? nil : .succeeded)
    // Some providers say `stop` along with tool calls, whose results another step reads.
    guard reason == "stop", !hasTools else { return }
    if let text, Self.isReport(text) { report = text }
    transcript.isOver = report != nil
  }

  private static func isReport(_ text: String) -> Bool { Report(reading: text).id != nil }
}

extension AgentUsage {
  /// The usage of a step. Its `input` excludes the cache, its `output` the reasoning.
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
    case ("ProviderAuthError"?, _), ("provider.auth"?, _), (_, 401?), (_, 403?):
      return .failed(.auth, reason: reason)
    case (_, 429?):
      return .failed(
        .rateLimit, reason: reason,
        retryAt: retryTime(data?["responseHeaders"]?.objectValue, after: time))
    default: return .failed(.agent, reason: reason)
    }
  }

  /// When the headers of a response allow the next request, in seconds since 1970.
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
