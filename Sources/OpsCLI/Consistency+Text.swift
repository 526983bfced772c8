import JSON
import Mirroring
import QueueModel

// The lines are those of the Python tool, which scripts read.

extension Consistency {
  var lines: [String] {
    if isConsistent { return ["consistency ok total=\(total)"] }
    return ["consistency mismatch \(counts)"]
      + missingInDatabase.map { "- missing_in_db \($0.escaped)" }
      + missingInFile.map { "- missing_in_md \($0.escaped)" } + mismatches.flatMap(\.lines)
  }

  /// `missing_in_db=0 missing_in_md=0 field_mismatch=1`.
  var counts: String {
    "missing_in_db=\(missingInDatabase.count) missing_in_md=\(missingInFile.count) "
      + "field_mismatch=\(mismatches.count)"
  }

  var json: JSONValue {
    [
      "consistent": .bool(isConsistent), "total": .integer(total),
      "missing_in_db": .array(missingInDatabase.map { .string($0) }),
      "missing_in_md": .array(missingInFile.map { .string($0) }),
      "mismatches": .array(mismatches.map(\.json)),
    ]
  }
}

extension Consistency.Mismatch {
  fileprivate var lines: [String] {
    let name = "\(id.escaped):\(column.name)"
    switch column {
    case .id, .status, .priority, .ownerSession, .startedAt, .dueAt:
      return ["- mismatch \(name):md=\((file ?? "-").escaped) db=\((database ?? "-").escaped)"]
    case .task, .successCriteria, .notes:
      let difference = UnifiedDifference(from: parts(of: file), to: parts(of: database))
      return ["- mismatch \(name)"] + difference.lines(from: "md \(name)", to: "db \(name)")
    }
  }

  /// Notes segment by segment, other texts in one.
  private func parts(of text: String?) -> [String] {
    guard let text else { return [] }
    return (column == .notes ? Notes(text).segments : [text]).map(\.escaped)
  }

  fileprivate var json: JSONValue {
    [
      "id": .string(id), "field": .string(column.name), "md": JSONValue(file),
      "db": JSONValue(database),
    ]
  }
}
