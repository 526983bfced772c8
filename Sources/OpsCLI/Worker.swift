import JSON
import QueueModel

/// One session and the rows it works on.
struct Worker {
  let owner: String
  let items: [QueueItem]

  /// Who works on these, by name; `-` for rows that nobody owns.
  static func all(of items: [QueueItem]) -> [Worker] {
    Dictionary(grouping: items) { $0.ownerSession ?? "-" }
      .map { Worker(owner: $0.key, items: $0.value.sorted { $0.line ?? 0 < $1.line ?? 0 }) }
      .sorted { $0.owner < $1.owner }
  }

  var text: String {
    let counts = Priority.known.map { "\($0.text.lowercased())=\(count($0))" }
    return "- \(owner) tasks=\(items.count) \(counts.joined(separator: " ")) "
      + "ids=\(items.map(\.id).joined(separator: ",")) oldest_start=\(oldestStart ?? "-")"
  }

  var json: JSONValue {
    var object: JSONObject = ["owner": .string(owner), "tasks": .integer(items.count)]
    for priority in Priority.known {
      object[priority.text.lowercased()] = .integer(count(priority))
    }
    object["ids"] = .array(items.map { .string($0.id) })
    object["oldest_start"] = JSONValue(oldestStart)
    return .object(object)
  }

  func count(_ priority: Priority) -> Int {
    items.count { $0.priority == priority }
  }

  /// The earliest start that can be read; texts of this form sort as times do.
  var oldestStart: String? {
    items.compactMap(\.startedAt).filter { QueueTime($0, offset: 0) != nil }.min()
  }
}
