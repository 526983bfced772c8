import CommandSupport
import JSON
import QueueModel

// `Why.json` says what these objects hold.

extension ReasonLine {
  var json: JSONValue {
    [
      "id": JSONValue(explanation.id), "status": JSONValue(explanation.status?.rawValue),
      "reason": .object(explanation.facts), "message": .string(message),
      "command": JSONValue(command),
    ]
  }
}

extension Explanation {
  /// The reason's code, and what it is about.
  fileprivate var facts: JSONObject {
    var facts: JSONObject = ["code": .string(code)]
    switch reason {
    case .malformed(let line, let problem):
      facts["line"] = line.map { .integer($0) } ?? .null
      facts["problem"] = .string(Messages.english.text(of: problem))
    case .leased(let lease):
      facts["lease_owner"] = .string(lease.owner)
      facts["lease_expires_at"] = .integer(lease.expiresAt)
    case .duplicate(let key): facts["idempotency_key"] = .string(key)
    case .waits(let chain):
      facts["waits_for"] = .array(chain.blockers.map(\.json))
      facts["root"] = [
        "id": JSONValue(chain.root.id), "status": JSONValue(chain.root.status?.rawValue),
        "code": .string(chain.root.code),
      ]
      facts["rows_between"] = .integer(chain.rowsBetween)
    case .cycle(let cycle):
      facts["cycle"] = .array(cycle.members.map { .string($0) })
      facts["rows"] = .integer(cycle.count)
    case .backsOff(let end): facts["retry_not_before"] = .integer(end)
    case .conflict(.busy): break
    case .conflict(.sameLabel(let other)): facts["with"] = .string(other.id)
    case .conflict(.sameWork(let other, let key)):
      facts["with"] = .string(other.id)
      facts["idempotency_key"] = .string(key)
    case .conflict(.overlaps(let other, let path)):
      facts["with"] = .string(other.id)
      facts["path"] = .string(path)
    case .missingProgram(let problem): facts["problem"] = .string(problem)
    case .queued(let rows): facts["rows_before"] = .integer(rows)
    case .noRow, .state: break
    }
    return facts
  }
}

extension RunningItems {
  var json: JSONValue {
    [
      "max_workers": .integer(maxWorkers),
      "rows": .array(
        rows.map {
          [
            "id": .string($0.id), "owner_session": JSONValue($0.ownerSession),
            "started_at_kst": JSONValue($0.startedAt),
          ]
        }),
    ]
  }
}
