import Model
import Text

/// A line of an agent's output as people read it: what the agent says, and which tool it uses on
/// what. The agent's own numbers and ids are left out; the log has them.
public enum AgentLine {
  /// The readable lines for a line of JSON; empty for an event that says nothing to people; `nil`
  /// for a line that is not an agent's.
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
    case "error": return error(event["message"] ?? event["error"]?.objectValue?["name"])
    default: return []
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
    case "error": error(item["message"])
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
