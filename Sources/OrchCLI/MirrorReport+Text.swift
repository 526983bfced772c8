import JSON
import Mirroring
import QueueModel

// What became of rows between the table and the database, as it is told.

extension MirrorReport.Line {
  var text: String {
    let id = id.escaped
    let fields = fields.map(\.name).joined(separator: ", ")
    return switch action {
    case .added: "added \(id)"
    case .changed: "changed \(id): \(fields)"
    case .removed: "removed \(id)"
    case .restored: "restored \(id): deleted in the table"
    case .taken: "took \(id): \(fields)"
    case .takenAsNew: "took \(id): new in the table"
    case .notTaken: "not taken \(id): \(fields)"
    case .kept: "kept \(id): \(fields)"
    case .gone: "left out \(id): gone from the database"
    case .onlyInDatabase: "only in the database: \(id)"
    case .left: "left \(id): gone from the database, and edited since: \(fields)"
    case .unreadable: "passed over \(id): its id or status is none that a table has"
    }
  }
}

extension MirrorReport {
  var json: JSONValue {
    .array(
      lines.map { line in
        [
          "id": .string(line.id), "action": .string(line.action.rawValue),
          "fields": .array(line.fields.map { .string($0.name) }),
        ]
      })
  }
}
