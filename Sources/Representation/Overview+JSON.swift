import Dispatching
public import Engine
import Facts
import Host
public import JSON
public import QueueModel
import Wording

extension Overview {
  /// - Parameters:
  ///   - zone: of `QueueItem.json(in:)`.
  ///   - commandLine: the command line of a remedy.
  public func json(in zone: QueueZone?, _ commandLine: (Remedy) -> String) -> JSONObject {
    var object: JSONObject = [
      "summary": counts.json, "top_in_progress": .array(inProgress.map { $0.json(in: zone) }),
      "stuck": .array(stuck.map { $0.json(at: now, commandLine) }),
      "conflicts": .integer(conflicts),
    ]
    for rows in stopped {
      object[rows.status.rawValue.lowercased()] = .array(rows.first.map { $0.json(commandLine) })
    }
    addStanding(pause, pausedWorkers, budget, to: &object)
    return object
  }
}

/// Adds what is said of a queue that stands still, as far as there is something: `paused`,
/// `paused_workers`, `budget` and `costs_problem`.
public func addStanding(
  _ pause: Pause?, _ workers: [PausedWorker], _ findings: BudgetFindings,
  to object: inout JSONObject
) {
  if let pause { object["paused"] = pause.json }
  if !workers.isEmpty { object["paused_workers"] = .array(workers.map(\.json)) }
  if !findings.nearlySpent.isEmpty {
    object["budget"] = .array(findings.nearlySpent.map(\.json))
  }
  if let sentence = findings.ledgerSentence {
    object["costs_problem"] = .string(sentence.english)
  }
}

extension StuckRow {
  func json(at now: QueueTime, _ commandLine: (Remedy) -> String) -> JSONValue {
    var json: JSONObject = ["id": .string(id), "waits_for": .array(blockers.map(\.json))]
    switch obstruction {
    case .blockers: break
    case .row(let explanation):
      json["reason"] = .string(explanation.sentence(at: now).english)
      json["command"] = JSONValue(explanation.remedy.map(commandLine))
    case .budget(let excess): json["budget"] = excess.use.json
    }
    return .object(json)
  }
}

extension StoppedRow {
  /// `{"id","status","reason","command"}`.
  public func json(_ commandLine: (Remedy) -> String) -> JSONValue {
    [
      "id": .string(item.id), "status": .string(item.status.rawValue),
      "reason": .string(cause.sentence.english), "command": .string(commandLine(remedy)),
    ]
  }
}

extension [Status: Int] {
  public var json: JSONValue {
    var summary: JSONObject = [:]
    for status in Status.summaryOrder { summary[status.rawValue] = .integer(self[status] ?? 0) }
    return .object(summary)
  }
}
