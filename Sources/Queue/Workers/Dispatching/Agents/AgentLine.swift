import Model
import Text

/// A line of an agent's output in a form for people: the agent's texts, and each tool with its
/// subject. The agent's own numbers and ids are left out; the log has them.
public enum AgentLine {
  /// The readable lines for a line of JSON; empty for an event without information for people;
  /// `nil` for a line that is not from an agent.
  public static func text(of line: some StringProtocol) -> [String]? {
    guard let event = (try? JSONValue(parsing: Array(line.utf8)))?.objectValue,
      let type = event["type"]?.stringValue
    else { return nil }
    let part = event["part"]?.objectValue
    switch type {
    case "assistant": return message(event["message"]?.objectValue)
    case "result":
      return event["is_error"]?.boolValue == true ? error(event["result"]) : []
    case "item.completed": return event["item"]?.objectValue.map(item) ?? []
    case "turn.failed": return error(event["error"]?.objectValue?["message"])
    case "text": return lines(part?["text"])
    case "tool_use":
      let input = part?["state"]?.objectValue?["input"]?.objectValue
      return [tool(part?["tool"]?.stringValue, on: input)]
    case "error":
      return retry(event).map { [$0] }
        ?? error(event["message"] ?? event["error"]?.objectValue?["name"])
    case "system": return retry(event).map { [$0] } ?? []
    default: return []
    }
  }

  /// The readable line for a line of JSON by which the program says that it sends a request to its
  /// service again; `nil` for any other line.
  public static func retry(in line: some StringProtocol) -> String? {
    (try? JSONValue(parsing: Array(line.utf8)))?.objectValue.flatMap(retry)
  }

  /// Claude Code has an event for this. Codex prints an error: see `CodexFailure.isPassing`.
  private static func retry(_ event: JSONObject) -> String? {
    switch event["type"]?.stringValue {
    case "system" where event["subtype"]?.stringValue == "api_retry":
      let number = event["attempt"]?.integerValue.map { " \($0)" } ?? ""
      let most = event["max_retries"]?.integerValue.map { "/\($0)" } ?? ""
      let status = event["error_status"]?.integerValue.map { " (status \($0))" } ?? ""
      let wait = event["retry_delay_ms"]?.numberValue
        .map { ", again in \(Int(max(0, min($0 / 1000, 86_400)).rounded(.up))) s" }
      let cause = event["error"]?.stringValue ?? "no answer"
      return "[retry\(number)\(most)] \(cause)\(status)\(wait ?? "")".escaped
    case "error":
      guard let message = event["message"]?.stringValue,
        CodexFailure(message, now: 0).isPassing
      else { return nil }
      return "[retry] \(message)".escaped
    default: return nil
    }
  }

  private static func message(_ message: JSONObject?) -> [String] {
    (message?["content"]?.arrayValue ?? []).compactMap(\.objectValue).flatMap { block -> [String] in
      switch block["type"]?.stringValue {
      case "text": lines(block["text"])
      case "tool_use": [tool(block["name"]?.stringValue, on: block["input"]?.objectValue)]
      default: []
      }
    }
  }

  private static func item(_ item: JSONObject) -> [String] {
    switch (item["type"] ?? item["item_type"])?.stringValue {
    case "agent_message", "assistant_message": lines(item["text"])
    case "command_execution": [tool("command", on: item)]
    case "file_change":
      (item["changes"]?.arrayValue ?? []).map { tool("file", on: $0.objectValue) }
    case "mcp_tool_call", "web_search": [tool(item["tool"]?.stringValue ?? "search", on: item)]
    // Codex: a problem that does not end the turn.
    case "error": lines(item["message"]).map { "[warning] \($0)" }
    default: []
    }
  }

  /// Returns text such as `[Bash] make test`.
  private static func tool(_ name: String?, on input: JSONObject?) -> String {
    let subject = subjects.lazy.compactMap { input?[$0]?.stringValue }.first ?? ""
    let line = subject.split(whereSeparator: \.isNewline).first.map { " \($0)" } ?? ""
    return "[\(name ?? "tool")]\(line)".escaped
  }

  /// The members of a tool's input that name its subject, the most important first.
  private static let subjects = [
    "command", "file_path", "filePath", "path", "pattern", "query", "url", "description", "prompt",
  ]

  private static func error(_ value: JSONValue?) -> [String] {
    lines(value).map { "[error] \($0)" }
  }

  private static func lines(_ value: JSONValue?) -> [String] {
    (value?.stringValue ?? "").split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { String($0).escaped }
  }
}
