import Console
import Facts
import Host
import JSON
import Workload

/// What `orch torture` prints.
struct TortureOutput {
  let plan: Trial.Plan
  let fileSystem: TorturedFileSystem
  let oracle: Oracle
  /// The scratch folder where it is kept.
  let kept: String?

  var lines: [String] {
    let kinds = Operation.Kind.allCases.map { "\($0.rawValue)=\(oracle.acknowledged[$0] ?? 0)" }
    let total = oracle.acknowledged.values.reduce(0, +)
    return [
      "torture seconds=\(plan.seconds) processes=\(plan.processes) seed=\(plan.seed)",
      "file_system \(fileSystem.line)",
      "acknowledged \(total) \(kinds.joined(separator: " ")) "
        + "refused=\(oracle.refused) unknown=\(oracle.unknown)",
    ] + counted("lost", oracle.lost) + counted("duplicated", oracle.duplicated)
      + counted("unexpected", oracle.unexpected)
      + list("typed \(oracle.typed) gone=\(oracle.gone.count)", oracle.gone)
      + (kept.map { ["kept \($0)"] } ?? [])
  }

  private func counted(_ name: String, _ faults: [Fault]) -> [String] {
    list("\(name) \(faults.count)", faults)
  }

  private func list(_ heading: String, _ faults: [Fault]) -> [String] {
    [heading] + faults.map { "- \($0)" }
  }

  var json: JSONValue {
    var acknowledged: JSONObject = [:]
    for kind in Operation.Kind.allCases {
      acknowledged[kind.rawValue] = .integer(oracle.acknowledged[kind] ?? 0)
    }
    return [
      "seconds": .integer(plan.seconds), "processes": .integer(plan.processes),
      "seed": .integer(Int(plan.seed)), "file_system": fileSystem.json,
      "acknowledged": .object(acknowledged), "refused": .integer(oracle.refused),
      "unknown": .integer(oracle.unknown), "typed": .integer(oracle.typed),
      "lost": json(oracle.lost), "duplicated": json(oracle.duplicated),
      "unexpected": json(oracle.unexpected), "gone": json(oracle.gone),
      "kept": JSONValue(kept),
    ]
  }

  private func json(_ faults: [Fault]) -> JSONValue {
    .array(faults.map { ["id": JSONValue($0.id), "message": .string($0.message)] })
  }
}

/// The file system of the scratch folder, and what it lacks.
struct TorturedFileSystem: Equatable {
  let kind: FileSystemKind
  let probe: FileSystemProbe

  /// `nfs: locks, swaps and saves of other machines are not promised`.
  var line: String { ([kind.described] + lacks).joined(separator: "; ") }

  var json: JSONValue {
    [
      "name": .string(kind.name), "local": .bool(kind.nature == .local),
      "lacks": .array(lacks.map(JSONValue.string)),
    ]
  }

  private var lacks: [String] {
    let tried = [
      (probe.locks, "locks do not hold"), (probe.swaps, "files can't be swapped at once"),
      (probe.leases, "it is not seen who has a file open for writing"),
      (probe.times, "times are not kept to the nanosecond"),
      (probe.syncs, "files can't be made durable"),
    ]
    return tried.filter { ability, _ in ability != .works }.map { $1 }
  }
}

extension TorturedFileSystem {
  /// - Parameter folder: may be written.
  init(of folder: String) throws(Problem) {
    do {
      kind = try FileSystemKind(of: folder)
      probe = try FileSystemProbe(trying: folder)
    } catch {
      throw .system(error)
    }
  }
}
