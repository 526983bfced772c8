public import Engine
import Facts
public import JSON
public import Mirroring
import QueueModel
public import Wording

extension Health {
  /// `kpi_alert … exceeds …; attention rows=…`; `nil` where all is well.
  public var reason: Sentence? {
    switch state {
    case .good: nil
    case .alert: warnings.joined(separator: "; ")
    case .mismatch: Sentence(same: "consistency_mismatch \(consistency?.counts ?? "")")
    case .failed: problem?.sentence.map(\.escaped)
    }
  }

  private var warnings: [Sentence] {
    let alerts =
      alerts.isEmpty ? [] : ["kpi_alert \(alerts.map(\.text).joined(separator: "; "))"]
    let workers = now.map { now in pausedWorkers.map { $0.sentence(at: now) } } ?? []
    return (alerts + (attention.map { [$0.text] } ?? [])).map { Sentence(same: $0) } + workers
      + budget.sentences
  }

  public var json: JSONObject {
    var object: JSONObject = [
      "health": .string(state.rawValue), "reason": JSONValue(reason?.english),
      "consistency": consistency?.json ?? .null,
      "kpi": (figures?.json(alerts)).map { .object($0) } ?? .null,
      "attention": attention?.json ?? .null,
    ]
    addStanding(pause, pausedWorkers, budget, to: &object)
    return object
  }
}

extension Health.Attention {
  fileprivate var text: String {
    "attention rows=\(count) oldest=\(oldest.id.escaped) waits \(DurationText.text(oldest.seconds))"
  }

  fileprivate var json: JSONValue {
    [
      "rows": .integer(count), "oldest": .string(oldest.id),
      "oldest_seconds": .integer(oldest.seconds), "after_seconds": .integer(limit),
    ]
  }
}

extension Consistency {
  /// `missing_in_db=0 missing_in_md=0 field_mismatch=1`.
  public var counts: String {
    "missing_in_db=\(missingInDatabase.count) missing_in_md=\(missingInFile.count) "
      + "field_mismatch=\(mismatches.count)"
  }

  public var json: JSONValue {
    [
      "consistent": .bool(isConsistent), "total": .integer(total),
      "missing_in_db": .array(missingInDatabase.map { .string($0) }),
      "missing_in_md": .array(missingInFile.map { .string($0) }),
      "mismatches": .array(
        mismatches.map {
          [
            "id": .string($0.id), "field": .string($0.column.name), "md": JSONValue($0.file),
            "db": JSONValue($0.database),
          ]
        }),
    ]
  }
}
