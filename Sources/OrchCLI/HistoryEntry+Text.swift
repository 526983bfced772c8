import JSON
import QueueModel

extension HistoryEntry {
  /// `2026-01-31 18:00 pick by worker-a: status PENDING -> IN_PROGRESS`, of a row
  /// that is named elsewhere.
  var line: String {
    "\(moment) \(command) by \(actor)\(changes.isEmpty ? "" : ": \(changes)")"
  }

  /// When, in the table's form.
  var moment: String { String(time.prefix(16).map { $0 == "T" ? " " : $0 }) }

  /// `status PENDING -> IN_PROGRESS; owner_session - -> worker-a`; a row that came
  /// or went with its cells.
  var changes: String {
    if isRemoval { return "removed: \(Self.list(before) { "\($0) \($1)" })" }
    return Self.list(after) { name, new in
      "\(name) \(before[name].map { "\($0) -> " } ?? "")\(new)"
    }
  }

  /// The nine columns first, in their order, then the owner's own.
  private static func list(
    _ texts: [String: String], _ text: (String, String) -> String
  ) -> String {
    let known = Column.allCases.filter { $0 != .id }.map(\.name)
    let names =
      known.filter { texts[$0] != nil }
      + texts.keys.filter { !known.contains($0) && $0 != Column.id.name }.sorted()
    return names.map { text($0, texts[$0] ?? "") }.joined(separator: "; ")
  }

  var json: JSONValue {
    var object: JSONObject = [
      "seq": .integer(sequence), "ts": .string(time), "trace": .string(traceID),
      "command": .string(command), "actor": .string(actor), "id": JSONValue(id),
      "before": Self.object(before), "after": Self.object(after),
    ]
    if let undoes { object["undoes"] = .integer(undoes) }
    return .object(object)
  }

  private static func object(_ texts: [String: String]) -> JSONValue {
    var object: JSONObject = [:]
    for column in Column.allCases { object[column.name] = texts[column.name].map { .string($0) } }
    let known = Column.allCases.map(\.name)
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) where !known.contains(name) {
      object[name] = .string(text)
    }
    return .object(object)
  }
}
