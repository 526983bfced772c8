import Model
import Text

/// Reads what Claude Code prints with `--output-format stream-json`: messages of the agent and of
/// its sub-agents, and a `result` for each turn. There is a second turn if work that the agent left
/// in the background ends. Fields decide, never words.
/// Sources: https://code.claude.com/docs/en/agent-sdk/typescript, "Message Types", and the sources
/// named beside `Tests/Cases/transcripts/claude`.
struct ClaudeReader: TranscriptReader {
  private(set) var transcript = AgentTranscript()
  private var hasResult = false
  /// The text of the agent's last message that has one.
  private var text: String?
  /// The service error that the last message reports.
  private var error: String?
  /// Whether the service refuses because of a limit, and when that ends, in seconds since 1970.
  private var limit: (isReached: Bool, end: Int?) = (false, nil)
  /// Whether the agent waits for background work other than the commands that it left there.
  private var isWaiting = false
  /// The ids of the messages that were counted: a message comes as an event for each of its parts.
  private var countedMessages: Set<String> = []

  mutating func read(_ event: JSONObject) {
    switch event["type"]?.stringValue {
    case "system": readSystem(event)
    case "assistant": readMessage(event)
    case "user", "stream_event": transcript.isOver = false
    case "rate_limit_event":
      let info = event["rate_limit_info"]?.objectValue
      // The other states come with requests that are served.
      let isReached = info?["status"]?.stringValue == "rejected"
      limit = (isReached, isReached ? info?["resetsAt"]?.integerValue : nil)
    case "result": readResult(event)
    default: break
    }
  }

  private mutating func readSystem(_ event: JSONObject) {
    switch event["subtype"]?.stringValue {
    case "init":
      // Each turn begins with this event.
      transcript.isOver = false
      transcript.session = event["session_id"]?.stringValue ?? transcript.session
      transcript.model = event["model"]?.stringValue ?? transcript.model
      let version = event["claude_code_version"]?.stringValue.flatMap { VersionNumber($0) }
      transcript.version = version ?? transcript.version
    case "background_tasks_changed":
      isWaiting = (event["tasks"]?.arrayValue ?? []).contains {
        let task = $0.objectValue
        return task?["task_type"]?.stringValue != "local_bash"
          && task?["ambient"]?.boolValue != true
      }
    default: break
    }
  }

  private mutating func readMessage(_ event: JSONObject) {
    transcript.isOver = false
    countMessage(event["message"]?.objectValue)
    guard event["parent_tool_use_id"]?.stringValue == nil else { return }
    error = event["error"]?.stringValue
    if error == nil {
      transcript.hasWorked = true
      let blocks = event["message"]?.objectValue?["content"]?.arrayValue ?? []
      let texts = blocks.compactMap(\.objectValue)
        .filter { $0["type"]?.stringValue == "text" }.compactMap { $0["text"]?.stringValue }
      if !texts.isEmpty { text = texts.joined(separator: "\n") }
    }
    guard !hasResult else { return }
    transcript.report = text
    // An error of the program itself may pass.
    transcript.ending = error.flatMap { error in
      Self.errorClasses[error].map {
        .failed($0, reason: error, retryAt: error == "rate_limit" ? limit.end : nil)
      }
    }
  }

  private mutating func readResult(_ result: JSONObject) {
    defer { error = nil }
    hasResult = true
    transcript.isOver = !isWaiting
    transcript.session = result["session_id"]?.stringValue ?? transcript.session
    transcript.model = transcript.model ?? Self.model(of: result)
    count(result)
    let answer = result["result"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    transcript.report = Self.structured(result) ?? answer ?? text
    let subtype = result["subtype"]?.stringValue ?? "no subtype"
    guard subtype == "success", result["is_error"]?.boolValue != true else {
      transcript.ending = failure(result, subtype: subtype, answer: answer)
      return
    }
    transcript.refusedTool = Self.refusedTools(result)
    transcript.ending = .succeeded
  }
}

// MARK: - Failures

extension ClaudeReader {
  /// The classes of a message's errors; all others are the agent's own.
  private static let errorClasses: [String: FailureClass] = [
    "rate_limit": .rateLimit, "overloaded": .rateLimit,
    "authentication_failed": .auth, "oauth_org_not_allowed": .auth, "account_on_hold": .auth,
    "verification_required": .auth, "billing_error": .auth, "cloud_credential_error": .auth,
  ]

  /// The classes by the HTTP status of the request that ended the turn; 529 is an overload.
  private static let statusClasses: [Int: FailureClass] =
    [401: .auth, 429: .rateLimit, 529: .rateLimit]

  private func failure(
    _ result: JSONObject, subtype: String, answer: String?
  ) -> AgentTranscript.Ending {
    let status = result["api_error_status"]?.integerValue
    var failureClass = error.flatMap { Self.errorClasses[$0] }
    failureClass = failureClass ?? status.flatMap { Self.statusClasses[$0] }
    // A reached limit is the cause only if nothing else explains the failure.
    let isUnexplained = error == nil && status == nil && !subtype.hasPrefix("error_max_")
    if isUnexplained, limit.isReached { failureClass = .rateLimit }
    let code =
      subtype == "success" ? error ?? status.map { "status \($0)" } ?? "is_error" : subtype
    let said = answer ?? result["errors"]?.arrayValue?.first?.stringValue
    // An overload ends before a limit of the account does.
    let isOverload = error == "overloaded" || status == 529
    return .failed(
      failureClass ?? .agent, reason: said.map { "\(code): \($0)" } ?? code,
      retryAt: failureClass == .rateLimit && !isOverload ? limit.end : nil)
  }

  /// The names of the tools that the agent was not allowed to use, each once; `nil` if there are
  /// none.
  private static func refusedTools(_ result: JSONObject) -> String? {
    var names: [String] = []
    for refusal in result["permission_denials"]?.arrayValue ?? [] {
      let name = refusal.objectValue?["tool_name"]?.stringValue ?? "a tool"
      if !names.contains(name) { names.append(name) }
    }
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }
}

// MARK: - What a result has

extension ClaudeReader {
  /// The output that fits the schema given to the program, as JSON text.
  private static func structured(_ result: JSONObject) -> String? {
    guard let value = result["structured_output"], value != .null else { return nil }
    return "\(value)"
  }

  /// The model with the most output.
  private static func model(of result: JSONObject) -> String? {
    func written(_ value: JSONValue) -> Int {
      value.objectValue?["outputTokens"]?.integerValue ?? 0
    }
    return result["modelUsage"]?.objectValue?.members.max { written($0.value) < written($1.value) }?
      .key
  }

  /// Adds the tokens of a message, also of a sub-agent's.
  private mutating func countMessage(_ message: JSONObject?) {
    guard let counts = message?["usage"]?.objectValue, let id = message?["id"]?.stringValue,
      countedMessages.insert(id).inserted
    else { return }
    var sum = transcript.messages ?? AgentUsage()
    sum.add(AgentUsage(ofMainLoop: counts))
    transcript.messages = sum
  }

  /// Adds the tokens of a turn, which count only the main loop, and takes the counters of all
  /// models. These cover the turns so far; a turn that broke off may report 0.
  private mutating func count(_ result: JSONObject) {
    transcript.add(AgentUsage(ofMainLoop: result["usage"]?.objectValue ?? [:]))
    var counters = AgentUsage()
    for model in result["modelUsage"]?.objectValue?.members ?? [] {
      counters.add(AgentUsage(ofModel: model.value.objectValue ?? [:]))
    }
    counters.microdollars = AgentUsage.microdollars(result["total_cost_usd"]?.numberValue)
    counters = counters.combined(with: transcript.counters ?? AgentUsage()) { now, before in
      [now, before].compactMap(\.self).max()
    }
    if counters != AgentUsage() { transcript.counters = counters }
  }
}

extension AgentUsage {
  fileprivate init(ofMainLoop counts: JSONObject) {
    self.init(
      counts, new: "input_tokens", written: "cache_creation_input_tokens",
      cached: "cache_read_input_tokens", output: "output_tokens")
  }

  fileprivate init(ofModel counts: JSONObject) {
    self.init(
      counts, new: "inputTokens", written: "cacheCreationInputTokens",
      cached: "cacheReadInputTokens", output: "outputTokens")
  }

  /// Reads tokens, by the keys for input that is new, written to the cache, and read from it.
  private init(
    _ counts: JSONObject, new: String, written: String, cached: String, output: String
  ) {
    self.init()
    func tokens(_ key: String) -> Int? { Self.tokens(counts[key]?.integerValue) }
    cachedInputTokens = tokens(cached)
    inputTokens = tokens(new).map { $0 + (cachedInputTokens ?? 0) + (tokens(written) ?? 0) }
    outputTokens = tokens(output)
  }
}
