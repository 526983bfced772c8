import Model
import Text

/// Reads what Claude Code prints with `--output-format stream-json`: messages of the agent and of
/// its sub-agents, and a `result` for each turn. When background work of the agent ends, or at a
/// time that the agent scheduled, there is another turn. Only the fields decide, and never the words
/// of a message. Sources:
/// https://code.claude.com/docs/en/agent-sdk/typescript, "Message Types", and the sources named
/// beside `Tests/Cases/transcripts/claude`.
struct ClaudeReader: TranscriptReader {
  private(set) var transcript = AgentTranscript()
  private var hasResult = false
  private var said: SaidReport
  /// The service error that the last message reports.
  private var error: String?
  /// Whether the service refuses requests because of a limit, and when the limit ends, in seconds
  /// since 1970.
  private var limit: (isReached: Bool, end: Int?) = (false, nil)
  /// Whether the agent waits for background work other than commands.
  private var hasBackgroundWork = false
  /// Whether commands of the agent run in the background. It may leave some, such as a server.
  private var hasBackgroundCommands = false
  /// Whether the agent scheduled its next turn.
  private var hasSchedule = false
  /// The ids of the counted messages. A message comes as several events, one for each of its parts.
  private var countedMessages: Set<String> = []

  /// - Parameter id: the row of the report; `nil` accepts a report of any row.
  init(of id: String?) { said = SaidReport(of: id) }

  mutating func read(_ event: JSONObject) {
    switch event["type"]?.stringValue {
    case "system": readSystem(event)
    case "assistant": readMessage(event)
    case "user": readInput(event)
    case "stream_event": transcript.isOver = false
    case "command_lifecycle":
      // The scheduled turn begins.
      if event["wakeup_source"] != nil { hasSchedule = false }
    case "rate_limit_event":
      let info = event["rate_limit_info"]?.objectValue
      // With any other state the service still serves requests.
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
    case "api_retry":
      let (error, status) = (event["error"]?.stringValue, event["error_status"]?.integerValue)
      let reason = status.map { "\(error ?? "an error"), status \($0)" } ?? "no answer"
      transcript.retried = .failed(
        Self.failureClass(error, status) ?? (status == nil ? .service : .agent),
        reason: "tries again after \(reason)",
        retryAt: error == "rate_limit" ? limit.end : nil)
    case "background_tasks_changed":
      let tasks = (event["tasks"]?.arrayValue ?? []).map(\.objectValue)
        .filter { $0?["ambient"]?.boolValue != true }.map { $0?["task_type"]?.stringValue }
      hasBackgroundWork = tasks.contains { $0 != "local_bash" }
      hasBackgroundCommands = tasks.contains("local_bash")
    default: break
    }
  }

  private mutating func readMessage(_ event: JSONObject) {
    transcript.isOver = false
    transcript.retried = nil
    countMessage(event["message"]?.objectValue)
    guard event["parent_tool_use_id"]?.stringValue == nil else { return }
    error = event["error"]?.stringValue
    if error == nil {
      transcript.hasWorked = true
      let blocks = event["message"]?.objectValue?["content"]?.arrayValue ?? []
      let texts = blocks.compactMap(\.objectValue)
        .filter { $0["type"]?.stringValue == "text" }.compactMap { $0["text"]?.stringValue }
      if !texts.isEmpty { said.add(texts.joined(separator: "\n")) }
    }
    transcript.read(said)
    guard !hasResult else { return }
    // An error of the program itself may be temporary.
    transcript.ending = error.flatMap { error in
      Self.errorClasses[error].map {
        .failed($0, reason: error, retryAt: error == "rate_limit" ? limit.end : nil)
      }
    }
  }

  /// Reads what the agent gets: results of tools, and messages of the program itself.
  private mutating func readInput(_ event: JSONObject) {
    transcript.isOver = false
    transcript.retried = nil
    // A schedule that was cancelled has the time 0.
    let scheduled = event["tool_use_result"]?.objectValue?["scheduledFor"]?.integerValue
    hasSchedule = scheduled.map { $0 > 0 } ?? hasSchedule
    guard event["isSynthetic"]?.boolValue == true, event["parent_tool_use_id"]?.stringValue == nil
    else { return }
    let blocks = event["message"]?.objectValue?["content"]?.arrayValue ?? []
    let text = blocks.lazy.compactMap { $0.objectValue?["text"]?.stringValue }.first ?? ""
    if text.hasPrefix(Self.cutNotice) { said.expectRest() }
  }

  /// The beginning of the message by which the program asks for the rest of a message that the limit
  /// of output cut. No field says this (2.1.332).
  private static let cutNotice = "Output token limit hit."

  private mutating func readResult(_ result: JSONObject) {
    defer { error = nil }
    hasResult = true
    transcript.retried = nil
    transcript.isOver = !hasBackgroundWork
    transcript.isWaiting = false
    transcript.session = result["session_id"]?.stringValue ?? transcript.session
    transcript.model = transcript.model ?? Self.model(of: result)
    count(result)
    let answer = result["result"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    let subtype = result["subtype"]?.stringValue ?? "no subtype"
    let isSuccess = subtype == "success" && result["is_error"]?.boolValue != true
    if isSuccess, let answer { said.add(turn: answer) }
    if let structured = Self.structured(result) { said.add(structured) }
    transcript.read(said)
    transcript.report = transcript.report ?? answer
    guard isSuccess else {
      transcript.ending = failure(result, subtype: subtype, answer: answer)
      return
    }
    transcript.refusedTool = Self.refusedTools(result)
    transcript.ending = .succeeded
    transcript.isWaiting = said.report == nil && (hasBackgroundCommands || hasSchedule)
  }
}

// MARK: - Failures

extension ClaudeReader {
  /// The classes of a message's errors; all other errors have the class `agent`.
  private static let errorClasses: [String: FailureClass] = [
    "rate_limit": .rateLimit, "overloaded": .service, "server_error": .service,
    "authentication_failed": .auth, "oauth_org_not_allowed": .auth, "account_on_hold": .auth,
    "verification_required": .auth, "billing_error": .auth, "cloud_credential_error": .auth,
    "model_not_found": .setting,
  ]

  /// The class by the error of a message and by the HTTP status of its request.
  private static func failureClass(_ error: String?, _ status: Int?) -> FailureClass? {
    error.flatMap { errorClasses[$0] } ?? status.flatMap(FailureClass.init(httpStatus:))
  }

  private func failure(
    _ result: JSONObject, subtype: String, answer: String?
  ) -> AgentTranscript.Ending {
    let status = result["api_error_status"]?.integerValue
    var failureClass = Self.failureClass(error, status)
    if subtype == "error_max_budget_usd" { failureClass = .budget }
    // A reached limit is the cause only if nothing else explains the failure.
    let isUnexplained = error == nil && status == nil && !subtype.hasPrefix("error_max_")
    if isUnexplained, limit.isReached { failureClass = .rateLimit }
    let code =
      subtype == "success" ? error ?? status.map { "status \($0)" } ?? "is_error" : subtype
    let said = answer ?? result["errors"]?.arrayValue?.first?.stringValue
    return .failed(
      failureClass ?? .agent, reason: said.map { "\(code): \($0)" } ?? code,
      retryAt: failureClass == .rateLimit ? limit.end : nil)
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

// MARK: - Contents of a result

extension ClaudeReader {
  /// The output in the form of the schema that the program was given, as JSON text.
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

  /// Adds the tokens of a message, also if it is a sub-agent's message.
  private mutating func countMessage(_ message: JSONObject?) {
    guard let counts = message?["usage"]?.objectValue, let id = message?["id"]?.stringValue,
      countedMessages.insert(id).inserted
    else { return }
    var sum = transcript.messages ?? AgentUsage()
    sum.add(AgentUsage(ofMessages: counts))
    transcript.messages = sum
  }

  /// Adds the tokens of a turn, which count only the main loop, and takes over the counters of all
  /// models. The counters cover all turns so far; an aborted turn may report 0.
  private mutating func count(_ result: JSONObject) {
    transcript.add(AgentUsage(ofMessages: result["usage"]?.objectValue ?? [:]))
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
  /// The usage of messages in the form of Anthropic's API.
  init(ofMessages counts: JSONObject) {
    self.init(
      counts, new: "input_tokens", written: "cache_creation_input_tokens",
      cached: "cache_read_input_tokens", output: "output_tokens")
  }

  fileprivate init(ofModel counts: JSONObject) {
    self.init(
      counts, new: "inputTokens", written: "cacheCreationInputTokens",
      cached: "cacheReadInputTokens", output: "outputTokens")
  }

  /// Reads tokens, by the keys for new input, input written to the cache, and input read from the
  /// cache.
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
