public import JSON
import MarkdownStore
public import QueueModel
import QueueStore

extension HistoryEntry {
  /// The entry as `history` and `show` give it to programs: `docs/json.md`.
  public var json: JSONValue {
    var object: JSONObject = [
      "seq": .integer(sequence), "ts": .string(time), "trace": .string(traceID),
      "command": .string(command), "actor": .string(actor), "id": JSONValue(id),
      "before": Self.object(before), "after": Self.object(after),
    ]
    if let judgement { object.take(judgement) }
    if let merge { object["merge"] = merge.json }
    if let undoes { object["undoes"] = .integer(undoes) }
    return .object(object)
  }

  private static func object(_ texts: [String: String]) -> JSONValue {
    var object: JSONObject = [:]
    for (name, text) in texts.inColumnOrder { object[name] = .string(text) }
    return .object(object)
  }
}

extension RowMerge {
  /// What a merge put back, and what it kept over what.
  fileprivate var json: JSONValue {
    [
      "fate": .string(fate.rawValue), "put_back": .array(putBack.map(\.json)),
      "lost": .array(lost.map(\.json)),
    ]
  }
}
