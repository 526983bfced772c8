import JSON
import QueueModel

/// One session and the rows it works on.
struct Worker {
  let owner: String
  let items: [QueueItem]

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
    items.filter { $0.priority == priority }.count
  }

  /// The earliest start that can be read; texts of this form sort as times do.
  var oldestStart: String? {
    items.compactMap(\.startedAt).filter { QueueTime($0, offset: 0) != nil }.min()
  }
}
