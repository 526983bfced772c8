import JSON
import Torture

/// What `orch torture` tells.
struct TortureReport {
  let plan: Trial.Plan
  let fileSystem: TorturedFileSystem
  let account: Account
  /// The folder that stays to be looked at, if any.
  let kept: String?

  var lines: [String] {
    let kinds = Operation.Kind.allCases.map { "\($0.rawValue)=\(account.acknowledged[$0] ?? 0)" }
    let total = account.acknowledged.values.reduce(0, +)
    return [
      "torture seconds=\(plan.seconds) processes=\(plan.processes) seed=\(plan.seed)",
      "file_system \(fileSystem.line)",
      "acknowledged \(total) \(kinds.joined(separator: " ")) "
        + "refused=\(account.refused) unknown=\(account.unknown)",
    ] + counted("lost", account.lost) + counted("duplicated", account.duplicated)
      + counted("unexpected", account.unexpected)
      + list("typed \(account.typed) gone=\(account.gone.count)", account.gone)
      + (kept.map { ["kept \($0)"] } ?? [])
  }

  private func counted(_ name: String, _ faults: [Fault]) -> [String] {
    list("\(name) \(faults.count)", faults)
  }

  private func list(_ heading: String, _ faults: [Fault]) -> [String] {
    [heading] + faults.map { "- \($0.id.map { "\($0): " } ?? "")\($0.message)" }
  }

  var json: JSONValue {
    var acknowledged: JSONObject = [:]
    for kind in Operation.Kind.allCases {
      acknowledged[kind.rawValue] = .integer(account.acknowledged[kind] ?? 0)
    }
    return [
      "seconds": .integer(plan.seconds), "processes": .integer(plan.processes),
      "seed": .integer(Int(plan.seed)), "file_system": fileSystem.json,
      "acknowledged": .object(acknowledged), "refused": .integer(account.refused),
      "unknown": .integer(account.unknown), "typed": .integer(account.typed),
      "lost": json(account.lost), "duplicated": json(account.duplicated),
      "unexpected": json(account.unexpected), "gone": json(account.gone),
      "kept": JSONValue(kept),
    ]
  }

  private func json(_ faults: [Fault]) -> JSONValue {
    .array(faults.map { ["id": JSONValue($0.id), "message": .string($0.message)] })
  }
}
